"""What the ledger says to one claim about one loan at one moment: the verdict and its figures, not yet the reasons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from debts.finance import Position
from debts.finance.values import quickly_made
from debts.reconciler.claims import Claim, Scope
from debts.reconciler.standing import Course, Standing
from debts.reconciler.types import SettlementBasis, VerdictCode

ZERO = Decimal(0)
# Rule 7 of the design: a difference of one yuan or of one per cent is rounding, not a false claim.
TOLERANCE_SUM = Decimal("1.00")
TOLERANCE_SHARE = Decimal("0.01")
# A sum close to all that is left is read as a claim of all that is left, though the text does not say so.
WHOLE_FROM = Decimal("0.99")
# The loan had ended: nobody may be told so while a loan that is still open explains the message.
ENDED = frozenset({VerdictCode.AFTER_SETTLEMENT, VerdictCode.WITHIN_GRACE})


@quickly_made
@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict about one loan at one moment; ``owed`` is in its currency, None where nobody can tell.

    ``doubt`` is the code of the reason for which nobody can say more than that the owner has to look.
    """

    code: VerdictCode
    claim: Claim
    course: Course
    at: datetime
    owed: Decimal | None
    doubt: str = ""

    @property
    def loan_id(self) -> str:
        """The loan that the answer is about."""
        return self.course.loan.id

    @property
    def standing(self) -> Standing:
        """The loan as it stood at that moment."""
        return self.course.standing(self.at)

    @property
    def claimed(self) -> Decimal | None:
        """The sum claimed, None where none is named in the loan's money."""
        return _amount(self.claim, self.course)

    @property
    def days(self) -> int | None:
        """Whole days since the loan had ended; None while it was open."""
        ended = self.course.ended_at(self.at)
        return (self.at - ended).days if ended else None

    @property
    def has_ended(self) -> bool:
        """Whether nothing was open any more, by a settlement or because all was paid."""
        return self.course.ended_at(self.at) is not None or self.course.is_covered_at(self.at)


def answer(claim: Claim, course: Course, at: datetime, grace: timedelta) -> Answer:
    """Judge the claim as if it were about this loan."""
    ended = course.ended_at(at)
    if ended is not None:
        if doubt := _doubt(claim, course, at):
            return Answer(VerdictCode.UNDECIDED, claim, course, at, None, doubt)
        code = VerdictCode.WITHIN_GRACE if at - ended <= grace else VerdictCode.AFTER_SETTLEMENT
        return Answer(code, claim, course, at, ZERO)
    position = course.position(at)
    if position.is_covered or (claim.is_late and position.overdue == 0):
        return Answer(VerdictCode.NOT_OVERDUE, claim, course, at, ZERO)
    amount, owed = _amount(claim, course), _owed(claim, course, position)
    is_right = amount is None or amount <= owed + max(TOLERANCE_SUM, owed * TOLERANCE_SHARE)
    return Answer(VerdictCode.CONSISTENT if is_right else VerdictCode.OVERSTATED, claim, course, at, owed)


def _doubt(claim: Claim, course: Course, at: datetime) -> str:
    """Why a loan that had ended may still be owed after all."""
    if course.hangs_on_twins(at):
        return "payments_look_doubled"
    settlement = course.loan.settlement
    is_otherwise = settlement is not None and settlement.basis is SettlementBasis.OTHER
    is_open_to_guarantor = claim.subrogated and is_otherwise and not course.is_covered_at(at)
    return "guarantor_may_have_paid" if is_open_to_guarantor else ""


def _amount(claim: Claim, course: Course) -> Decimal | None:
    """The sum claimed, if it is in the loan's money; a plain 元 is the loan's own currency."""
    return claim.amount if claim.currency in ("CNY", course.loan.currency) else None


def _owed(claim: Claim, course: Course, position: Position) -> Decimal:
    """The figure that the text speaks of: all that is left, or what is late together with what falls due next."""
    whole = max(position.balance, position.payoff) + position.penalty
    if claim.scope is Scope.WHOLE or position.overdue is None:
        return whole
    amount = _amount(claim, course)
    least = min(position.balance, position.payoff) + position.penalty
    if claim.scope is Scope.UNSAID and amount is not None and least * WHOLE_FROM <= amount:
        return whole
    late = position.overdue + position.penalty
    if claim.scope is Scope.LATE or not claim.is_reminder:
        return late
    return ZERO if _is_paid_already(claim, course, position) else late + (position.next_amount or ZERO)


def _is_paid_already(claim: Claim, course: Course, position: Position) -> bool:
    """Whether the text reminds of an instalment that was paid before its day."""
    due = claim.due.value if claim.due else None
    if due is None or position.next_due_on is None:
        return False
    return due in course.due_days and due < position.next_due_on and not position.overdue
