"""What the ledger says to one claim about one loan at one moment: the verdict and its figures, not yet the reasons."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from debts.reconciler.claims import Claim, Scope
from debts.reconciler.standing import Standing
from debts.reconciler.types import SettlementBasis, VerdictCode

ZERO = Decimal(0)
# Rule 7 of the design: a difference of one yuan or of one per cent is rounding, not a false claim.
TOLERANCE_SUM = Decimal("1.00")
TOLERANCE_SHARE = Decimal("0.01")
# A sum close to all that is left is read as a claim of all that is left, though the text does not say so.
WHOLE_FROM = Decimal("0.99")
# The loan had ended: nobody may be told so while a loan that is still open explains the message.
ENDED = frozenset({VerdictCode.AFTER_SETTLEMENT, VerdictCode.WITHIN_GRACE})


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict about one loan; sums are in its currency, None where the text or the ledger does not say.

    ``doubt`` is the code of the reason for which nobody can say more than that the owner has to look.
    """

    code: VerdictCode
    claim: Claim
    standing: Standing
    claimed: Decimal | None
    owed: Decimal | None
    doubt: str = ""

    @property
    def loan_id(self) -> str:
        """The loan that the answer is about."""
        return self.standing.loan.id

    @property
    def days(self) -> int | None:
        """Whole days since the loan had ended; None while it was open."""
        settled_at = self.standing.settled_at
        return (self.standing.at - settled_at).days if settled_at else None

    @property
    def has_ended(self) -> bool:
        """Whether nothing was open any more, by a settlement or because all was paid."""
        return self.standing.settled_at is not None or self.standing.position.is_covered


def answer(claim: Claim, standing: Standing, grace: timedelta) -> Answer:
    """Judge the claim as if it were about this loan."""
    amount = _amount(claim, standing)
    if standing.settled_at is not None:
        if doubt := _doubt(claim, standing):
            return Answer(VerdictCode.UNDECIDED, claim, standing, amount, None, doubt)
        is_inside = standing.at - standing.settled_at <= grace
        code = VerdictCode.WITHIN_GRACE if is_inside else VerdictCode.AFTER_SETTLEMENT
        return Answer(code, claim, standing, amount, ZERO)
    if standing.position.is_covered or (claim.is_late and standing.position.overdue == 0):
        return Answer(VerdictCode.NOT_OVERDUE, claim, standing, amount, ZERO)
    owed = _owed(claim, standing)
    is_right = amount is None or amount <= owed + max(TOLERANCE_SUM, owed * TOLERANCE_SHARE)
    return Answer(VerdictCode.CONSISTENT if is_right else VerdictCode.OVERSTATED, claim, standing, amount, owed)


def _doubt(claim: Claim, standing: Standing) -> str:
    """Why a loan that had ended may still be owed after all."""
    if standing.course.hangs_on_twins(standing.at):
        return "payments_look_doubled"
    is_otherwise = standing.settlement is not None and standing.settlement.basis is SettlementBasis.OTHER
    return "guarantor_may_have_paid" if claim.subrogated and is_otherwise and not standing.position.is_covered else ""


def _amount(claim: Claim, standing: Standing) -> Decimal | None:
    """The sum claimed, if it is in the loan's money; a plain 元 is the loan's own currency."""
    return claim.amount if claim.currency in ("CNY", standing.loan.currency) else None


def _owed(claim: Claim, standing: Standing) -> Decimal:
    """The figure that the text speaks of: all that is left, or what is late together with what falls due next."""
    position = standing.position
    whole = max(position.balance, position.payoff) + position.penalty
    if claim.scope is Scope.WHOLE or position.overdue is None:
        return whole
    amount = _amount(claim, standing)
    least = min(position.balance, position.payoff) + position.penalty
    if claim.scope is Scope.UNSAID and amount is not None and least * WHOLE_FROM <= amount:
        return whole
    late = position.overdue + position.penalty
    if claim.scope is Scope.LATE or not claim.is_reminder:
        return late
    return ZERO if _is_paid_already(claim, standing) else late + (position.next_amount or ZERO)


def _is_paid_already(claim: Claim, standing: Standing) -> bool:
    """Whether the text reminds of an instalment that was paid before its day."""
    if claim.due is None or claim.due.value is None or standing.position.next_due_on is None:
        return False
    due = claim.due.value
    is_planned = due in standing.course.due_days
    return is_planned and due < standing.position.next_due_on and not standing.position.overdue
