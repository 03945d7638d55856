"""Judge kept messages again after the rulebook has changed."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from debts.actions import Route, WriteContext, rejudge
from debts.models import User
from debts.queries import aged_messages

PIECE = 200
# In seconds. SQLite lets one writer in at a time, and whoever waits asks ten times a second whether it is their turn.
PAUSE = 0.15


class Command(BaseCommand):
    """Re-judge what another rulebook has judged, a piece at a time."""

    help = (
        "Judges again the kept messages whose verdicts come from another version of the rulebook; says what changed. "
        "It can be stopped and started again, and several may run at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size of a piece."""
        parser.add_argument("--piece", type=int, default=PIECE, help="how many messages a transaction judges")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the owners with such verdicts; each piece is a transaction of its own, so nobody waits long."""
        for owner in User.objects.order_by("pk"):
            if aged_messages(owner).exists():
                self._rejudge(owner, max(1, options["piece"]))

    def _rejudge(self, owner: User, piece: int) -> None:
        ctx = WriteContext(owner, Route.COMMAND, timezone.now())
        while rejudge(ctx, piece) == piece:
            time.sleep(PAUSE)
        changed = ctx.changed_verdicts()
        self.stdout.write(f"{owner.username}: {changed.total()} verdicts changed {dict(changed) or ''}".rstrip())
