"""Judge kept messages again after the rulebook has changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from debts.actions import Route, WriteContext
from debts.actions.refresh import refresh_verdicts
from debts.models import User, Verdict
from debts.rulebook import load_rulebook


class Command(BaseCommand):
    """Re-judge what an older rulebook has judged."""

    help = "Judges again the kept messages whose verdicts come from another version of the rulebook; says what changed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through the owners with such verdicts, each in a transaction of its own."""
        aged = Verdict.objects.exclude(rulebook_version=load_rulebook().version)
        for owner in User.objects.filter(pk__in=aged.values("owner")).order_by("pk"):
            ctx = WriteContext(owner, Route.COMMAND, timezone.now())
            refresh_verdicts(ctx)
            changed = ctx.changed_verdicts()
            self.stdout.write(f"{owner.username}: {changed.total()} verdicts changed {dict(changed) or ''}".rstrip())
