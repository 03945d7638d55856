"""What a loan's arithmetic needs to know and what it answers: plain values, no clock, no currency mixing.

Amounts are decimal figures in the loan's own currency, rounded to the cent. A rate is a fraction (0.18 is 18 % a year).
What is not known is None, never zero and never today.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class RepaymentMethod(StrEnum):
    """How a loan is paid back, by the names of the portable archive."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"
    BULLET = "bullet"
    FLAT_FEE = "flat_fee"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What was agreed. Any part may be unknown; a schedule exists only where the parts suffice."""

    principal: Decimal
    drawn_on: date | None = None
    annual_rate: Decimal | None = None
    method: RepaymentMethod = RepaymentMethod.FREE
    term_months: int | None = None
    first_due_on: date | None = None
    daily_penalty_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money paid towards one loan."""

    paid_at: datetime
    amount: Decimal
    id: str = ""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One line of a schedule."""

    number: int
    due_on: date
    principal: Decimal
    interest: Decimal

    @property
    def total(self) -> Decimal:
        """What is to be paid on the due day."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Position:
    """How a loan stands at one moment, from its terms and the payments made until then.

    ``balance`` is everything still to be paid by the schedule (or the unpaid principal where there is none);
    ``payoff`` is what ends the loan today: unpaid principal with the interest run up until now.
    ``overdue``, ``next_due_on`` and ``next_amount`` are None where no schedule can be computed.
    """

    at: datetime
    paid: Decimal
    balance: Decimal
    payoff: Decimal
    overdue: Decimal | None
    overdue_since: date | None
    overdue_instalments: int
    next_due_on: date | None
    next_amount: Decimal | None
    penalty: Decimal
    covered_at: datetime | None

    @property
    def is_covered(self) -> bool:
        """Whether the recorded payments cover all that the terms ask."""
        return self.covered_at is not None
