"""Send the reminders that are due."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from debts.dossier.deadline_reminders import new_deadlines, remind_of_deadlines
from debts.dossier.reminders import new_dues, owners_to_remind, remind
from debts.models import User


class Command(BaseCommand):
    """Remind everybody who asked for it."""

    help = (
        "Sends each account that asked for reminders one mail about what is soon to be paid, and one about the days "
        "until which an answer in a dispute is due. Run it once a day; nobody is reminded of anything twice, and "
        "several may run at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish to try only."""
        parser.add_argument("--dry-run", action="store_true", help="say who would get a mail, and send none")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the accounts; one whose mail fails holds up nobody else."""
        if not options["dry_run"] and not settings.CAN_SEND_MAIL:
            raise CommandError("No mail can be sent: set EMAIL_URL, see docs/operations.md.")
        tell = self._foretell if options["dry_run"] else self._send
        failed = [owner.get_username() for owner in owners_to_remind() if not tell(owner)]
        if failed:
            raise CommandError(f"No mail went to: {', '.join(failed)}. The next run tries again.")

    def _foretell(self, owner: User) -> bool:
        now = timezone.now()
        self._say(owner, new_dues(owner, now), "would be told of", "payments")
        self._say(owner, new_deadlines(owner, now), "would be told of", "deadlines")
        return True

    def _send(self, owner: User) -> bool:
        try:
            now = timezone.now()
            self._say(owner, remind(owner, now), "was told of", "payments")
            self._say(owner, remind_of_deadlines(owner, now), "was told of", "deadlines")
        except OSError as problem:
            self.stderr.write(f"{owner.get_username()}: {problem}")
            return False
        return True

    def _say(self, owner: User, count: int, what: str, of: str) -> None:
        if count:
            self.stdout.write(f"{owner.get_username()} {what} {count} {of}")
