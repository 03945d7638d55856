"""What a loan's arithmetic needs to know and what it answers: plain values, no clock, no currency mixing.

Amounts are decimal figures in the loan's own currency, rounded to the cent. A rate is a fraction (0.18 is 18 % a year).
What is not known is None, never zero and never today.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from debts.finance.money import ZERO


class RepaymentMethod(StrEnum):
    """How a loan is paid back, by the names of the portable archive."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"
    BULLET = "bullet"
    FLAT_FEE = "flat_fee"
    FREE = "free"


class DayCount(StrEnum):
    """How the interest of a period is counted: as twelfths of a year, or by days over a year of so many."""

    MONTHS = "months"
    ACTUAL_365 = "actual_365"
    ACTUAL_360 = "actual_360"


class FirstPeriod(StrEnum):
    """What a first period costs that is longer or shorter than a month: a month's interest, or that of its days."""

    WHOLE = "whole"
    BY_DAYS = "by_days"


class FeeTiming(StrEnum):
    """When a fee is taken: on the day of drawing, with the first instalment, or with each."""

    START = "start"
    FIRST = "first"
    EACH = "each"


class PenaltyBase(StrEnum):
    """What bears the penalty: all that is overdue, or the principal in it."""

    OVERDUE = "overdue"
    PRINCIPAL = "principal"


class AllocationOrder(StrEnum):
    """Where a payment goes that is not enough; see ``debts.finance.allocation``."""

    INSTALMENTS = "instalments"
    LAW = "law"


class PaymentKind(StrEnum):
    """What an entry is. Its amount is always above nothing; the kind says which way it counts."""

    PAYMENT = "payment"  # money paid to the lender
    WAIVER = "waiver"  # 减免: the lender let go of a part of the debt, no money moved
    REFUND = "refund"  # money that the lender gave back
    THIRD_PARTY = "third_party"  # money paid to a guarantor or a club: a cost of the loan, but no repayment
    FAILED = "failed"  # a deduction that did not go through: on record, and without effect


class Purpose(StrEnum):
    """What a payment was meant for, as agreed with the lender."""

    REGULAR = "regular"
    KEEP_TERM = "keep_term"  # 部分提前还款, the instalments to come become smaller
    KEEP_INSTALMENT = "keep_instalment"  # 部分提前还款, the instalments to come become fewer
    PAYOFF = "payoff"  # 提前结清


class Parts(NamedTuple):
    """A sum by what it pays."""

    fee: Decimal = ZERO
    penalty: Decimal = ZERO
    interest: Decimal = ZERO
    principal: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The whole sum."""
        return self.fee + self.penalty + self.interest + self.principal


NOTHING = Parts()


@dataclass(frozen=True, slots=True)
class Fee:
    """A cost beside the interest: a sum, or a share of the original principal; neither is known where both are None.

    What is owed to a third party (担保费, 会员费) is no part of the loan: it is kept apart and joins the real cost.
    """

    timing: FeeTiming
    amount: Decimal | None = None
    rate: Decimal | None = None
    to_third_party: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement (账单) of a credit card or of a revolving credit such as 花呗."""

    day: date
    due_on: date
    balance: Decimal
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GivenInstalment:
    """A line of a plan as it was copied; ``principal`` and ``interest`` are None where only the total is known."""

    due_on: date
    total: Decimal
    principal: Decimal | None = None
    interest: Decimal | None = None
    fee: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What was agreed. Any part may be unknown; a schedule exists only where the parts suffice.

    ``received`` is what arrived of the principal (砍头息: less than it). ``instalment`` is the level sum of an equal or
    a flat-fee plan and can stand in for an unknown rate or term. ``due_day`` is the day of the month, 31 for its last.
    ``term_days`` instead of ``term_months`` is for a loan that is paid at once at its end. The penalty is a rate a day
    or a multiple of the contract's rate. ``early_fee_rate`` is a share of the principal paid off early.
    ``given`` is a plan as copied from the contract, ``statements`` those of a revolving credit.
    """

    principal: Decimal
    drawn_on: date | None = None
    annual_rate: Decimal | None = None
    method: RepaymentMethod = RepaymentMethod.FREE
    term_months: int | None = None
    first_due_on: date | None = None
    daily_penalty_rate: Decimal | None = None
    term_days: int | None = None
    day_count: DayCount = DayCount.MONTHS
    first_period: FirstPeriod = FirstPeriod.WHOLE
    due_day: int | None = None
    instalment: Decimal | None = None
    received: Decimal | None = None
    fees: tuple[Fee, ...] = ()
    grace_days: int = 0
    penalty_multiple: Decimal | None = None
    penalty_base: PenaltyBase = PenaltyBase.OVERDUE
    early_fee_rate: Decimal | None = None
    fees_stay_on_payoff: bool = False
    order: AllocationOrder = AllocationOrder.INSTALMENTS
    given: tuple[GivenInstalment, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """An entry about money and one loan. ``agreed`` is the split that the receipt shows, where it shows one.

    A payment that the bank took back counts until ``reversed_at`` and not from then on.
    """

    paid_at: datetime
    amount: Decimal
    id: str = ""
    kind: PaymentKind = PaymentKind.PAYMENT
    purpose: Purpose = Purpose.REGULAR
    agreed: Parts | None = None
    reversed_at: datetime | None = None

    def is_undone_by(self, moment: datetime) -> bool:
        """Whether it had been taken back by then."""
        return self.reversed_at is not None and self.reversed_at <= moment


@dataclass(frozen=True, slots=True)
class Instalment:
    """One line of a schedule."""

    number: int
    due_on: date
    principal: Decimal
    interest: Decimal
    fee: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """What is to be paid on the due day."""
        return self.principal + self.interest + self.fee


@dataclass(frozen=True, slots=True)
class Allocation:
    """What became of one entry: the parts that it paid, and what was left over as overpaid.

    ``ahead`` is the share of the parts that paid instalments before their time; ``numbers`` are those touched. Of a
    refund ``overpaid`` is what it gave back of overpaid money, as a negative sum, and ``returned`` the rest. A part can
    be negative where an early repayment took money that had been paid ahead as interest and put it on principal.
    """

    payment: Payment
    parts: Parts = NOTHING
    overpaid: Decimal = ZERO
    returned: Decimal = ZERO
    ahead: Decimal = ZERO
    numbers: tuple[int, ...] = ()


class Position(NamedTuple):
    """How a loan stands at one moment, from its terms and the payments made until then.

    ``balance`` is everything still to be paid by the schedule (or the unpaid principal where there is none);
    ``payoff`` is what ends the loan today: unpaid principal with the interest run up until now, penalty left out.
    ``overdue``, ``next_due_on`` and ``next_amount`` are None where no schedule can be computed. ``paid`` counts what
    was paid to the lender, also what he gave back since (``refunded``); ``overpaid`` is what nothing was owed for and
    what was not given back yet. ``next_minimum`` is the least that a statement asks for.
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
    overpaid: Decimal = ZERO
    waived: Decimal = ZERO
    refunded: Decimal = ZERO
    next_minimum: Decimal | None = None

    @property
    def is_covered(self) -> bool:
        """Whether the recorded payments cover all that the terms ask."""
        return self.covered_at is not None


class OpenPart(NamedTuple):
    """What is still to be paid of one instalment; ``due_on`` is None where its day is unknown."""

    due_on: date | None
    principal: Decimal
    interest: Decimal
    fee: Decimal = ZERO
    number: int = 0

    @property
    def total(self) -> Decimal:
        """All that is still open."""
        return self.principal + self.interest + self.fee

    def less(self, kind: str, amount: Decimal) -> "OpenPart":
        """The part after some of its principal, interest or fee was paid."""
        due_on, principal, interest, fee, number = self
        if kind == "principal":
            return OpenPart(due_on, principal - amount, interest, fee, number)
        if kind == "interest":
            return OpenPart(due_on, principal, interest - amount, fee, number)
        return OpenPart(due_on, principal, interest, fee - amount, number)

    def is_due_by(self, day: date) -> bool:
        """Whether the due day has come."""
        return self.due_on is not None and self.due_on <= day
