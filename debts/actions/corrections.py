"""Correcting a fact and taking it back. Neither loses what was there before: the log keeps both states."""

from typing import Any, TypeVar

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import TakenBack, difference, facts_of, lock_fact, log_write
from debts.actions.holds import StillNeeded, refuse_needed
from debts.actions.refresh import refresh_verdicts, refreshing_once
from debts.models import Decision, Lesson, Loan, Message
from debts.models.base import Fact

__all__ = ["StillNeeded", "TakenBack", "correct", "take_back"]

F = TypeVar("F", bound=Fact)


@transaction.atomic
def correct(ctx: WriteContext, record: F, **changes: Any) -> F:
    """Change fields of a fact; the log keeps what each of them was before. Nothing happens where nothing differs.

    Raises TakenBack where somebody has taken the fact back since it was read.
    """
    if isinstance(record, Message):
        raise TypeError("A message is evidence and is never edited.")
    lock_fact(ctx, record)
    before = facts_of(record)
    for name, value in changes.items():
        setattr(record, name, value)
    after = facts_of(record)
    if before == after:
        return record
    record.save(update_fields=list(changes))
    log_write(ctx, "corrected", [record], difference(before, after))
    refresh_verdicts(ctx)
    return record


def take_back(ctx: WriteContext, record: Fact, reason: str = "") -> None:
    """Take a fact back: it no longer counts, and stays on record as having been said.

    What the owner decided about a message, or about a loan, goes with it, and so does what was learnt from a decision.
    Raises StillNeeded for what other facts hang on and for evidence of an open dispute, TakenBack where somebody was
    quicker.
    """
    with refreshing_once(ctx):
        lock_fact(ctx, record)
        refuse_needed(record)
        decisions = _decisions_about(ctx, record)
        for one in (record, *decisions, *_lessons_from(ctx, record, decisions)):
            _remove(ctx, one, reason)
            if isinstance(one, Lesson):
                _forget(ctx, one)


def _remove(ctx: WriteContext, record: Fact, reason: str) -> None:
    record.removed_at = ctx.now
    record.save(update_fields=["removed_at"])
    log_write(ctx, "taken_back", [record], {"reason": reason} if reason else {})


def _decisions_about(ctx: WriteContext, record: Fact) -> list[Decision]:
    mine = Decision.objects.of(ctx.owner)
    if isinstance(record, Message):
        return list(mine.filter(message=record))
    return list(mine.filter(loan=record)) if isinstance(record, Loan) else []


def _lessons_from(ctx: WriteContext, record: Fact, decisions: list[Decision]) -> list[Lesson]:
    taught = [*decisions, *([record] if isinstance(record, Decision) else [])]
    return list(Lesson.objects.of(ctx.owner).filter(decision__in=taught).select_related("lender")) if taught else []


def _forget(ctx: WriteContext, lesson: Lesson) -> None:
    """Take what was learnt out of the lender's list, unless the owner has done so already."""
    listed = getattr(lesson.lender, lesson.kind)
    if lesson.lender.removed_at is None and lesson.value in listed:
        correct(ctx, lesson.lender, **{lesson.kind: [one for one in listed if one != lesson.value]})
