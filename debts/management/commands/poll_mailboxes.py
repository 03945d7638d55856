"""The command that fetches new mails from mailboxes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from debts.actions import Route, WriteContext
from debts.importing.mailboxes import poll
from debts.models import Mailbox


class Command(BaseCommand):
    """Fetch what is new."""

    help = (
        "Fetches new mails by IMAP from the mailboxes whose owners have switched that on, and keeps what is new. The "
        "mailbox is only read. Run it every few minutes; several may run at once."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Poll each mailbox, and say what came of it."""
        for mailbox in Mailbox.objects.filter(is_on=True, owner__is_active=True).select_related("owner"):
            kept = poll(WriteContext(mailbox.owner, Route.COMMAND, timezone.now()), mailbox)
            self.stdout.write(f"{mailbox.owner}: {mailbox.problem or f'{kept} new'}")
