"""What is due in the next weeks over all open loans, and what a month costs.

    two loans, asked on 1 March for four weeks  ->  916.80 on 5 March, 1404.20 on 10 March

Every sum keeps the currency of its loan; sums of different currencies are never added.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from debts.finance.money import ZERO
from debts.finance.terms import fees_at, grace_of
from debts.finance.timelines import Timeline
from debts.finance.types import FeeTiming, OpenPart

# What is short by less is the rounding of lenders and nothing to be reminded of.
SMALL = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class Owing:
    """An open loan. One that was settled is none, whatever its plan would still ask."""

    loan_id: str
    currency: str
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Due:
    """Something to pay. ``minimum`` is the least that a statement asks for, ``third_party`` what others take with it.

    The first sum of a loan includes the penalty that has run up.
    """

    loan_id: str
    currency: str
    due_on: date
    amount: Decimal
    minimum: Decimal | None = None
    third_party: Decimal = ZERO
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class MonthlyBurden:
    """What falls due in a calendar month in one currency, third parties included."""

    month: date
    currency: str
    amount: Decimal

    def share_of(self, income: Decimal | None) -> Decimal | None:
        """The share of a month's income as a fraction; None where the income is unknown or nothing."""
        return self.amount / income if income and income > 0 else None


def due_within(owings: Iterable[Owing], moment: datetime, weeks: int) -> tuple[Due, ...]:
    """What is overdue and what falls due within so many weeks, in order of the days. Loans without days add nothing."""
    dues = [due for owing in owings for due in _dues(owing, moment, timedelta(weeks=weeks))]
    return tuple(sorted(dues, key=lambda due: (due.due_on, due.loan_id)))


def monthly_burden(owings: Iterable[Owing], moment: datetime, months: int) -> tuple[MonthlyBurden, ...]:
    """The sums of the running month and those after it; what is overdue burdens the running one."""
    sums: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for owing in owings:
        first = owing.timeline.day(moment).replace(day=1)
        end = first + relativedelta(months=months)
        for due in _dues(owing, moment, end - owing.timeline.day(moment) - timedelta(days=1)):
            sums[max(first, due.due_on.replace(day=1)), due.currency] += due.amount + due.third_party
    return tuple(MonthlyBurden(month, currency, amount) for (month, currency), amount in sorted(sums.items()))


def _dues(owing: Owing, moment: datetime, span: timedelta) -> Iterator[Due]:
    today, position = owing.timeline.day(moment), owing.timeline.at(moment)
    grace = grace_of(owing.timeline.terms)
    penalty = position.penalty
    for part in owing.timeline.open_parts(moment):
        if part.due_on is None or part.due_on > today + span or part.total <= SMALL:
            continue
        is_late = part.due_on < today
        minimum, beside = (None, ZERO) if is_late else (position.next_minimum, _third_party(owing, part))
        is_overdue = position.overdue_since is not None and part.due_on + grace < today
        yield Due(owing.loan_id, owing.currency, part.due_on, part.total + penalty, minimum, beside, is_overdue)
        penalty = ZERO
    if penalty:
        yield Due(owing.loan_id, owing.currency, today, penalty, is_overdue=True)


def _third_party(owing: Owing, part: OpenPart) -> Decimal:
    """What others take with an instalment that is still to come; of one gone by it is not known whether it was paid."""
    terms = owing.timeline.terms
    first = fees_at(terms, FeeTiming.FIRST, to_third_party=True) if part.number == 1 else ZERO
    return first + fees_at(terms, FeeTiming.EACH, to_third_party=True)
