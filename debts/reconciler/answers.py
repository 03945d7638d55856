"""What the ledger says to one claim about one loan at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from debts.reconciler.claims import Claim, Scope
from debts.reconciler.standing import Standing, is_substantiated, region_of
from debts.reconciler.types import FactRef, ProofLevel, Reason, SettlementBasis, VerdictCode

ZERO = Decimal(0)
# Rule 7 of the design: a difference of one yuan or of one per cent is rounding, not a false claim.
TOLERANCE_SUM = Decimal("1.00")
TOLERANCE_SHARE = Decimal("0.01")
# A sum close to all that is left is read as a claim of all that is left, though the text does not say so.
WHOLE_FROM = Decimal("0.99")


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict about one loan with everything that supports it."""

    code: VerdictCode
    loan_id: str
    claimed: Decimal | None
    owed: Decimal | None
    proof_level: ProofLevel | None
    days_since_settlement: int | None
    reasons: tuple[Reason, ...]
    causes: tuple[str, ...]


def answer(claim: Claim, standing: Standing, grace: timedelta) -> Answer:
    """Judge the claim as if it were about this loan."""
    if standing.settled_at is not None:
        return _after_the_end(claim, standing, grace)
    if claim.is_late and standing.position.overdue == 0:
        return _not_late(claim, standing)
    return _about_figures(claim, standing)


def _after_the_end(claim: Claim, standing: Standing, grace: timedelta) -> Answer:
    assert standing.settled_at is not None  # noqa: S101 - the caller asked; mypy cannot see it
    elapsed = standing.at - standing.settled_at
    is_inside = elapsed <= grace
    code = VerdictCode.WITHIN_GRACE if is_inside else VerdictCode.AFTER_SETTLEMENT
    days = elapsed.days
    causes = (
        ("system_lag",) if is_inside else ("system_lag", "payment_booked_elsewhere", "residual_fee", "collector_error")
    )
    return Answer(
        code, standing.loan.id, _amount(claim, standing), ZERO, standing.proof_level, days,
        (*_ending(standing, days, is_inside=is_inside), *_claimed(claim, standing)), causes,
    )  # fmt: skip


def _ending(standing: Standing, days: int, *, is_inside: bool) -> Iterable[Reason]:
    moment = (standing.settled_at or standing.at).astimezone(standing.zone).date().isoformat()
    if standing.settlement:
        yield Reason("settled_on", {"day": moment, "basis": standing.settlement.basis}, facts=standing.facts)
    else:
        yield Reason("paid_off_on", {"day": moment}, facts=standing.facts)
        yield Reason("no_settlement_recorded", facts=(FactRef("loan", standing.loan.id),), speaks_for=False)
    yield Reason("inside_grace" if is_inside else "days_after_settlement", {"days": str(days)})
    if standing.settlement and standing.settlement.basis in (SettlementBasis.DISCOUNTED, SettlementBasis.WAIVED):
        yield Reason("rest_was_waived", facts=standing.facts)
    proof = standing.best_proof
    if proof:
        yield Reason("proof_on_record", {"proof": proof.kind}, facts=(FactRef("proof", proof.id),))
    elif bare := next((one for one in standing.loan.proofs if not is_substantiated(one)), None):
        yield Reason("proof_without_paper", {"proof": bare.kind}, facts=(FactRef("proof", bare.id),), speaks_for=False)
    else:
        yield Reason("no_proof_recorded", facts=(FactRef("loan", standing.loan.id),), speaks_for=False)


def _not_late(claim: Claim, standing: Standing) -> Answer:
    position = standing.position
    reasons = [
        Reason(
            "nothing_overdue",
            {"paid": _figure(position.paid), "currency": standing.loan.currency},
            claim.late_spans,
            standing.facts,
        )
    ]
    if position.next_due_on:
        params = {
            "day": position.next_due_on.isoformat(),
            "amount": _figure(position.next_amount or ZERO),
            "currency": standing.loan.currency,
        }
        reasons.append(Reason("next_due", params, facts=standing.facts))
    causes = ("payment_not_booked_yet", "other_loan_same_lender", "loan_not_recorded")
    return Answer(
        VerdictCode.NOT_OVERDUE, standing.loan.id, _amount(claim, standing), ZERO, None, None, tuple(reasons), causes
    )


def _about_figures(claim: Claim, standing: Standing) -> Answer:
    amount, owed = _amount(claim, standing), _owed(claim, standing)
    reasons = [*_open(claim, standing), *_claimed(claim, standing)]
    if amount is None or owed is None or amount <= owed + max(TOLERANCE_SUM, owed * TOLERANCE_SHARE):
        return Answer(VerdictCode.CONSISTENT, standing.loan.id, amount, owed, None, None, tuple(reasons), ())
    params = {
        "claimed": _figure(amount),
        "owed": _figure(owed),
        "difference": _figure(amount - owed),
        "currency": standing.loan.currency,
    }
    reasons.insert(0, Reason("exceeds_owed", params, claim.amount_spans, standing.facts))
    if claim.penalty and not standing.loan.terms.daily_penalty_rate:
        penalty = {"amount": _figure(claim.penalty), "currency": standing.loan.currency}
        reasons.append(Reason("penalty_not_in_terms", penalty, claim.amount_spans, standing.facts))
    causes = ("penalty_not_recorded", "fees_not_recorded", "payment_not_booked_yet", "other_loan_same_lender")
    return Answer(VerdictCode.OVERSTATED, standing.loan.id, amount, owed, None, None, tuple(reasons), causes)


def _amount(claim: Claim, standing: Standing) -> Decimal | None:
    """The sum claimed, if it is in the loan's money; a plain 元 is the loan's own currency."""
    return claim.amount if claim.currency in ("CNY", standing.loan.currency) else None


def _owed(claim: Claim, standing: Standing) -> Decimal | None:
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
    if claim.scope is Scope.LATE:
        return late
    if claim.is_reminder:
        return ZERO if _is_paid_already(claim, standing) else late + (position.next_amount or ZERO)
    return late


def _is_paid_already(claim: Claim, standing: Standing) -> bool:
    """Whether the text reminds of an instalment that was paid before its day."""
    if claim.due is None or claim.due.value is None or standing.position.next_due_on is None:
        return False
    due = claim.due.value
    is_planned = due in standing.course.due_days
    return is_planned and due < standing.position.next_due_on and not standing.position.overdue


def _open(claim: Claim, standing: Standing) -> Iterable[Reason]:
    position, currency = standing.position, standing.loan.currency
    if position.overdue:
        since = (position.overdue_since or standing.day).isoformat()
        yield Reason(
            "overdue_since",
            {"day": since, "amount": _figure(position.overdue), "currency": currency},
            claim.late_spans,
            standing.facts,
        )
    elif position.overdue is None:
        params = {"amount": _figure(position.balance), "currency": currency}
        yield Reason("no_schedule", params, facts=standing.facts, speaks_for=False)
    if position.next_due_on and not position.overdue:
        params = {
            "day": position.next_due_on.isoformat(),
            "amount": _figure(position.next_amount or ZERO),
            "currency": currency,
        }
        yield Reason("next_due", params, facts=standing.facts)
    yield Reason("open_balance", {"amount": _figure(position.balance), "currency": currency}, facts=standing.facts)
    if any(LEVEL_PROOFS.intersection({proof.kind.value}) for proof in standing.loan.proofs):
        yield Reason("proof_without_settlement", facts=standing.facts, speaks_for=False)
    if region_of(standing.loan) != "CN":
        yield Reason("outside_mainland", {"region": region_of(standing.loan)}, facts=standing.facts)


LEVEL_PROOFS = frozenset({"settlement_certificate", "settlement_notice", "court_paper", "credit_report"})


def _claimed(claim: Claim, standing: Standing) -> Iterable[Reason]:
    amount = _amount(claim, standing)
    if amount is not None:
        yield Reason(
            "claims_amount",
            {"amount": _figure(amount), "currency": standing.loan.currency},
            claim.amount_spans,
            speaks_for=True,
        )
    if claim.is_late and claim.late_spans:
        yield Reason("says_overdue", {}, claim.late_spans)


def _figure(value: Decimal) -> str:
    return f"{value:.2f}"
