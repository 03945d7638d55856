"""Correcting a fact and taking it back. Neither loses what was there before: the log keeps both states."""

from typing import Any, TypeVar

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import facts_of, log_write
from debts.actions.refresh import refresh_verdicts
from debts.models import Loan, Message
from debts.models.base import Fact

F = TypeVar("F", bound=Fact)


class StillNeeded(Exception):
    """A fact cannot be taken back while others rest on it."""


@transaction.atomic
def correct(ctx: WriteContext, record: F, **changes: Any) -> F:
    """Change fields of a fact; the log keeps what each of them was before. Nothing happens where nothing differs."""
    if isinstance(record, Message):
        raise TypeError("A message is evidence and is never edited.")
    before = facts_of(record)
    for name, value in changes.items():
        setattr(record, name, value)
    after = facts_of(record)
    if before == after:
        return record
    record.save()
    differing = [name for name in after if after[name] != before[name]]
    payload = {"before": {name: before[name] for name in differing}, "after": {name: after[name] for name in differing}}
    log_write(ctx, "corrected", [record], payload)
    refresh_verdicts(ctx)
    return record


@transaction.atomic
def take_back(ctx: WriteContext, record: Fact, reason: str = "") -> None:
    """Take a fact back: it no longer counts, and stays on record as having been said.

    Raises StillNeeded for a lender with loans, or a loan that other facts hang on.
    """
    if record.removed_at is not None:
        return
    _refuse_while_needed(record)
    record.removed_at = ctx.now
    record.save(update_fields=["removed_at"])
    log_write(ctx, "taken_back", [record], {"reason": reason} if reason else {})
    refresh_verdicts(ctx)


def _refuse_while_needed(record: Fact) -> None:
    names = ("repayments", "settlements", "proofs", "assignments") if isinstance(record, Loan) else ("loans",)
    for name in names:
        related = getattr(record, name, None)
        if related is not None and related.filter(removed_at=None).exists():
            raise StillNeeded(name)
