"""Decisions about several messages in one step, and taking the whole step back.

What is written in one step shares the moment of its write context, which is how a step is found again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.actions.lessons import learn
from debts.actions.messages import decide, withdraw_decision
from debts.actions.refresh import refreshing_once
from debts.models import Decision, Lesson, LessonKind, Loan, Message
from debts.models.messages import DecisionKind


@transaction.atomic
def decide_several(
    ctx: WriteContext, messages: Sequence[Message], kind: DecisionKind, *, loan: Loan | None = None
) -> list[Decision]:
    """Record the same decision about each of the messages, and judge again once."""
    with refreshing_once(ctx):
        return [decide(ctx, message, kind, loan=loan) for message in messages]


@transaction.atomic
def undo_step(ctx: WriteContext, made_at: datetime) -> int:
    """Take back what was decided at ``made_at`` and is still in force; return about how many messages that was.

    Where the step had replaced an earlier decision, the earlier one is recorded again, with what it had taught.
    """
    with refreshing_once(ctx):
        lock_owner(ctx)
        step = list(Decision.objects.of(ctx.owner).filter(recorded_at=made_at).select_related("message"))
        replaced = {row.message_id: row for row in _taken_back(ctx, made_at)}
        for decision in step:
            earlier = replaced.get(decision.message_id)
            if earlier is None or (earlier.loan and earlier.loan.removed_at):
                withdraw_decision(ctx, decision.message)
            else:
                _bring_back(ctx, earlier)
        return len(step)


def _taken_back(ctx: WriteContext, at: datetime) -> list[Decision]:
    replaced = Decision.objects.filter(owner=ctx.owner, removed_at=at)
    return list(replaced.select_related("message", "loan"))


def _bring_back(ctx: WriteContext, earlier: Decision) -> None:
    kind = DecisionKind(earlier.kind)
    again = decide(ctx, earlier.message, kind, loan=earlier.loan, reason=earlier.reason)
    for lesson in Lesson.objects.filter(owner=ctx.owner, decision=earlier, removed_at=earlier.removed_at):
        learn(ctx, again, LessonKind(lesson.kind), lesson.value)
