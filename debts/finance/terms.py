"""What follows from the terms of a loan without a schedule: rates by the year and the day, fees, the sum received.

0.05 % a day         ->  18.25 % a year
10000, of which 800 are kept back at the start  ->  9200 received
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from debts.finance.money import ZERO, to_cents
from debts.finance.rates import level_rate
from debts.finance.types import DayCount, Fee, FeeTiming, LoanTerms, RepaymentMethod

MAX_TERM_MONTHS = 600  # fifty years; a longer term is a slip of the finger
MONTHS_OF_YEAR = 12
# 人民银行公告〔2021〕第3号 asks for yearly rates; platforms make a daily one of them by 365. Banks count a day as a
# thirtieth of a month (日利率 = 年利率/360), which is what their odd first periods follow.
DAYS_OF_YEAR = 365
DAYS_OF_BANK_YEAR = 360
# A sum printed on a contract may be rounded to the yuan; what lies further off contradicts the other terms.
LEVEL_TOLERANCE = Decimal("1.00")


class RateUnit(StrEnum):
    """For which time a rate is quoted."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


def yearly_rate(value: Decimal, unit: RateUnit, days_of_year: int = DAYS_OF_YEAR) -> Decimal:
    """A quoted rate as one a year, without compounding, as contracts in China do."""
    return value * {RateUnit.YEAR: 1, RateUnit.MONTH: MONTHS_OF_YEAR, RateUnit.DAY: days_of_year}[unit]


# How many decimals of a quoted fraction come back from the yearly one, which is kept to six.
QUOTED_PLACES = {RateUnit.YEAR: 6, RateUnit.MONTH: 7, RateUnit.DAY: 8}
EXACT_PLACES = 10
KEPT = Decimal("0.000001")


def kept_rate(quoted: Decimal, unit: RateUnit, days_of_year: int = DAYS_OF_YEAR) -> Decimal:
    """A quoted rate as the yearly one that is kept, to six decimals."""
    return yearly_rate(quoted, unit, days_of_year).quantize(KEPT)


def quoted_rate(yearly: Decimal, unit: RateUnit, days_of_year: int = DAYS_OF_YEAR) -> Decimal:
    """The kept yearly rate as it was quoted: the way back of ``kept_rate``.

    What was quoted with no more than ``QUOTED_PLACES`` comes back as it was. A yearly rate that was never quoted so is
    told with more, so that it comes back itself.
    """
    exact = yearly / yearly_rate(Decimal(1), unit, days_of_year)
    short = exact.quantize(Decimal(1).scaleb(-QUOTED_PLACES[unit]))
    if kept_rate(short, unit, days_of_year) == yearly.quantize(KEPT):
        return short
    return exact.quantize(Decimal(1).scaleb(-EXACT_PLACES))


def days_of_year(terms: LoanTerms) -> int:
    """How many days the terms take a year for where they count days."""
    return DAYS_OF_BANK_YEAR if terms.day_count is DayCount.ACTUAL_360 else DAYS_OF_YEAR


def grace_of(terms: LoanTerms) -> timedelta:
    """How long after a due day the loan is not overdue yet."""
    return timedelta(days=max(0, terms.grace_days))


def penalty_rate(terms: LoanTerms) -> Decimal:
    """The penalty of a day as a fraction of what is overdue; nothing where the terms do not tell one."""
    if terms.daily_penalty_rate is not None:
        return terms.daily_penalty_rate
    rate = completed(terms).annual_rate
    if terms.penalty_multiple is None or rate is None:
        return ZERO
    return rate * terms.penalty_multiple / days_of_year(terms)


def fee_sum(terms: LoanTerms, fee: Fee) -> Decimal | None:
    """What a fee comes to each time; None where it is not known."""
    if fee.amount is not None:
        return to_cents(fee.amount)
    return None if fee.rate is None else to_cents(terms.principal * fee.rate)


def fees_at(terms: LoanTerms, timing: FeeTiming, *, to_third_party: bool = False) -> Decimal:
    """The known fees of one timing, the lender's or those of third parties."""
    chosen = (fee for fee in terms.fees if fee.timing is timing and fee.to_third_party is to_third_party)
    return sum((fee_sum(terms, fee) or ZERO for fee in chosen), ZERO)


def received(terms: LoanTerms) -> Decimal:
    """What the borrower got into his hands: as recorded, else the principal less the lender's fees at the start."""
    if terms.received is not None:
        return to_cents(terms.received)
    return to_cents(terms.principal) - fees_at(terms, FeeTiming.START)


def by_received_sum(terms: LoanTerms) -> LoanTerms:
    """The terms as 民法典 670 reads them: interest kept back in advance makes a smaller loan.

    Which of the sums kept back is interest is a question for a court; this takes all of them for it.
    """
    without = tuple(fee for fee in terms.fees if fee.to_third_party or fee.timing is not FeeTiming.START)
    return replace(terms, principal=received(terms), received=None, fees=without, instalment=None)


@lru_cache(maxsize=4096)
def completed(terms: LoanTerms) -> LoanTerms:
    """The terms with the rate or the term that follows from the level instalment; unchanged where nothing follows."""
    if terms.instalment is None or terms.principal <= 0:
        return terms
    if terms.method is RepaymentMethod.EQUAL_INSTALMENT:
        return _complete_level(terms, terms.instalment)
    if terms.method is RepaymentMethod.FLAT_FEE and terms.annual_rate is None and terms.term_months:
        fee = terms.instalment - terms.principal / terms.term_months
        return replace(terms, annual_rate=fee * MONTHS_OF_YEAR / terms.principal) if fee >= 0 else terms
    return terms


def _complete_level(terms: LoanTerms, level: Decimal) -> LoanTerms:
    if terms.annual_rate is None and terms.term_months and 0 < terms.term_months <= MAX_TERM_MONTHS:
        return replace(terms, annual_rate=level_rate(terms.principal, level, terms.term_months))
    if terms.term_months is None and terms.term_days is None and terms.annual_rate is not None:
        return replace(terms, term_months=_months_needed(terms.principal, terms.annual_rate / MONTHS_OF_YEAR, level))
    return terms


def _months_needed(principal: Decimal, rate: Decimal, level: Decimal) -> int | None:
    """How many level instalments pay the loan off; None where they never do or take longer than any loan."""
    still_open, months = principal, 0
    while still_open > LEVEL_TOLERANCE and months < MAX_TERM_MONTHS:
        interest = to_cents(still_open * rate)
        if interest >= level:
            return None
        still_open -= level - interest
        months += 1
    return months if still_open <= LEVEL_TOLERANCE else None
