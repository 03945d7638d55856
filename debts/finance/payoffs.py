"""Ways out of several debts with a sum a month: the dearest first, the smallest first, or in one's own order.

    5000 at 24 % and 2000 at 12 %, 800 a month
    ->  avalanche: ten months, 574.98 of interest; snowball: ten months, 730.02 of interest

Every month each debt bears a month's interest and gets its instalment; what is left of the budget goes to the first
debt in the order, and over to the next. It is a forecast: lenders count days, and contracts may forbid early repayment.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from debts.finance.money import ZERO, to_cents
from debts.finance.outlook import Owing
from debts.finance.terms import MAX_TERM_MONTHS, MONTHS_OF_YEAR, completed
from debts.finance.types import RepaymentMethod


class Strategy(StrEnum):
    """Which debt gets what is left of the budget."""

    AVALANCHE = "avalanche"
    SNOWBALL = "snowball"
    OWN = "own"


class NoPlanReason(StrEnum):
    """Why there is no plan."""

    NOTHING_OWED = "nothing_owed"
    BUDGET_TOO_SMALL = "budget_too_small"
    NEVER_ENDS = "never_ends"
    SEVERAL_CURRENCIES = "several_currencies"


@dataclass(frozen=True, slots=True)
class Debt:
    """What is left of a loan: ``balance`` now, and a month's interest as a fraction of it or as a fixed fee.

    ``instalment`` is what has to be paid in a month; nothing where the loan asks for none.
    """

    loan_id: str
    currency: str
    balance: Decimal
    monthly_rate: Decimal
    instalment: Decimal = ZERO
    monthly_fee: Decimal = ZERO

    @property
    def interest(self) -> Decimal:
        """What the running month costs."""
        return to_cents(self.balance * self.monthly_rate) + self.monthly_fee if self.balance else ZERO

    @property
    def dearness(self) -> Decimal:
        """What a yuan of it costs in a month."""
        return self.interest / self.balance if self.balance else ZERO


@dataclass(frozen=True, slots=True)
class PayoffPlan:
    """The outcome of a strategy. ``finished`` names the loans with the month in which each ends, counted from 1.

    ``course`` is what is left of all debts at the start and after each month.
    """

    strategy: Strategy
    months: int
    ends_on: date
    paid: Decimal
    interest: Decimal
    finished: tuple[tuple[str, int], ...]
    course: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class NoPlan:
    """No plan, and why; ``missing`` is what the budget is short of in a month."""

    strategy: Strategy
    reason: NoPlanReason
    missing: Decimal | None = None


Order = Callable[[Debt], tuple[object, ...]]


def debt_of(owing: Owing, moment: datetime) -> Debt | None:
    """A loan as a debt to plan with; None where nothing is owed or no rate is known."""
    terms = completed(owing.timeline.terms)
    payoff = owing.timeline.payoff_at(moment).total
    rate = terms.annual_rate
    if rate is None or payoff <= 0:
        return None
    instalment = owing.timeline.at(moment).next_amount or ZERO
    if terms.method is RepaymentMethod.FLAT_FEE:
        fee = to_cents(terms.principal * rate / MONTHS_OF_YEAR)
        return Debt(owing.loan_id, owing.currency, payoff, Decimal(0), instalment, fee)
    return Debt(owing.loan_id, owing.currency, payoff, rate / MONTHS_OF_YEAR, _asked(owing, moment, instalment))


def _asked(owing: Owing, moment: datetime, instalment: Decimal) -> Decimal:
    """The least to pay in a month. A last instalment that takes the whole principal is no monthly burden until then."""
    minimum = owing.timeline.at(moment).next_minimum
    at_the_end = owing.timeline.terms.method in {RepaymentMethod.BULLET, RepaymentMethod.INTEREST_ONLY}
    return ZERO if at_the_end else (instalment if minimum is None else minimum)


def compare_plans(
    debts: Sequence[Debt], budget: Decimal, start: date, own_order: Sequence[str] = ()
) -> tuple[PayoffPlan | NoPlan, ...]:
    """Each strategy with the same budget a month, the first payment in the month after ``start``."""
    strategies = (Strategy.AVALANCHE, Strategy.SNOWBALL, *((Strategy.OWN,) if own_order else ()))
    return tuple(payoff_plan(debts, budget, start, strategy, own_order) for strategy in strategies)


def payoff_plan(
    debts: Sequence[Debt], budget: Decimal, start: date, strategy: Strategy, own_order: Sequence[str] = ()
) -> PayoffPlan | NoPlan:
    """How one strategy goes on until everything is paid."""
    reason = _reason(debts)
    if reason:
        return NoPlan(strategy, reason)
    order = _order(strategy, own_order)
    left, paid, finished, course = tuple(debt for debt in debts if debt.balance), ZERO, [], [_total(debts)]
    for month in range(1, MAX_TERM_MONTHS + 1):
        grown = [replace(debt, balance=debt.balance + debt.interest) for debt in left]
        asked = sum((min(debt.instalment, debt.balance) for debt in grown), ZERO)
        if asked > budget:
            return NoPlan(strategy, NoPlanReason.BUDGET_TOO_SMALL, asked - budget)
        after = tuple(_pay(grown, budget, order))
        paid += _total(grown) - _total(after)
        finished += [(debt.loan_id, month) for debt in after if not debt.balance]
        left = tuple(debt for debt in after if debt.balance)
        course.append(_total(left))
        if not left:
            ends_on = start + relativedelta(months=month)
            return PayoffPlan(strategy, month, ends_on, paid, paid - _total(debts), tuple(finished), tuple(course))
    return NoPlan(strategy, NoPlanReason.NEVER_ENDS)


def _reason(debts: Sequence[Debt]) -> NoPlanReason | None:
    if not _total(debts):
        return NoPlanReason.NOTHING_OWED
    return NoPlanReason.SEVERAL_CURRENCIES if len({debt.currency for debt in debts}) > 1 else None


def _order(strategy: Strategy, own_order: Sequence[str]) -> Order:
    """What to sort the debts by; those that the own order does not name come last, the dearest first."""
    places = {loan_id: place for place, loan_id in enumerate(own_order)}
    orders: dict[Strategy, Order] = {
        Strategy.AVALANCHE: lambda debt: (-debt.dearness, debt.balance, debt.loan_id),
        Strategy.SNOWBALL: lambda debt: (debt.balance, -debt.dearness, debt.loan_id),
        Strategy.OWN: lambda debt: (places.get(debt.loan_id, len(places)), -debt.dearness, debt.loan_id),
    }
    return orders[strategy]


def _pay(debts: Iterable[Debt], budget: Decimal, order: Order) -> Iterator[Debt]:
    """The debts after a month's budget: first every instalment, then the rest in the order."""
    met = [replace(debt, balance=debt.balance - min(debt.instalment, debt.balance)) for debt in debts]
    left = budget - (_total(debts) - _total(met))
    for debt in sorted(met, key=order):
        more = min(left, debt.balance)
        left -= more
        yield replace(debt, balance=debt.balance - more)


def _total(debts: Iterable[Debt]) -> Decimal:
    return sum((debt.balance for debt in debts), ZERO)
