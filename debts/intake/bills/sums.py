"""Which sum of a loan a payment is: an instalment, all that is overdue, the whole balance, or a part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

from debts.finance import Instalment, LoanTerms, Payment, Position, schedule, timeline
from debts.reconciler.types import LoanFacts, Reason

# A plan of our own may differ by some cents from the lender's.
CENTS = Decimal("0.05")
# What is paid beyond all that is open, fees apart, is not this loan's.
ROUNDING = Decimal("1.00")
# Lenders that count interest by the day ask for some yuan more or less than a plan that counts by the month.
ABOUT = Decimal("0.03")
ABOUT_LEAST = Decimal(5)
NEAR_DAYS = 5
MOST_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """How a payment fits a loan: by which instalments, how closely, and why.

    ``is_exact`` to the cent a sum that the loan asks for; ``is_about`` nearly an instalment near its day; ``is_within``
    no more than all that is open; ``is_planned`` tells whether the loan has a schedule at all.
    """

    is_planned: bool
    is_exact: bool
    is_about: bool
    is_within: bool
    is_near: bool
    instalments: tuple[int, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Expected:
    """A sum that the loan may ask for, with the instalments that it pays."""

    code: str
    amount: Decimal
    lines: tuple[Instalment, ...] = ()


@lru_cache(maxsize=4096)
def line_sums(terms: LoanTerms) -> frozenset[Decimal]:
    """The sums of the instalments."""
    return frozenset(line.total for line in schedule(terms))


def fit(loan: LoanFacts, payments: Iterable[Payment], amount: Decimal, at: datetime, zone: tzinfo) -> Fit:
    """How a payment of ``amount`` at the moment ``at`` fits the loan, after the payments made until then."""
    terms = loan.terms
    position = timeline(terms, payments, zone).at(at)
    plan = schedule(terms)
    day = at.astimezone(zone).date()
    expected = list(_expected(position, plan))
    meant = next((one for one in expected if abs(one.amount - amount) <= CENTS), None)
    about = None if meant else _nearly(plan, amount, day)
    likely = meant or about
    lines = (likely.lines if likely else ()) or _first_open(position, plan)
    reasons = [*_amount_reasons(likely, amount, position, loan.currency), *_day_reasons(lines, day)]
    return Fit(
        is_planned=bool(plan),
        is_exact=meant is not None,
        is_about=about is not None,
        is_within=amount <= position.balance + position.penalty + ROUNDING,
        is_near=any(_is_near(line.due_on, day) for line in lines),
        instalments=tuple(line.number for line in lines),
        reasons=tuple(reasons),
    )


def _expected(position: Position, plan: tuple[Instalment, ...]) -> Iterator[_Expected]:
    """The sums that may be paid now, the likeliest first."""
    late, coming = _late(position, plan), _coming(position, plan)
    if position.overdue:
        yield _Expected("bill_amount_overdue", position.overdue, late)
        yield _Expected("bill_amount_overdue", position.overdue + position.penalty, late)
        yield from (_Expected("bill_amount_instalment", line.total, (line,)) for line in late)
    if position.next_amount:
        yield _Expected("bill_amount_instalment", position.next_amount, coming[:1])
        if position.overdue:
            yield _Expected("bill_amount_several", position.overdue + position.next_amount, (*late, *coming[:1]))
    if position.payoff > 0:
        yield _Expected("bill_amount_payoff", position.payoff, (*late, *coming))
        yield _Expected("bill_amount_balance", position.balance, (*late, *coming))
    for count in range(2, min(MOST_AHEAD, len(coming)) + 1):
        yield _Expected("bill_amount_several", sum((line.total for line in coming[:count]), Decimal(0)), coming[:count])


def _nearly(plan: Iterable[Instalment], amount: Decimal, day: date) -> _Expected | None:
    """The instalment due about this day that has about this sum."""
    for line in plan:
        if _is_near(line.due_on, day) and abs(line.total - amount) <= max(ABOUT_LEAST, line.total * ABOUT):
            return _Expected("bill_amount_about", line.total, (line,))
    return None


def _late(position: Position, plan: tuple[Instalment, ...]) -> tuple[Instalment, ...]:
    since = position.overdue_since
    if since is None:
        return ()
    return tuple(line for line in plan if line.due_on >= since)[: position.overdue_instalments]


def _coming(position: Position, plan: tuple[Instalment, ...]) -> tuple[Instalment, ...]:
    first = position.next_due_on
    return tuple(line for line in plan if first is not None and line.due_on >= first)


def _first_open(position: Position, plan: tuple[Instalment, ...]) -> tuple[Instalment, ...]:
    """What a payment of another sum goes on first."""
    return (_late(position, plan) or _coming(position, plan))[:1]


def _amount_reasons(meant: _Expected | None, amount: Decimal, position: Position, currency: str) -> Iterator[Reason]:
    if meant:
        numbers = ", ".join(str(line.number) for line in meant.lines)
        yield Reason(meant.code, {"amount": str(meant.amount), "numbers": numbers, "currency": currency})
    elif amount <= position.balance + position.penalty + ROUNDING:
        yield Reason("bill_amount_part", {"amount": str(position.balance), "currency": currency})
    else:
        rest = {"amount": str(position.balance), "currency": currency}
        yield Reason("bill_amount_beyond", rest, speaks_for=False)


def _day_reasons(lines: Iterable[Instalment], day: date) -> Iterator[Reason]:
    near = next((line for line in lines if _is_near(line.due_on, day)), None)
    if near:
        yield Reason("bill_day_near", {"day": near.due_on.isoformat(), "number": str(near.number)})


def _is_near(due_on: date, day: date) -> bool:
    return abs((due_on - day).days) <= NEAR_DAYS
