"""A decision put into a verdict: its figures, its reasons for and against, causes worth checking."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from debts.reconciler.answer_reasons import reasons_for
from debts.reconciler.answers import Answer
from debts.reconciler.case import Case
from debts.reconciler.causes import Told, causes_of, unknown_causes
from debts.reconciler.deciding import GRAVITY, Decision, gravest
from debts.reconciler.types import FactRef, Match, Reason, Verdict, VerdictCode


def tell_all(decisions: Sequence[Decision], case: Case, match: Match) -> Verdict:
    """The gravest of the claims, with a line for each of the others."""
    chosen = gravest(decisions)
    verdict = tell(chosen, case, match)
    if len(decisions) == 1:
        return verdict
    others = (_other_claim(one) for one in decisions if one is not chosen)
    return replace(
        verdict, reasons=(*verdict.reasons, Reason("several_claims", {"count": str(len(decisions))}), *others)
    )


def _other_claim(decision: Decision) -> Reason:
    spans = (decision.part.pointer,) if decision.part.pointer else ()
    return Reason("other_claim", {"verdict": decision.code}, spans, loans(decision.answers))


def tell(decision: Decision, case: Case, match: Match) -> Verdict:
    """The verdict on one claim."""
    if not decision.answers:
        spans = (decision.part.pointer,) if decision.part.pointer else ()
        reason = Reason("loans_contradict", {}, spans)
        return Verdict(VerdictCode.UNKNOWN_DEBT, reasons=(reason,), causes=unknown_causes(case, match))
    if len({one.code for one in decision.answers}) > 1 or decision.rivals:
        return _undecided(decision)
    return _agreed(decision, case)


def _agreed(decision: Decision, case: Case) -> Verdict:
    answer, candidate = decision.answers[0], decision.candidate
    codes = {reason.code for reason in candidate.reasons}
    reasons = (*reasons_for(answer, is_assignee="matched_assignee" in codes), *candidate.reasons)
    if len(decision.answers) > 1:
        count = {"count": str(len(decision.answers))}
        reasons = (Reason("several_agree", count, facts=loans(decision.answers)), *reasons)
    is_pointed = not codes.isdisjoint(case.index.rulebook.weights.decisive_codes)
    return Verdict(
        code=answer.code,
        loan_id=answer.loan_id,
        claimed=answer.claimed,
        owed=answer.owed,
        proof_level=answer.standing.proof_level,
        days_since_settlement=answer.days,
        reasons=reasons,
        causes=causes_of(Told(case, answer, candidate, is_pointed)),
    )


def _undecided(decision: Decision) -> Verdict:
    answers = (*decision.answers, *decision.rivals)
    reasons = [Reason("several_fit", {"count": str(len(answers))}, facts=loans(answers))]
    if decision.rivals:
        count = {"count": str(len(decision.rivals))}
        reasons.append(Reason("open_loan_not_ruled_out", count, facts=loans(decision.rivals)))
    if all(one.code.is_flagged for one in answers):
        reasons.append(Reason("wrong_either_way", facts=loans(answers)))
    reasons += would_be(answers)
    return Verdict(VerdictCode.UNDECIDED, reasons=tuple(reasons), causes=("other_loan_same_lender",))


def would_be(answers: Iterable[Answer]) -> Iterable[Reason]:
    """For each verdict that is possible the loans that it would be about, the gravest first."""
    by_code: dict[VerdictCode, list[Answer]] = {}
    for one in answers:
        by_code.setdefault(one.code, []).append(one)
    for code in sorted(by_code, key=GRAVITY.__getitem__):
        yield Reason("would_be", {"verdict": code}, facts=loans(by_code[code]), speaks_for=False)


def loans(answers: Iterable[Answer]) -> tuple[FactRef, ...]:
    """The loans of some answers."""
    return tuple(FactRef("loan", one.loan_id) for one in answers)
