"""What is to be paid when, from the terms of a loan.

    principal 8000, 18 % a year, 6 months, equal instalments, first due on 10 March
    ->  1404.20 on 10 March, 1404.20 on 10 April … and a last one that takes the rest of the principal

Conventions, where contracts differ and the terms do not say:
- A month's interest is a twelfth of the year's, whatever its length: instalment contracts in China quote it so, and a
  count of days would differ from the printed plan in every month.
- ``bullet`` counts its interest in months of the term for the same reason.
- ``flat_fee`` is the 手续费分期 of cards: each month a fee of principal times a twelfth of the rate, on the whole
  principal until the end, beside equal parts of the principal.
- An unknown rate is not zero: without it there is no schedule.
"""

from collections.abc import Callable
from datetime import MAXYEAR, date
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from debts.finance.money import CENT, MAX_AMOUNT, ZERO, to_cents
from debts.finance.types import Instalment, LoanTerms, RepaymentMethod

MAX_TERM_MONTHS = 600  # fifty years; a longer term is a slip of the finger
MAX_ANNUAL_RATE = Decimal(100)  # ten thousand per cent; beyond it a rate is a slip too


class Share(NamedTuple):
    """Principal and interest of one instalment, before it has a day."""

    principal: Decimal
    interest: Decimal


Split = Callable[[Decimal, Decimal, int], list[Share]]


@lru_cache(maxsize=4096)
def schedule(terms: LoanTerms) -> tuple[Instalment, ...]:
    """The instalments in order of their due days; empty where the terms do not suffice to tell them.

    The parts of principal add up to the principal to the cent.
    """
    parts = shares(terms)
    days = _due_days(terms, len(parts))
    return tuple(
        Instalment(number, day, part.principal, part.interest)
        for number, (day, part) in enumerate(zip(days, parts, strict=bool(days)), start=1)
    )


@lru_cache(maxsize=4096)
def shares(terms: LoanTerms) -> tuple[Share, ...]:
    """The sums of a schedule without its days: known even where nobody remembers when the loan was drawn."""
    months, rate = terms.term_months, terms.annual_rate
    split = SPLITS.get(terms.method)
    if split is None or months is None or rate is None:
        return ()
    if not (0 < terms.principal <= MAX_AMOUNT and 0 <= rate <= MAX_ANNUAL_RATE and 1 <= months <= MAX_TERM_MONTHS):
        return ()
    return tuple(split(to_cents(terms.principal), rate / 12, months))


def period_start(terms: LoanTerms, plan: tuple[Instalment, ...], index: int) -> date:
    """The day from which the interest of an instalment runs: the due day before it, or the day of drawing."""
    if index:
        return plan[index - 1].due_on
    months = terms.term_months or 1
    length = months if terms.method is RepaymentMethod.BULLET else 1
    return terms.drawn_on or plan[0].due_on - relativedelta(months=length)


def _due_days(terms: LoanTerms, count: int) -> list[date]:
    """Due days counted from the first one, so that the 31st comes back after a short month.

    Without a first due day they are counted from the day of drawing; a bullet loan has its only one at the end.
    """
    step = (terms.term_months or 1) if terms.method is RepaymentMethod.BULLET else 1
    start, offset = (terms.first_due_on, 0) if terms.first_due_on else (terms.drawn_on, step)
    if start is None or start.year + (count * step + offset) // 12 >= MAXYEAR:
        return []
    return [start + relativedelta(months=offset + step * number) for number in range(count)]


def _equal_instalment(principal: Decimal, rate: Decimal, months: int) -> list[Share]:
    payment = _annuity(principal, rate, months)
    parts, still_open = [], principal
    for _ in range(months - 1):
        interest = to_cents(still_open * rate)
        part = min(max(payment - interest, ZERO), still_open)
        parts.append(Share(part, interest))
        still_open -= part
    return [*parts, Share(still_open, to_cents(still_open * rate))]


def _annuity(principal: Decimal, rate: Decimal, months: int) -> Decimal:
    if not rate:
        return to_cents(principal / months)
    return to_cents(principal * rate / (1 - (1 + rate) ** -months))


def _equal_principal(principal: Decimal, rate: Decimal, months: int) -> list[Share]:
    parts, still_open = [], principal
    for part in _equal_parts(principal, months):
        parts.append(Share(part, to_cents(still_open * rate)))
        still_open -= part
    return parts


def _interest_only(principal: Decimal, rate: Decimal, months: int) -> list[Share]:
    interest = to_cents(principal * rate)
    return [*[Share(ZERO, interest)] * (months - 1), Share(principal, interest)]


def _bullet(principal: Decimal, rate: Decimal, months: int) -> list[Share]:
    return [Share(principal, to_cents(principal * rate * months))]


def _flat_fee(principal: Decimal, rate: Decimal, months: int) -> list[Share]:
    fee = to_cents(principal * rate)
    return [Share(part, fee) for part in _equal_parts(principal, months)]


def _equal_parts(total: Decimal, count: int) -> list[Decimal]:
    """Equal parts, rounded down to the cent so that the last one, which takes the rest, is never below nothing."""
    part = (total / count).quantize(CENT, rounding=ROUND_DOWN)
    return [*[part] * (count - 1), total - part * (count - 1)]


SPLITS: dict[RepaymentMethod, Split] = {
    RepaymentMethod.EQUAL_INSTALMENT: _equal_instalment,
    RepaymentMethod.EQUAL_PRINCIPAL: _equal_principal,
    RepaymentMethod.INTEREST_ONLY: _interest_only,
    RepaymentMethod.BULLET: _bullet,
    RepaymentMethod.FLAT_FEE: _flat_fee,
}
