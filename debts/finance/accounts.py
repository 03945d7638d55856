"""Loans without a schedule: an open account that bears simple interest by the day, or a bare principal.

随借随还 loans quote a daily rate that is the yearly one over 365 (人民银行公告〔2021〕第3号 asks for the yearly one),
so the year has 365 days here unless the terms say 360. Payments go on interest first (民法典 561). Where the rate or
the day of drawing is unknown no interest can be told, and payments count on the principal alone: what is then called
open is the least that it can be.
"""

from datetime import date, tzinfo
from decimal import Decimal

from debts.finance.books import Rules, Standing
from debts.finance.money import ZERO, to_cents
from debts.finance.plans import Plan
from debts.finance.terms import days_of_year
from debts.finance.types import LoanTerms, OpenPart, RepaymentMethod


def opening_account(terms: LoanTerms) -> Standing:
    """The account before the first payment: one part without a due day, its interest running from the drawing."""
    principal = max(to_cents(terms.principal), ZERO)
    parts = (OpenPart(None, principal, ZERO),) if principal else ()
    return Standing(Plan(terms, (), date.max), parts, principal, terms.drawn_on or date.max)


def account_rules(terms: LoanTerms, zone: tzinfo) -> Rules:
    """How an account grows, and whether its terms say all that they ask."""
    return Rules(zone, interest_rate=daily_rate(terms), order=terms.order, is_knowable=_is_knowable(terms))


def daily_rate(terms: LoanTerms) -> Decimal:
    """The interest of a day as a fraction; nothing where the terms do not count interest by days."""
    if terms.method is not RepaymentMethod.FREE or terms.statements:
        return ZERO
    return (terms.annual_rate or ZERO) / days_of_year(terms)


def _is_knowable(terms: LoanTerms) -> bool:
    """Whether the terms say all that they ask: no interest at all, or interest by days from a known day."""
    if terms.statements or terms.given:
        return False
    by_days = terms.method is RepaymentMethod.FREE and terms.annual_rate is not None and terms.drawn_on is not None
    return terms.principal > 0 and (terms.annual_rate == 0 or by_days)
