"""The verdict on one message: the rules of the design in their order, each a small function."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from debts.reconciler.advice import advice_for
from debts.reconciler.case import Case
from debts.reconciler.causes import stranger_causes, unknown_causes
from debts.reconciler.claim_parts import split_claims
from debts.reconciler.claims import claim_of
from debts.reconciler.deciding import decide
from debts.reconciler.matching import NAMES_NOBODY, match_message
from debts.reconciler.persons import other_person
from debts.reconciler.reading import spans_of
from debts.reconciler.telling import tell_all
from debts.reconciler.types import (
    Candidate,
    DecisionKind,
    FactRef,
    Kind,
    LoanFacts,
    Match,
    MatchOutcome,
    Reading,
    Reason,
    Span,
    Verdict,
    VerdictCode,
)
from debts.reconciler.undated import judge_without_time

SUPPORTING_KINDS = {Kind.REPAYMENT_RECEIPT: "receipt_of_lender", Kind.SETTLEMENT_NOTICE: "settlement_notice_of_lender"}
FRAUD_SIGNS = (
    ("asks_private_payment", "private_payee"),
    ("asks_in_name_of_authority", "authority"),
    ("asks_unusual_payment", "fraud"),
    ("asks_to_leave_official_channel", "private_channel"),
)
# A shorter way from sending to arriving is the usual one and not worth a word.
WORTH_TELLING = timedelta(hours=1)
ASKS_NOTHING = Reason("asks_nothing")
# Of such a text there is something to be said, be it that nothing is claimed in it.
NOTEWORTHY = frozenset({Kind.FRAUD, Kind.LEGAL_THREAT})


def judge(case: Case) -> tuple[Match, Verdict]:
    """Which loan the message is about and what the ledger says to it."""
    match = match_of(case)
    if match is NAMES_NOBODY and _says_nothing(case.text.reading):
        return match, _no_claim(case)
    verdict = next(found for rule in RULES if (found := rule(case, match)) is not None)
    return match, _completed(verdict, case)


def _says_nothing(reading: Reading) -> bool:
    return not (reading.is_claim or reading.wording or reading.kind in NOTEWORTHY)


def _no_claim(case: Case) -> Verdict:
    """What the rules come to where nothing is claimed and nobody of the ledger is named."""
    reasons, version = (ASKS_NOTHING,), case.index.rulebook.version
    return Verdict(VerdictCode.NO_CLAIM, None, case.at, None, None, None, None, reasons, (), (), version)


def _completed(verdict: Verdict, case: Case) -> Verdict:
    """The verdict with what is the same for every rule; put together by hand: ``replace`` takes ten times as long."""
    course = case.index.courses.get(verdict.loan_id or "")
    return Verdict(
        verdict.code,
        verdict.loan_id,
        case.at,
        verdict.claimed,
        verdict.owed,
        verdict.proof_level,
        verdict.days_since_settlement,
        (*verdict.reasons, *_read_by_wording(case)),
        verdict.causes,
        advice_for(verdict, case.text.reading, is_certified=course is not None and course.is_certified),
        case.index.rulebook.version,
    )


def _read_by_wording(case: Case) -> tuple[Reason, ...]:
    reading = case.text.reading
    return (Reason("read_by_wording", {"kind": reading.kind}, reading.wording),) if reading.wording else ()


def match_of(case: Case) -> Match:
    """The owner's decision stands above everything that the text suggests."""
    match = match_message(case.message, case.text, case.index, case.at)
    if not case.index.decisions:
        return match
    loan = case.index.loans.get(case.chosen_loan_id or "")
    if loan is None:
        return match
    reason = Reason("decided_by_owner", facts=(FactRef("decision", case.message.id), FactRef("loan", loan.id)))
    chosen = Candidate(loan.id, case.index.rulebook.weights.of(reason.code), (reason, *_against(match, loan)))
    return Match(MatchOutcome.ONE_LOAN, (chosen,), (loan.lender_id,))


def _against(match: Match, loan: LoanFacts) -> Iterable[Reason]:
    """What the text says against the loan that the owner chose."""
    every = (*match.candidates, *match.set_aside)
    return (reason for one in every if one.loan_id == loan.id for reason in one.reasons if not reason.speaks_for)


def _nothing_claimed(case: Case, match: Match) -> Verdict | None:
    reading = case.text.reading
    if reading.is_claim or reading.kind is Kind.FRAUD:
        return None
    code = SUPPORTING_KINDS.get(reading.kind)
    if code is None or not match.lender_ids:
        return Verdict(VerdictCode.NO_CLAIM, loan_id=_only(match), reasons=tuple(_why_no_claim(case)))
    spans = spans_of(case.text, "receipt", "settled", "zero")
    reason = Reason(code, {}, spans, tuple(FactRef("lender", one) for one in match.lender_ids))
    best = match.candidates[0].reasons if match.candidates else ()
    return Verdict(VerdictCode.SUPPORTING, loan_id=_best(match), reasons=(reason, *best))


def _why_no_claim(case: Case) -> Iterable[Reason]:
    if case.text.reading.kind is Kind.LEGAL_THREAT:
        yield Reason("court_notice", {}, spans_of(case.text, "legal"))
    yield ASKS_NOTHING


def _fraud(case: Case, match: Match) -> Verdict | None:
    if case.text.reading.kind is not Kind.FRAUD:
        return None
    signs = ((code, spans_of(case.text, concept)) for code, concept in FRAUD_SIGNS)
    reasons = tuple(Reason(code, {}, spans) for code, spans in signs if spans)
    return Verdict(
        VerdictCode.SUSPECTED_FRAUD,
        loan_id=_only(match),
        reasons=reasons or _without_signs(case),
    )


def _without_signs(case: Case) -> tuple[Reason, ...]:
    return () if case.text.reading.wording else (Reason("asks_in_name_of_authority"),)


def _another_person(case: Case, match: Match) -> Verdict | None:
    decision = case.decision
    if decision and decision.kind is DecisionKind.NOT_MINE:
        reason = Reason("disowned_by_owner", facts=(FactRef("decision", case.message.id),))
        return Verdict(VerdictCode.WRONG_PERSON, reasons=(reason,), causes=stranger_causes(case))
    if case.chosen_loan_id:
        return None
    loans = [case.index.loans[one.loan_id] for one in match.candidates]
    reasons = other_person(case.message, case.text, case.index.ledger.profile, loans)
    return Verdict(VerdictCode.WRONG_PERSON, reasons=reasons, causes=stranger_causes(case)) if reasons else None


def _unknown(case: Case, match: Match) -> Verdict | None:
    decision = case.decision
    if decision and decision.kind is DecisionKind.LENDER_NOT_KEPT:
        reason = Reason("lender_not_kept", facts=(FactRef("decision", case.message.id),))
        return Verdict(VerdictCode.UNKNOWN_DEBT, reasons=(reason,))
    later = _decided_but_later(case, match)
    if match.candidates and not later:
        return None
    reasons = later or tuple(_why_unknown(case, match))
    return Verdict(VerdictCode.UNKNOWN_DEBT, reasons=reasons, causes=unknown_causes(case, match))


def _decided_but_later(case: Case, match: Match) -> tuple[Reason, ...]:
    """The owner chose a loan that did not exist yet: the choice stands, and there was nothing to owe."""
    if not case.chosen_loan_id:
        return ()
    later = _not_drawn_yet(case, (case.index.loans[one.loan_id] for one in match.candidates))
    return (*map(_drawn_later, later), *match.candidates[0].reasons) if later else ()


def _not_drawn_yet(case: Case, loans: Iterable[LoanFacts]) -> list[LoanFacts]:
    if case.at is None:
        return []
    day = case.index.day(case.at)
    return [loan for loan in loans if not case.index.courses[loan.id].is_drawn_by(day)]


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
    loans = [course.loan for one in match.lender_ids for course in case.index.group(one).courses]
    later = _not_drawn_yet(case, loans)
    yield from map(_drawn_later, later)
    if len(later) < len(loans):
        yield Reason("loans_contradict", {}, _contradicting(match), lenders)
        yield from _first_of_each_kind(match)
    if not loans:
        name = {"name": names[0].name if names else ""}
        yield Reason("no_loan_of_lender", name, tuple(one.span for one in names), lenders)


def _contradicting(match: Match) -> tuple[Span, ...]:
    """The words that say of each loan that it is not the one."""
    reasons = (reason for one in match.set_aside for reason in one.reasons if not reason.speaks_for)
    return tuple(dict.fromkeys(span for reason in reasons for span in reason.spans))


def _first_of_each_kind(match: Match) -> Iterable[Reason]:
    """For each way to contradict the first loan that is excluded by it."""
    found: dict[str, Reason] = {}
    for one in match.set_aside:
        for reason in one.reasons:
            if not reason.speaks_for:
                found.setdefault(reason.code, reason)
    return found.values()


def _by_the_ledger(case: Case, match: Match) -> Verdict:
    """Each claim of the text is judged; the message shows the gravest."""
    parts = split_claims(match, case.text, case.message.text, case.index)
    claims = [(part, claim_of(case.text, part.within)) for part in parts]
    if case.at is None:
        return judge_without_time(case, match, claims)
    verdict = tell_all([decide(part, claim, case, case.at) for part, claim in claims], case, match)
    sent_before = tuple(_sent_before(case, case.at))
    return replace(verdict, reasons=(*verdict.reasons, *sent_before)) if sent_before else verdict


def _sent_before(case: Case, at: datetime) -> Iterable[Reason]:
    """The verdict is about the time of sending, which was not the one of arriving."""
    received = case.message.received_at
    if received and received - at >= WORTH_TELLING:
        yield Reason("judged_by_sending", {"day": at.astimezone(case.index.zone).date().isoformat()})


def _only(match: Match) -> str | None:
    return match.candidates[0].loan_id if len(match.candidates) == 1 else None


def _best(match: Match) -> str | None:
    """The first candidate where it is ahead of the second."""
    scores = [one.score for one in match.candidates[:2]]
    return match.candidates[0].loan_id if scores and (len(scores) == 1 or scores[0] > scores[1]) else None


RULES = (_nothing_claimed, _fraud, _another_person, _unknown, _by_the_ledger)
