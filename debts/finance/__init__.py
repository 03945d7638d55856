"""What a loan asks, what was paid, and how it stands at a moment: pure arithmetic, no clock, no storage."""

from debts.finance.books import ROUNDING_TOLERANCE
from debts.finance.money import MAX_AMOUNT, AmountProblem, AmountProblemCode, parse_amount, to_cents
from debts.finance.positions import position, timeline
from debts.finance.schedules import MAX_ANNUAL_RATE, schedule
from debts.finance.terms import MAX_TERM_MONTHS
from debts.finance.timelines import Timeline
from debts.finance.types import Instalment, LoanTerms, Payment, Position, RepaymentMethod

__all__ = [
    "MAX_AMOUNT",
    "MAX_ANNUAL_RATE",
    "MAX_TERM_MONTHS",
    "ROUNDING_TOLERANCE",
    "AmountProblem",
    "AmountProblemCode",
    "Instalment",
    "LoanTerms",
    "Payment",
    "Position",
    "RepaymentMethod",
    "Timeline",
    "parse_amount",
    "position",
    "schedule",
    "timeline",
    "to_cents",
]
