"""The command that tells owners, and their programs, of what still waits."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from debts.dossier.alerts import send_alerts
from debts.dossier.webhooks import send_webhooks
from debts.models import AlertSettings, User, Webhook


class Command(BaseCommand):
    """Tell of what waits."""

    help = (
        "Sends the alerts that wait: those whose sending failed, and those beyond a dozen letters an hour. Alerts are "
        "sent when a message arrives; run this every few minutes where none should wait for the next message. It also "
        "tells the webhooks of deadlines, and again of what they could not be told."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Send for each owner, and say how many messages were told of."""
        settings = AlertSettings.objects.filter(owner__is_active=True).select_related("owner")
        told = sum(send_alerts(one.owner, timezone.now()) for one in settings)
        self.stdout.write(f"{told} messages told of")
        hooked = Webhook.objects.filter(removed_at=None, owner__is_active=True).values("owner")
        called = sum(send_webhooks(owner, timezone.now()) for owner in User.objects.filter(pk__in=hooked))
        self.stdout.write(f"{called} webhooks called")
