"""Why an answer is as it is: the facts of the loan at that time, put beside what the text claims."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from debts.reconciler.answers import ENDED, ZERO, Answer
from debts.reconciler.dates import CHINA
from debts.reconciler.proofs import PAPERS, contradicts, is_substantiated
from debts.reconciler.standing import MAINLAND, RELEASED, Standing, region_of
from debts.reconciler.types import (
    AssignmentFacts,
    FactRef,
    LoanRole,
    ProofKind,
    Reason,
    VerdictCode,
)

# What says that a loan ended; without a settlement on record it speaks against a loan that counts as open.
ENDING_PROOFS = PAPERS | {ProofKind.SETTLEMENT_NOTICE}


def reasons_for(answer: Answer, *, is_assignee: bool) -> tuple[Reason, ...]:
    """Everything that the ledger says to the claim; ``is_assignee`` tells whether an assignee makes it."""
    standing = answer.standing
    if answer.doubt:
        told = [*_end(answer), Reason(answer.doubt, {}, answer.claim.subrogated, standing.facts, speaks_for=False)]
    elif answer.code in ENDED:
        told = [*_end(answer), *_elapsed(answer), *_release(standing), *_proof(standing)]
        told += [*_paid_later(standing), *_claimed(answer)]
    elif answer.code is VerdictCode.NOT_OVERDUE:
        told = [*_nothing_late(answer), *_next_due(standing)]
    else:
        told = [*_too_much(answer), *_open(answer), *_claimed(answer), *_not_in_terms(answer)]
    return (*told, *_correction(standing), *_handed_on(answer, is_assignee=is_assignee), *_role(answer))


# --- a loan that ended -----------------------------------------------------------------------------------------------


def _end(answer: Answer) -> Iterable[Reason]:
    standing = answer.standing
    day = {"day": _day(standing, standing.settled_at or standing.at)}
    if standing.settlement:
        yield Reason("settled_on", {**day, "basis": standing.settlement.basis}, facts=standing.facts)
    else:
        yield Reason("paid_off_on", day, facts=standing.facts)
        yield Reason("no_settlement_recorded", facts=_loan(standing), speaks_for=False)


def _elapsed(answer: Answer) -> Iterable[Reason]:
    code = "inside_grace" if answer.code is VerdictCode.WITHIN_GRACE else "days_after_settlement"
    yield Reason(code, {"days": str(answer.days)})


def _release(standing: Standing) -> Iterable[Reason]:
    if standing.settlement and standing.settlement.basis in RELEASED:
        yield Reason("rest_was_waived", facts=standing.facts)


def _paid_later(standing: Standing) -> Iterable[Reason]:
    """Payments after the end: for nothing, or the day of the settlement is wrong."""
    ended = standing.settled_at
    later = [one for one in standing.loan.payments if ended and ended < one.paid_at <= standing.at]
    if standing.settlement and later:
        facts = (*_loan(standing), *(FactRef("repayment", one.id) for one in later))
        paid = sum((one.amount for one in later), ZERO)
        yield Reason("paid_after_settlement", _sum(paid, standing), facts=facts, speaks_for=False)


def _proof(standing: Standing) -> Iterable[Reason]:
    proof, owners = standing.best_proof, standing.course.owners
    if proof:
        yield Reason("proof_on_record", {"proof": proof.kind}, facts=(FactRef("proof", proof.id),))
    elif other := next((one for one in standing.loan.proofs if contradicts(one, standing.loan, owners)), None):
        yield Reason("proof_contradicts", {"proof": other.kind}, facts=(FactRef("proof", other.id),), speaks_for=False)
    elif bare := next((one for one in standing.loan.proofs if not is_substantiated(one)), None):
        yield Reason("proof_without_paper", {"proof": bare.kind}, facts=(FactRef("proof", bare.id),), speaks_for=False)
    else:
        yield Reason("no_proof_recorded", facts=_loan(standing), speaks_for=False)


# --- a loan that is open ---------------------------------------------------------------------------------------------


def _nothing_late(answer: Answer) -> Iterable[Reason]:
    standing, position = answer.standing, answer.standing.position
    if position.covered_at:
        yield Reason(
            "paid_off_on", {"day": _day(standing, position.covered_at)}, answer.claim.late_spans, standing.facts
        )
        if standing.loan.settlement:
            later = {"day": _day(standing, standing.loan.settlement.settled_at)}
            yield Reason("settlement_recorded_later", later, facts=_loan(standing), speaks_for=False)
    else:
        paid = {"paid": _figure(position.paid), "currency": standing.loan.currency}
        yield Reason("nothing_overdue", paid, answer.claim.late_spans, standing.facts)


def _next_due(standing: Standing) -> Iterable[Reason]:
    position = standing.position
    if position.next_due_on:
        day = {"day": position.next_due_on.isoformat()}
        yield Reason("next_due", {**day, **_sum(position.next_amount or ZERO, standing)}, facts=standing.facts)


def _too_much(answer: Answer) -> Iterable[Reason]:
    if answer.code is not VerdictCode.OVERSTATED or answer.claimed is None or answer.owed is None:
        return
    params = {
        "claimed": _figure(answer.claimed),
        "owed": _figure(answer.owed),
        "difference": _figure(answer.claimed - answer.owed),
        "currency": answer.standing.loan.currency,
    }
    yield Reason("exceeds_owed", params, answer.claim.amount_spans, answer.standing.facts)


def _open(answer: Answer) -> Iterable[Reason]:
    standing, position = answer.standing, answer.standing.position
    if position.overdue:
        since = {"day": (position.overdue_since or standing.day).isoformat()}
        spans = answer.claim.late_spans
        yield Reason("overdue_since", {**since, **_sum(position.overdue, standing)}, spans, standing.facts)
    else:
        yield from _next_due(standing)
    if position.overdue is None:
        yield Reason("no_schedule", _sum(position.balance, standing), facts=standing.facts, speaks_for=False)
    yield Reason("open_balance", _sum(position.balance, standing), facts=standing.facts)
    if any(proof.kind in ENDING_PROOFS for proof in standing.loan.proofs):
        yield Reason("proof_without_settlement", facts=standing.facts, speaks_for=False)
    if region_of(standing.loan) != MAINLAND:
        yield Reason("outside_mainland", {"region": region_of(standing.loan)}, facts=standing.facts)


def _claimed(answer: Answer) -> Iterable[Reason]:
    if answer.claimed is not None:
        yield Reason("claims_amount", _sum(answer.claimed, answer.standing), answer.claim.amount_spans)
    if answer.claim.is_late and answer.claim.late_spans:
        yield Reason("says_overdue", {}, answer.claim.late_spans)


def _not_in_terms(answer: Answer) -> Iterable[Reason]:
    standing, claim = answer.standing, answer.claim
    if answer.code is not VerdictCode.OVERSTATED:
        return
    if claim.penalty and not standing.loan.terms.daily_penalty_rate:
        yield Reason("penalty_not_in_terms", _sum(claim.penalty, standing), claim.amount_spans)
    if standing.loan.terms.annual_rate is None:
        yield Reason("rate_not_recorded", facts=_loan(standing), speaks_for=False)


# --- a correction, an assignment, a guarantee ------------------------------------------------------------------------


def _correction(standing: Standing) -> Iterable[Reason]:
    """The settlement had been on record for another day, which the correction took back."""
    settlement = standing.loan.settlement
    before = [one for one in settlement.replaced if one <= standing.at] if settlement else []
    if before:
        yield Reason(
            "settlement_corrected", {"day": _day(standing, max(before))}, facts=_loan(standing), speaks_for=False
        )


def _handed_on(answer: Answer, *, is_assignee: bool) -> Iterable[Reason]:
    assignment = answer.standing.assignment
    if assignment is None:
        return
    fact = (FactRef("assignment", assignment.id),)
    if assignment.notified_on:
        told = {"name": assignment.assignee, "day": assignment.notified_on.isoformat()}
        yield Reason("handed_on", told, facts=fact)
    else:
        yield Reason("handed_on_some_day", {"name": assignment.assignee}, facts=fact)
    if answer.standing.settled_at is not None:
        yield from _ended_around_notice(answer.standing.settled_at, assignment, fact)
        return
    if not is_assignee:
        yield Reason("old_lender_claims", facts=fact, speaks_for=False)
    yield from _paid_around_notice(answer.standing, assignment, fact)


def _ended_around_notice(ended: datetime, assignment: AssignmentFacts, fact: tuple[FactRef, ...]) -> Iterable[Reason]:
    """合同编通则解释 48: what was paid to the old creditor before the notice counts, after it it may not."""
    if assignment.notified_on is None:
        return
    is_before = ended.astimezone(CHINA).date() < assignment.notified_on
    yield Reason("ended_before_notice" if is_before else "ended_after_notice", facts=fact, speaks_for=is_before)


def _paid_around_notice(standing: Standing, assignment: AssignmentFacts, fact: tuple[FactRef, ...]) -> Iterable[Reason]:
    notice = assignment.notified_on
    if notice is None:
        return
    made = (one for one in standing.loan.payments if one.paid_at <= standing.at)
    paid = [(one.paid_at.astimezone(CHINA).date(), one.amount) for one in made]
    before = sum((amount for day, amount in paid if day < notice), ZERO)
    after = sum((amount for day, amount in paid if day >= notice), ZERO)
    if before > 0:
        yield Reason("paid_before_notice", _sum(before, standing), facts=fact)
    if after > 0:
        yield Reason("paid_after_notice", _sum(after, standing), facts=fact, speaks_for=False)


def _role(answer: Answer) -> Iterable[Reason]:
    role = answer.standing.loan.role
    if role is LoanRole.GUARANTOR and answer.has_ended:
        yield Reason("guarantee_ended", facts=_loan(answer.standing))
    elif role is LoanRole.GUARANTOR:
        yield Reason("owner_guarantees", facts=_loan(answer.standing), speaks_for=False)
    elif role is LoanRole.CO_BORROWER:
        yield Reason("owner_shares_debt", facts=_loan(answer.standing))


def _loan(standing: Standing) -> tuple[FactRef, ...]:
    return (FactRef("loan", standing.loan.id),)


def _sum(value: Decimal, standing: Standing) -> dict[str, str]:
    return {"amount": _figure(value), "currency": standing.loan.currency}


def _day(standing: Standing, moment: datetime) -> str:
    return moment.astimezone(standing.zone).date().isoformat()


def _figure(value: Decimal) -> str:
    return f"{value:.2f}"
