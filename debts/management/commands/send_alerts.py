"""The command that tells owners of flagged messages that still wait."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from debts.dossier.alerts import send_alerts
from debts.models import AlertSettings


class Command(BaseCommand):
    """Tell of what waits."""

    help = (
        "Sends the alerts that wait: those whose sending failed, and those beyond a dozen letters an hour. Alerts are "
        "sent when a message arrives; run this every few minutes where none should wait for the next message."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Send for each owner, and say how many messages were told of."""
        settings = AlertSettings.objects.filter(owner__is_active=True).select_related("owner")
        told = sum(send_alerts(one.owner, timezone.now()) for one in settings)
        self.stdout.write(f"{told} messages told of")
