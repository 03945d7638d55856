"""Loans without a schedule: an open account that bears simple interest by the day, or a bare principal.

随借随还 loans quote a daily rate that is the yearly one over 365 (人民银行公告〔2021〕第3号 asks for the yearly one),
so the year has 365 days here. Payments go on interest first (民法典 561). Where the rate or the day of drawing is
unknown no interest can be told, and payments count on the principal alone: what is then called open is the least that
it can be.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import accumulate

from debts.finance.allocation import ROUNDING_TOLERANCE
from debts.finance.money import ZERO, to_cents
from debts.finance.types import LoanTerms, Payment, RepaymentMethod

DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class Account:
    """Open principal and interest of a loan on a day; the interest is exact until it is paid or shown."""

    principal: Decimal
    interest: Decimal
    day: date
    covered_at: datetime | None = None

    @property
    def total(self) -> Decimal:
        """What would end the loan."""
        return self.principal + to_cents(self.interest)


def sweep_account(terms: LoanTerms, payments: Iterable[Payment], zone: tzinfo) -> tuple[Account, ...]:
    """How the account stands before the first of the payments, given in order of time, and after each of them."""
    rate, knowable = daily_rate(terms), _is_knowable(terms)

    def receive(account: Account, payment: Payment) -> Account:
        day = payment.paid_at.astimezone(zone).date()
        return _receive(bear_interest(account, day, rate), payment, is_knowable=knowable)

    opening = Account(max(to_cents(terms.principal), ZERO), ZERO, terms.drawn_on or date.max)
    return tuple(accumulate(payments, receive, initial=opening))


def daily_rate(terms: LoanTerms) -> Decimal:
    """The interest of a day as a fraction; nothing where the terms do not count interest by days."""
    if terms.method is not RepaymentMethod.FREE:
        return ZERO
    return (terms.annual_rate or ZERO) / DAYS_OF_YEAR


def bear_interest(account: Account, day: date, rate: Decimal) -> Account:
    """The account on a later day, with the interest of the days since; on an earlier day it is unchanged."""
    days = (day - account.day).days
    if days <= 0 or account.covered_at:
        return account
    return replace(account, interest=account.interest + account.principal * rate * days, day=day)


def _is_knowable(terms: LoanTerms) -> bool:
    """Whether the terms say all that they ask: no interest at all, or interest by days from a known day."""
    by_days = terms.method is RepaymentMethod.FREE and terms.annual_rate is not None and terms.drawn_on is not None
    return terms.principal > 0 and (terms.annual_rate == 0 or by_days)


def _receive(account: Account, payment: Payment, *, is_knowable: bool) -> Account:
    owed_interest = to_cents(account.interest)
    interest = min(owed_interest, payment.amount)
    principal = min(account.principal, payment.amount - interest)
    after = replace(account, principal=account.principal - principal, interest=owed_interest - interest)
    if account.covered_at or not is_knowable or after.total > ROUNDING_TOLERANCE:
        return after
    return replace(after, covered_at=payment.paid_at)
