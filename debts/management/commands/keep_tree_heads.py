"""Anchor tree heads outside of this machine: by a time stamp, by mail, or both."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from debts.dossier.mailed_heads import can_mail_head, mail_head
from debts.dossier.time_stamps import NotStamped, is_stampable, stamp_head
from debts.management.base import owner_named
from debts.models import EvidenceEntry, StampedHead, User


class Command(BaseCommand):
    """Keep the heads of the logs elsewhere."""

    help = (
        "Has the head of each account's evidence log stamped by the authority of TIME_STAMP_AUTHORITY (--stamp), mails "
        "it to the account's own address (--mail), or both. Nothing is stamped twice while nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account and the ways."""
        parser.add_argument("--user", metavar="NAME", help="only this account")
        parser.add_argument("--stamp", action="store_true", help="have the head stamped")
        parser.add_argument("--mail", action="store_true", help="mail the head to the account's address")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the accounts; one that fails holds up nobody else."""
        self._refuse_what_is_off(options)
        everybody = User.objects.filter(is_active=True).order_by("pk")
        owners = [owner_named(options["user"])] if options["user"] else everybody
        written = [owner for owner in owners if EvidenceEntry.objects.filter(owner=owner).exists()]
        failed = [owner.get_username() for owner in written if not self._keep(owner, options)]
        if failed:
            raise CommandError(f"Not kept for: {', '.join(failed)}. The next run tries again.")

    def _refuse_what_is_off(self, options: dict[str, Any]) -> None:
        if not (options["stamp"] or options["mail"]):
            raise CommandError("Say how: --stamp, --mail or both.")
        if options["stamp"] and not is_stampable():
            raise CommandError("No authority is set: see TIME_STAMP_AUTHORITY in docs/operations.md.")
        if options["mail"] and not settings.CAN_SEND_MAIL:
            raise CommandError("No mail can be sent: set EMAIL_URL, see docs/operations.md.")

    def _keep(self, owner: User, options: dict[str, Any]) -> bool:
        now, name = timezone.now(), owner.get_username()
        try:
            stamped: StampedHead | None = stamp_head(owner, now) if options["stamp"] else None
            if options["mail"] and can_mail_head(owner):
                mail_head(owner, now, stamped)
        except (NotStamped, OSError) as problem:
            self.stderr.write(f"{name}: {problem}")
            return False
        if stamped:
            self.stdout.write(f"{name}: {stamped.size} entries, stamped at {stamped.stamped_at:%Y-%m-%d %H:%M:%S %Z}")
        return True
