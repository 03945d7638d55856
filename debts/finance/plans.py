"""The plan of a loan as it stands after early repayments, and what of it has run up on a day.

10000 over 12 months at 18 %, 5000 paid early on 20 May
->  the same days with smaller instalments (term kept), or the same instalment on fewer days (instalment kept)
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from debts.finance.amortisation import Share, Task, split
from debts.finance.money import ZERO, to_cents
from debts.finance.schedules import first_period_rate, first_period_start, period_rates, schedule, shares
from debts.finance.terms import completed, fees_at
from debts.finance.types import FeeTiming, Instalment, LoanTerms, OpenPart, Purpose, RepaymentMethod


@dataclass(frozen=True)
class Plan:
    """Lines in order of their due days, the first period starting on ``starts_on``; no lines where no day is known."""

    terms: LoanTerms
    lines: tuple[Instalment, ...]
    starts_on: date

    @cached_property
    def days(self) -> list[date]:
        """The due days."""
        return [line.due_on for line in self.lines]

    def first_coming(self, day: date) -> int:
        """The place of the first line that falls due after the day."""
        return bisect_right(self.days, day)

    def interest_to_come(self, day: date) -> Decimal:
        """The interest that has not run up by the day.

        民法典 677: who pays early owes interest for the time that he had the money, unless something else was agreed.
        The running period counts by the days gone of it.
        """
        index = self.first_coming(day)
        return self._interest_from[index] - self.run_up(index, day) if index < len(self.lines) else ZERO

    def fees_to_come(self, day: date) -> Decimal:
        """The fees of the lines that an early payoff does away with."""
        return ZERO if self.terms.fees_stay_on_payoff else self._fees_from[self.first_coming(day)]

    def run_up(self, index: int, day: date) -> Decimal:
        """The interest of a line that has run up by the day."""
        return to_cents(self.lines[index].interest * self.gone(index, day))

    def gone(self, index: int, day: date) -> Decimal:
        """The share of a line's period that has gone by."""
        start = self.days[index - 1] if index else self.starts_on
        days = max(0, (day - start).days)
        return min(Decimal(days) / max(1, (self.days[index] - start).days), Decimal(1))

    @cached_property
    def _interest_from(self) -> list[Decimal]:
        return _sums_from([line.interest for line in self.lines])

    @cached_property
    def _fees_from(self) -> list[Decimal]:
        return _sums_from([line.fee for line in self.lines])


def first_plan(terms: LoanTerms) -> Plan:
    """The plan of the terms, before anything was paid."""
    lines = schedule(terms)
    return Plan(terms, lines, first_period_start(terms, lines[0].due_on) if lines else date.max)


def open_parts(plan: Plan) -> tuple[OpenPart, ...]:
    """All that a plan asks, nothing paid yet; without days where none are known."""
    if plan.lines:
        return tuple(map(as_open, plan.lines))
    undated = enumerate(shares(plan.terms), start=1)
    return tuple(OpenPart(None, one.principal, one.interest, one.fee, number) for number, one in undated)


def as_open(line: Instalment) -> OpenPart:
    """A line of which nothing is paid."""
    return OpenPart(line.due_on, line.principal, line.interest, line.fee, line.number)


def can_be_replanned(plan: Plan) -> bool:
    """Whether a plan follows from terms: one that was copied has to be copied anew after an early repayment."""
    return bool(plan.lines) and not plan.terms.given


def replanned(plan: Plan, index: int, principal: Decimal, day: date, purpose: Purpose) -> Plan:
    """The plan with new lines from a place on, for a principal that was lowered by an early repayment on the day.

    The instalment of the running period bears the old interest until the day and the new one after it.
    """
    terms = completed(plan.terms)
    level = _level(plan, index) if purpose is Purpose.KEEP_INSTALMENT else None
    rates = period_rates(terms, plan.days)[index : len(plan.lines)]
    parts = split(terms.method, Task(principal, rates, to_cents(terms.principal), level))
    parts[0] = parts[0]._replace(interest=_first_interest(plan, index, parts[0], principal, day))
    fees = [plan.lines[index].fee, *[fees_at(terms, FeeTiming.EACH)] * len(parts)]
    coming = tuple(
        Instalment(line.number, line.due_on, part.principal, part.interest, fee)
        for line, part, fee in zip(plan.lines[index:], parts, fees, strict=False)
    )
    return Plan(plan.terms, plan.lines[:index] + coming, plan.starts_on)


def _level(plan: Plan, index: int) -> Decimal:
    """What stays the same of each instalment; the running one and the last may differ from the others."""
    line = plan.lines[index + 1 if index + 2 < len(plan.lines) else index]
    if plan.terms.method is RepaymentMethod.EQUAL_INSTALMENT:
        return line.principal + line.interest
    return line.principal


def _first_interest(plan: Plan, index: int, part: Share, principal: Decimal, day: date) -> Decimal:
    terms = completed(plan.terms)
    if terms.method is RepaymentMethod.FLAT_FEE:
        return part.interest
    rate = None if index else first_period_rate(terms, plan.days)
    whole = part.interest if rate is None else principal * rate
    gone = plan.gone(index, day)
    return to_cents(plan.lines[index].interest * gone + whole * (1 - gone))


def _sums_from(values: Sequence[Decimal]) -> list[Decimal]:
    """For each place the sum of the values from there on, and nothing behind the last."""
    return list(accumulate(reversed(values), initial=ZERO))[::-1]
