"""Which part of a loan a payment pays, instalment by instalment.

The payments are swept once, in order of time. Each one first meets the instalments that are due by then, the oldest
first and interest before principal (民法典 561); then the penalty run up so far, where the terms know one; then the
instalments to come. Penalty comes after what is due because lenders often waive it: a sum paid on a due instalment
must not turn into a new arrear. What is owed in all is the same either way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from debts.finance.money import ZERO, to_cents
from debts.finance.types import Payment

# Lenders round every instalment in their own way; a shortfall of up to a yuan in all is rounding and no debt.
ROUNDING_TOLERANCE = Decimal("1.00")


class OpenPart(NamedTuple):
    """What is still to be paid of one instalment; ``due_on`` is None where its day is unknown."""

    due_on: date | None
    principal: Decimal
    interest: Decimal

    @property
    def total(self) -> Decimal:
        """Principal and interest still open."""
        return self.principal + self.interest

    def is_due_by(self, day: date) -> bool:
        """Whether the due day has come."""
        return self.due_on is not None and self.due_on <= day

    def is_overdue_on(self, day: date) -> bool:
        """Whether something is open and the due day has gone by: due on the 5th is overdue from the 6th."""
        return self.due_on is not None and self.due_on < day and self.total > 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The open parts after some payments; the penalty is exact until it is paid or shown."""

    parts: tuple[OpenPart, ...]
    penalty: Decimal = ZERO
    day: date = date.min
    covered_at: datetime | None = None

    @property
    def open_total(self) -> Decimal:
        """All that is still to be paid by the schedule, penalty left out."""
        return sum((part.total for part in self.parts), ZERO)


def sweep(
    parts: Iterable[OpenPart], payments: Iterable[Payment], penalty_rate: Decimal, zone: tzinfo
) -> tuple[Standing, ...]:
    """How the parts stand before the first of the payments, given in order of time, and after each of them.

    ``penalty_rate`` is a fraction a day on what is overdue, without penalty upon penalty.
    """

    def receive(standing: Standing, payment: Payment) -> Standing:
        day = payment.paid_at.astimezone(zone).date()
        return _receive(run_up(standing, day, penalty_rate), payment)

    return tuple(accumulate(payments, receive, initial=Standing(tuple(parts))))


def run_up(standing: Standing, day: date, rate: Decimal) -> Standing:
    """The standing on a later day, with the penalty of the days since its last event."""
    if not rate or standing.covered_at:
        return replace(standing, day=day)
    late = sum((part.total * _days_late(part, standing.day, day) for part in standing.parts), ZERO)
    return replace(standing, day=day, penalty=standing.penalty + late * rate)


def _days_late(part: OpenPart, since: date, day: date) -> int:
    if part.due_on is None:
        return 0
    return max(0, (day - max(since, part.due_on)).days)


def _receive(standing: Standing, payment: Payment) -> Standing:
    due, coming = _split(standing.parts, standing.day)
    due, rest = _pour(due, payment.amount)
    penalty = to_cents(standing.penalty)
    paid_penalty = min(rest, penalty)
    coming, _ = _pour(coming, rest - paid_penalty)
    after = replace(standing, parts=due + coming, penalty=penalty - paid_penalty)
    if standing.covered_at or after.open_total + after.penalty > ROUNDING_TOLERANCE:
        return after
    return replace(after, covered_at=payment.paid_at)


def _split(parts: tuple[OpenPart, ...], day: date) -> tuple[tuple[OpenPart, ...], tuple[OpenPart, ...]]:
    """The parts due by the day and those to come; due days rise, so one cut is enough."""
    cut = sum(part.is_due_by(day) for part in parts)
    return parts[:cut], parts[cut:]


def _pour(parts: tuple[OpenPart, ...], amount: Decimal) -> tuple[tuple[OpenPart, ...], Decimal]:
    """Fill the parts in turn, interest before principal; answers the parts and what is left of the amount."""
    filled: list[OpenPart] = []
    for number, part in enumerate(parts):
        if not amount:
            return (*filled, *parts[number:]), amount
        interest = min(part.interest, amount)
        principal = min(part.principal, amount - interest)
        amount -= interest + principal
        filled.append(OpenPart(part.due_on, part.principal - principal, part.interest - interest))
    return tuple(filled), amount
