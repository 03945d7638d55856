"""The verdict on one message: the rules of the design in their order, each a small function."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from debts.reconciler.advice import advice_for
from debts.reconciler.answers import Answer, answer
from debts.reconciler.claim_parts import ClaimPart, split_claims
from debts.reconciler.claims import claim_of
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.matching import match_message
from debts.reconciler.persons import other_person
from debts.reconciler.reading import ReadText, spans_of
from debts.reconciler.types import (
    Candidate,
    DateRole,
    DecisionKind,
    FactRef,
    IncomingMessage,
    Kind,
    LoanFacts,
    Match,
    MatchOutcome,
    Reason,
    Span,
    Verdict,
    VerdictCode,
)

GRAVITY = {code: place for place, code in enumerate(VerdictCode)}
SUPPORTING_KINDS = {Kind.REPAYMENT_RECEIPT: "receipt_of_lender", Kind.SETTLEMENT_NOTICE: "settlement_notice_of_lender"}
UNKNOWN_CAUSES = ("loan_not_recorded", "former_number_owner", "funder_of_platform")
ENDED = frozenset({"settled_on", "paid_off_on"})
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)
# After every fact of a ledger, however far it looks ahead.
AFTERWARDS = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Case:
    """One message with what was read in it, against one ledger."""

    message: IncomingMessage
    text: ReadText
    index: LedgerIndex

    @property
    def at(self) -> datetime | None:
        """The time that the verdict is about."""
        return self.message.received_at

    @property
    def grace(self) -> timedelta:
        """The owner's grace period, elapsed time and not calendar days."""
        return timedelta(days=self.index.ledger.profile.grace_days)


def judge(case: Case) -> tuple[Match, Verdict]:
    """Which loan the message is about and what the ledger says to it."""
    match = _match(case)
    verdict = next(found for rule in RULES if (found := rule(case, match)) is not None)
    verdict = replace(
        verdict,
        as_of=case.at,
        advice=advice_for(verdict.code, case.text.reading, is_due=not _is_undated(verdict)),
        rulebook_version=case.index.rulebook.version,
    )
    return match, verdict


def _is_undated(verdict: Verdict) -> bool:
    """Whether the terms are too short to say what is due when."""
    return any(reason.code == "no_schedule" for reason in verdict.reasons)


def _match(case: Case) -> Match:
    """The owner's decision stands above everything that the text suggests."""
    decision = case.index.decisions.get(case.message.id)
    is_chosen = decision is not None and decision.kind is DecisionKind.ABOUT_LOAN
    loan = case.index.loans.get(decision.loan_id or "") if decision and is_chosen else None
    if loan is None:
        return match_message(case.message, case.text, case.index, case.at)
    reason = Reason("decided_by_owner", facts=(FactRef("decision", case.message.id), FactRef("loan", loan.id)))
    return Match(MatchOutcome.ONE_LOAN, (Candidate(loan.id, 1000, (reason,)),), (loan.lender_id,))


def _nothing_claimed(case: Case, match: Match) -> Verdict | None:
    reading = case.text.reading
    if reading.is_claim or reading.kind is Kind.FRAUD:
        return None
    code = SUPPORTING_KINDS.get(reading.kind)
    if code is None or not match.lender_ids:
        return Verdict(VerdictCode.NO_CLAIM, loan_id=_only(match), reasons=tuple(_why_no_claim(case)))
    spans = spans_of(case.text, "receipt", "settled", "zero")
    reason = Reason(code, {}, spans, tuple(FactRef("lender", one) for one in match.lender_ids))
    return Verdict(VerdictCode.SUPPORTING, loan_id=_best(match), reasons=(reason, *_match_reasons(match)))


def _why_no_claim(case: Case) -> Iterable[Reason]:
    if case.text.reading.kind is Kind.LEGAL_THREAT:
        yield Reason("court_notice", {}, spans_of(case.text, "legal"))
    yield Reason("asks_nothing")


def _fraud(case: Case, match: Match) -> Verdict | None:
    if case.text.reading.kind is not Kind.FRAUD:
        return None
    reasons = [
        Reason(code, {}, spans)
        for code, concepts in (
            ("asks_private_payment", ("private_payee",)),
            ("asks_in_name_of_authority", ("authority",)),
            ("asks_unusual_payment", ("fraud",)),
            ("asks_to_leave_official_channel", ("private_channel",)),
        )
        if (spans := spans_of(case.text, *concepts))
    ]
    return Verdict(
        VerdictCode.SUSPECTED_FRAUD,
        loan_id=_only(match),
        reasons=tuple(reasons) or (Reason("asks_in_name_of_authority"),),
    )


def _another_person(case: Case, _match: Match) -> Verdict | None:
    decision = case.index.decisions.get(case.message.id)
    if decision and decision.kind is DecisionKind.NOT_MINE:
        reason = Reason("disowned_by_owner", facts=(FactRef("decision", case.message.id),))
        return Verdict(VerdictCode.WRONG_PERSON, reasons=(reason,), causes=("former_number_owner",))
    if decision and decision.kind is DecisionKind.ABOUT_LOAN:
        return None
    reasons = other_person(case.message, case.text, case.index.ledger.profile)
    if not reasons:
        return None
    return Verdict(
        VerdictCode.WRONG_PERSON, loan_id=None, reasons=reasons, causes=("former_number_owner", "listed_as_contact")
    )


def _unknown(case: Case, match: Match) -> Verdict | None:
    decision = case.index.decisions.get(case.message.id)
    if decision and decision.kind is DecisionKind.LENDER_NOT_KEPT:
        reason = Reason("lender_not_kept", facts=(FactRef("decision", case.message.id),))
        return Verdict(VerdictCode.UNKNOWN_DEBT, reasons=(reason,))
    if later := _decided_but_later(case, match):
        return Verdict(VerdictCode.UNKNOWN_DEBT, reasons=later, causes=UNKNOWN_CAUSES)
    if match.candidates:
        return None
    return Verdict(
        VerdictCode.UNKNOWN_DEBT,
        reasons=tuple(_why_unknown(case, match)),
        causes=UNKNOWN_CAUSES,
    )


def _decided_but_later(case: Case, match: Match) -> tuple[Reason, ...]:
    """The owner chose a loan that did not exist yet: the choice stands, and there was nothing to owe."""
    later = [
        case.index.loans[one.loan_id]
        for one in match.candidates
        if case.at and not case.index.courses[one.loan_id].exists(case.at)
    ]
    return (*(_drawn_later(loan) for loan in later), *_match_reasons(match)) if later else ()


def _drawn_later(loan: LoanFacts) -> Reason:
    return Reason("loan_drawn_later", {"day": str(loan.terms.drawn_on)}, facts=(FactRef("loan", loan.id),))


def _why_unknown(case: Case, match: Match) -> Iterable[Reason]:
    lenders = tuple(FactRef("lender", one) for one in match.lender_ids)
    names = case.text.reading.lenders
    if not names and not lenders:
        yield Reason("nobody_named")
        return
    for one in match.lender_ids:
        lender = case.index.lenders.get(one)
        if lender and not lender.is_kept:
            yield Reason("lender_not_kept", facts=(FactRef("lender", one),))
    loans = [loan for one in match.lender_ids for loan in case.index.loans_of.get(one, ())]
    later = [loan for loan in loans if case.at and not case.index.courses[loan.id].exists(case.at)]
    yield from map(_drawn_later, later)
    if len(later) < len(loans):
        yield Reason("loans_contradict", {}, _contradicting(case), lenders)
    if not loans:
        yield Reason(
            "no_loan_of_lender", {"name": names[0].name if names else ""}, tuple(one.span for one in names), lenders
        )


def _contradicting(case: Case) -> tuple[Span, ...]:
    reading = case.text.reading
    return tuple(one.span for one in (*reading.contract_numbers, *reading.card_tails))


def _by_the_ledger(case: Case, match: Match) -> Verdict:
    if case.at is None:
        return _without_time(case, match)
    return _at(case, match, case.at)


def _at(case: Case, match: Match, at: datetime) -> Verdict:
    """Each claim of the text is judged; the message shows the gravest."""
    parts = split_claims(match, case.text, case.message.text, tuple(case.index.loans.values()))
    verdicts = [_one_claim(case, part, at) for part in parts]
    gravest = min(verdicts, key=lambda verdict: GRAVITY[verdict.code])
    if len(verdicts) == 1:
        return gravest
    return replace(gravest, reasons=(*gravest.reasons, Reason("several_claims", {"count": str(len(verdicts))})))


def _one_claim(case: Case, part: ClaimPart, at: datetime) -> Verdict:
    loans = [case.index.loans[one.loan_id] for one in part.match.candidates]
    if not loans:
        reason = Reason("loans_contradict", {}, (part.pointer,) if part.pointer else ())
        return Verdict(VerdictCode.UNKNOWN_DEBT, reasons=(reason,), causes=UNKNOWN_CAUSES)
    claim = claim_of(case.text, part.within)
    return _agreed([answer(claim, case.index.standing(loan.id, at), case.grace) for loan in loans], part.match)


def _agreed(answers: Sequence[Answer], match: Match) -> Verdict:
    """Rule 6: an open loan that explains the message goes before settled ones; else the answers must agree."""
    fitting = _explaining(answers, match) or list(answers)
    if len({one.code for one in fitting}) > 1:
        return _undecided(fitting)
    chosen = fitting[0]
    reasons = (*chosen.reasons, *_match_reasons(match, chosen.loan_id))
    if len(fitting) > 1:
        reasons = (Reason("several_agree", {"count": str(len(fitting))}, facts=_loans(fitting)), *reasons)
    return Verdict(
        code=chosen.code,
        loan_id=chosen.loan_id,
        claimed=chosen.claimed,
        owed=chosen.owed,
        proof_level=chosen.proof_level,
        days_since_settlement=chosen.days_since_settlement,
        reasons=reasons,
        causes=chosen.causes,
    )


def _explaining(answers: Sequence[Answer], match: Match) -> list[Answer]:
    """Loans that are due as the message says; a sum that is another loan's to the cent does not speak of this one."""
    exact = {one.loan_id for one in match.candidates if any(reason.code == "matched_amount" for reason in one.reasons)}
    consistent = [one for one in answers if one.code is VerdictCode.CONSISTENT]
    return [one for one in consistent if not exact or one.loan_id in exact]


def _undecided(answers: Sequence[Answer]) -> Verdict:
    reasons = [Reason("several_fit", {"count": str(len(answers))}, facts=_loans(answers))]
    if all(one.code.is_flagged for one in answers):
        reasons.append(Reason("wrong_either_way", facts=_loans(answers)))
    reasons += [
        Reason("would_be", {"verdict": one.code}, facts=(FactRef("loan", one.loan_id),), speaks_for=False)
        for one in answers
    ]
    return Verdict(VerdictCode.UNDECIDED, reasons=tuple(reasons), causes=("other_loan_same_lender",))


def _loans(answers: Sequence[Answer]) -> tuple[FactRef, ...]:
    return tuple(FactRef("loan", one.loan_id) for one in answers)


def _without_time(case: Case, match: Match) -> Verdict:
    """Ask at every moment at which the answer could change; where it does, only the owner can say."""
    moments = _moments(case, [case.index.loans[one.loan_id] for one in match.candidates])
    verdicts = [_at(case, match, moment) for moment in moments]
    if len({verdict.code for verdict in verdicts}) == 1:
        return replace(verdicts[-1], reasons=(*verdicts[-1].reasons, Reason("time_unknown", speaks_for=False)))
    codes = {verdict.code for verdict in verdicts} - {VerdictCode.UNDECIDED}
    reasons = [
        *(reason for reason in verdicts[-1].reasons if reason.code in ENDED),
        Reason("time_unknown"),
        *(Reason("would_be", {"verdict": code}, speaks_for=False) for code in sorted(codes, key=GRAVITY.__getitem__)),
    ]
    loans = {verdict.loan_id for verdict in verdicts}
    return Verdict(VerdictCode.UNDECIDED, loan_id=loans.pop() if len(loans) == 1 else None, reasons=tuple(reasons))


def _moments(case: Case, loans: Sequence[LoanFacts]) -> list[datetime]:
    """Moments just before and after each fact of the loans, none older than a day that the text counts as past."""
    zone = case.index.zone
    days = [loan.terms.drawn_on for loan in loans] + [
        one.due_on + DAY for loan in loans for one in case.index.courses[loan.id].plan
    ]
    facts = [datetime.combine(day, time(), zone) for day in days if day]
    facts += [payment.paid_at for loan in loans for payment in loan.repayments]
    ends = [loan.settlement.settled_at for loan in loans if loan.settlement]
    facts += [*ends, *(end + case.grace + INSTANT for end in [*ends, *facts])]
    floor = _no_older_than(case)
    earliest = min(
        (datetime.combine(loan.terms.drawn_on, time(), zone) for loan in loans if loan.terms.drawn_on), default=None
    )
    moments = {moment for fact in facts for moment in (fact, fact - INSTANT)}
    moments |= {floor} if floor else set()
    moments.add(max([*facts, floor or datetime(2000, 1, 1, tzinfo=zone)]) + AFTERWARDS)
    lower = max((one for one in (floor, earliest) if one), default=None)
    return sorted(moment for moment in moments if lower is None or moment >= lower)


def _no_older_than(case: Case) -> datetime | None:
    days = [one.value for one in case.text.reading.dates if one.role is DateRole.AS_OF and one.value]
    return datetime.combine(max(days), time(), case.index.zone) if days else None


def _only(match: Match) -> str | None:
    return match.candidates[0].loan_id if len(match.candidates) == 1 else None


def _best(match: Match) -> str | None:
    """The first candidate where it is ahead of the second."""
    scores = [one.score for one in match.candidates[:2]]
    return match.candidates[0].loan_id if scores and (len(scores) == 1 or scores[0] > scores[1]) else None


def _match_reasons(match: Match, loan_id: str | None = None) -> tuple[Reason, ...]:
    candidates = [one for one in match.candidates if loan_id in (None, one.loan_id)]
    return candidates[0].reasons if candidates else ()


RULES = (_nothing_claimed, _fraud, _another_person, _unknown, _by_the_ledger)
