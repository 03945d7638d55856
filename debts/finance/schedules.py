"""What is to be paid when, from the terms of a loan.

    principal 8000, 18 % a year, 6 months, equal instalments, first due on 10 March
    ->  1404.20 on 10 March, 1404.20 on 10 April … and a last one that takes the rest of the principal

Conventions, where contracts differ and the terms do not say:
- A month's interest is a twelfth of the year's, whatever its length: instalment contracts in China quote it so, and a
  count of days would differ from the printed plan in every month. Terms that count days say so (``day_count``); then an
  equal instalment is the one sum that pays the loan off over the unequal months.
- A first period that is not a month costs a month's interest, or, where the terms say so (``first_period``), that of
  its days at a 360th of the year each, beside the principal of a usual first instalment: so do banks.
- ``bullet`` counts its interest in months of the term, or in days where the term is one of days.
- ``flat_fee`` is the 手续费分期 of cards: each month a fee of principal times a twelfth of the rate, on the whole
  principal until the end, beside equal parts of the principal. It is kept as interest: it is the price of the money.
- An unknown rate is not zero: without it there is no schedule, unless the level instalment tells it.
"""

from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta
from decimal import Decimal
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from debts.finance.amortisation import SPLITS, Share, Task, annuity, split
from debts.finance.given import given_plan
from debts.finance.money import MAX_AMOUNT, ZERO, to_cents
from debts.finance.terms import (
    DAYS_OF_BANK_YEAR,
    LEVEL_TOLERANCE,
    MAX_TERM_MONTHS,
    MONTHS_OF_YEAR,
    completed,
    days_of_year,
    fees_at,
)
from debts.finance.types import DayCount, FeeTiming, FirstPeriod, Instalment, LoanTerms, RepaymentMethod

MAX_ANNUAL_RATE = Decimal(100)  # ten thousand per cent; beyond it a rate is a slip too
MAX_TERM_DAYS = MAX_TERM_MONTHS * 31
MAX_DUE_DAY = 31
AT_ONCE = frozenset({RepaymentMethod.BULLET, RepaymentMethod.INTEREST_ONLY})


@lru_cache(maxsize=4096)
def schedule(terms: LoanTerms) -> tuple[Instalment, ...]:
    """The instalments in order of their due days; empty where the terms do not suffice to tell them.

    The parts of principal add up to the principal to the cent.
    """
    if terms.given:
        return given_plan(terms)
    parts = shares(terms)
    days = due_days(completed(terms), len(parts))
    return tuple(
        Instalment(number, day, part.principal, part.interest, part.fee)
        for number, (day, part) in enumerate(zip(days, parts, strict=bool(days)), start=1)
    )


@lru_cache(maxsize=4096)
def shares(terms: LoanTerms) -> tuple[Share, ...]:
    """The sums of a schedule without its days: known even where nobody remembers when the loan was drawn."""
    if terms.given:
        return tuple(Share(line.principal, line.interest, line.fee) for line in schedule(terms))
    full = completed(terms)
    if not _is_usable(full):
        return ()
    days = due_days(full, instalment_count(full))
    rates = period_rates(full, days)
    if not rates:
        return ()
    principal = to_cents(full.principal)
    task = Task(principal, rates, principal, fitting_level(full, rates))
    return tuple(_with_fees(full, _with_first_period(full, split(full.method, task), days)))


def instalment_count(terms: LoanTerms) -> int:
    """How many instalments the terms name; none where the method or the term does not say."""
    if terms.term_days is not None:
        return int(terms.method in AT_ONCE)
    return 1 if terms.method is RepaymentMethod.BULLET else terms.term_months or 0


def _is_usable(terms: LoanTerms) -> bool:
    rate, months, days = terms.annual_rate, terms.term_months, terms.term_days
    if rate is None or terms.method not in SPLITS or (months is None) == (days is None):
        return False
    is_term_sound = 1 <= (months or 1) <= MAX_TERM_MONTHS and 1 <= (days or 1) <= MAX_TERM_DAYS
    is_term_given = months != 0 and days != 0 and instalment_count(terms) > 0
    is_day_sound = 1 <= (terms.due_day or 1) <= MAX_DUE_DAY and terms.due_day != 0
    return (
        0 < terms.principal <= MAX_AMOUNT
        and 0 <= rate <= MAX_ANNUAL_RATE
        and is_term_sound
        and is_term_given
        and is_day_sound
    )


def period_rates(terms: LoanTerms, days: Sequence[date]) -> list[Decimal]:
    """The interest of each period as a fraction; empty where days are to be counted and are not known."""
    rate, count = terms.annual_rate or ZERO, instalment_count(terms)
    if terms.method is RepaymentMethod.FLAT_FEE:
        return [rate / MONTHS_OF_YEAR] * count
    if terms.term_days is not None and not days:
        return [rate * terms.term_days / days_of_year(terms)]
    if terms.day_count is DayCount.MONTHS and terms.term_days is None:
        months = (terms.term_months or 0) if terms.method is RepaymentMethod.BULLET else 1
        return [rate * months / MONTHS_OF_YEAR] * count
    starts = [first_period_start(terms, days[0]), *days[:-1]] if days else []
    return [rate * max(0, (day - start).days) / days_of_year(terms) for start, day in zip(starts, days, strict=True)]


def fitting_level(terms: LoanTerms, rates: Sequence[Decimal]) -> Decimal | None:
    """The level instalment of the contract if it agrees with the other terms but for rounding."""
    if terms.method is not RepaymentMethod.EQUAL_INSTALMENT or terms.instalment is None:
        return None
    is_close = abs(terms.instalment - annuity(terms.principal, rates)) <= LEVEL_TOLERANCE
    return to_cents(terms.instalment) if is_close else None


def _with_first_period(terms: LoanTerms, parts: list[Share], days: Sequence[date]) -> list[Share]:
    rate = first_period_rate(terms, days)
    if rate is None:
        return parts
    return [parts[0]._replace(interest=to_cents(terms.principal * rate)), *parts[1:]]


def first_period_rate(terms: LoanTerms, days: Sequence[date]) -> Decimal | None:
    """The interest of a first period that counts by its days; None where it is a usual one."""
    by_months = terms.day_count is DayCount.MONTHS and terms.term_days is None
    if terms.first_period is not FirstPeriod.BY_DAYS or not by_months or not days or terms.drawn_on is None:
        return None
    if terms.method is RepaymentMethod.FLAT_FEE or _is_whole(terms, days[0]):
        return None
    return (terms.annual_rate or ZERO) * max(0, (days[0] - terms.drawn_on).days) / DAYS_OF_BANK_YEAR


def _is_whole(terms: LoanTerms, first: date) -> bool:
    return terms.drawn_on is not None and terms.drawn_on + relativedelta(months=step_of(terms)) == first


def _with_fees(terms: LoanTerms, parts: list[Share]) -> list[Share]:
    if not terms.fees:
        return parts
    first, each = fees_at(terms, FeeTiming.FIRST), fees_at(terms, FeeTiming.EACH)
    return [part._replace(fee=each + (ZERO if number else first)) for number, part in enumerate(parts)]


def first_period_start(terms: LoanTerms, first: date) -> date:
    """The day of drawing, or where nobody knows it a whole period before the first due day."""
    if terms.drawn_on is not None:
        return terms.drawn_on
    if terms.term_days is not None:
        return first - timedelta(days=terms.term_days)
    return first - relativedelta(months=step_of(terms))


def step_of(terms: LoanTerms) -> int:
    """How many months lie between two instalments."""
    return (terms.term_months or 1) if terms.method is RepaymentMethod.BULLET else 1


@lru_cache(maxsize=4096)
def due_days(terms: LoanTerms, count: int) -> tuple[date, ...]:
    """Due days counted from the first one, so that the 31st comes back after a short month.

    Without a first due day, or where it is just a month after the drawing, they are counted from the day of drawing: a
    loan of 31 January that is first due on 28 February is next due on 31 March. A bullet loan has only one, at the end.
    """
    if terms.term_days is not None:
        return _day_at_the_end(terms)[:count]
    step = step_of(terms)
    start, offset = _anchor(terms, step)
    if start is None or start.year + (count * step + offset) // MONTHS_OF_YEAR >= MAXYEAR:
        return ()
    return tuple(start + relativedelta(months=offset + step * number, day=terms.due_day) for number in range(count))


def _anchor(terms: LoanTerms, step: int) -> tuple[date | None, int]:
    """The day to count from, and how many months after it the first instalment falls due."""
    first, drawn = terms.first_due_on, terms.drawn_on
    if first is None:
        return drawn, step
    if drawn is None or drawn > first or drawn + relativedelta(months=step) != first:
        return first, 0
    return drawn, step


def _day_at_the_end(terms: LoanTerms) -> tuple[date, ...]:
    if terms.first_due_on is not None:
        return (terms.first_due_on,)
    length = timedelta(days=terms.term_days or 0)
    if terms.drawn_on is None or date.max - terms.drawn_on < length:
        return ()
    return (terms.drawn_on + length,)
