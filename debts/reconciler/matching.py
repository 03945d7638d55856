"""Which loan a message is about: named parts that add up, identifiers that veto, and one of four ways to end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.lexicon import Named, key_of
from debts.reconciler.reading import ReadText
from debts.reconciler.standing import Standing, plan_of
from debts.reconciler.types import (
    AmountRole,
    Candidate,
    DateRole,
    FactRef,
    IncomingMessage,
    LoanFacts,
    Match,
    MatchOutcome,
    Reason,
    Span,
)

SCORES = {
    "matched_contract": 100,
    "matched_card": 40,
    "matched_product": 30,
    "matched_assignee": 30,
    "matched_sender": 25,
    "matched_signature": 20,
    "matched_lender": 20,
    "matched_amount": 15,
    "matched_due_date": 10,
}
# Parts strong enough to set the other loans of a lender aside, the strongest first.
DECISIVE = ("matched_contract", "matched_card", "matched_product")
SHORTEST_TAIL = 4
CREDIT_CARD = "信用卡"
NAMED_PRODUCT = re.compile(
    r"(?:您|你|他|她|我)(?:的|名下的?|在我司的|在我行的|申请的|办理的)(?P<name>[\u4e00-\u9fffa-zA-Z]{1,6}?(?:贷|花|呗|借|金条|白条|月付|易付|钱包))(?=借款|已|本期|账单|于|将|逾期|还款|产品|的|欠|尚|应|[\d,:])"
)
CLAIMED_ROLES = (AmountRole.CLAIMED, AmountRole.INSTALMENT, AmountRole.MINIMUM, AmountRole.PRINCIPAL, AmountRole.PAID)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The names of one text sorted by what they stand for in the ledger."""

    lender_ids: frozenset[str]
    assigned_ids: frozenset[str]
    products: tuple[tuple[str, Span], ...]


def match_message(message: IncomingMessage, text: ReadText, index: LedgerIndex, at: datetime | None) -> Match:
    """The loans that the message may be about at ``at``; without a time every loan of the ledger existed."""
    mentioned = _mentioned(message, text, index, at)
    weighed = [
        _weigh(loan, message, text, mentioned, index)
        for loan in _reachable(mentioned, text, index)
        if at is None or Standing(loan, at, index.zone).exists
    ]
    fitting = _decisive([one for one in weighed if one.score > 0])
    candidates = tuple(sorted(fitting, key=lambda one: (-one.score, one.loan_id)))
    lenders = tuple(sorted(mentioned.lender_ids | {index.loans[one.loan_id].lender_id for one in candidates}))
    return Match(_outcome(candidates, lenders), candidates, lenders)


def _outcome(candidates: tuple[Candidate, ...], lenders: tuple[str, ...]) -> MatchOutcome:
    if len(candidates) == 1:
        return MatchOutcome.ONE_LOAN
    if candidates:
        return MatchOutcome.SEVERAL
    return MatchOutcome.LENDER_ONLY if lenders else MatchOutcome.NOBODY


def _mentioned(message: IncomingMessage, text: ReadText, index: LedgerIndex, at: datetime | None) -> Mentioned:
    owners = index.reader.lexicon.owners
    named = {one.key for one in text.named}
    companies = {key for key in named if any(index.is_brand(key, lender) for lender in index.lender_ids(key))}
    lender_ids = {lender for key in companies for lender in index.lender_ids(key)}
    assigned = {
        one.loan.id
        for key in named
        for one in index.assignments(key)
        if _is_notified(one.assignment.notified_on, at, index)
    }
    lender_ids |= index.sender_lenders(message.sender)
    if not lender_ids and not assigned:
        implied = {owner.id for key in named for owner in owners[key] if owner.kind == "product"}
        lender_ids = {index.loans[loan].lender_id for loan in implied} | {
            lender for key in named for lender in index.lender_ids(key)
        }
    return Mentioned(frozenset(lender_ids), frozenset(assigned), tuple(_products(text, index)))


def _is_notified(day: date | None, at: datetime | None, index: LedgerIndex) -> bool:
    return day is None or at is None or day <= at.astimezone(index.zone).date()


def _products(text: ReadText, index: LedgerIndex) -> Iterable[tuple[str, Span]]:
    """Names of products in the text, those of the directory and of the ledger and those that only look like one."""
    normalised = text.normalised
    for one in text.named:
        if not one.in_signature:
            yield one.key, normalised.span(one.start, one.end)
    generic = index.rulebook.phrases.naming.generic_products
    for hit in NAMED_PRODUCT.finditer(normalised.text):
        key = key_of(hit["name"])
        if not key.endswith(generic):
            yield key, normalised.span(*hit.span("name"))
    at = normalised.text.find("的" + CREDIT_CARD)
    if at >= 0:
        yield CREDIT_CARD, normalised.span(at + 1, at + 1 + len(CREDIT_CARD))


def _reachable(mentioned: Mentioned, text: ReadText, index: LedgerIndex) -> list[LoanFacts]:
    """The loans that a name, a sender or a contract number leads to."""
    ids = {loan.id for lender in mentioned.lender_ids for loan in index.loans_of.get(lender, ())}
    ids |= mentioned.assigned_ids
    numbers = [key_of(one.name) for one in text.reading.contract_numbers]
    ids |= {
        loan.id
        for loan in index.loans.values()
        if loan.contract_number
        and any(_is_same_number(key_of(loan.contract_number), number, whole=True) for number in numbers)
    }
    return [index.loans[one] for one in sorted(ids)]


def _is_same_number(own: str, written: str, *, whole: bool = False) -> bool:
    """Equal, or the shown end of a masked number; a short end alone leads nowhere."""
    shown = written.rsplit("*", 1)[-1]
    if own == written:
        return True
    return not whole and len(shown) >= SHORTEST_TAIL and own.endswith(shown)


def _weigh(
    loan: LoanFacts, message: IncomingMessage, text: ReadText, mentioned: Mentioned, index: LedgerIndex
) -> Candidate:
    reasons = [
        *_by_names(loan, message, text, mentioned, index),
        *_by_contract(loan, text),
        *_by_card(loan, text),
        *_by_product(loan, mentioned, index),
        *_by_figures(loan, text),
    ]
    vetoed = any(not reason.speaks_for for reason in reasons)
    score = 0 if vetoed else sum(SCORES[reason.code] for reason in reasons)
    return Candidate(loan.id, score, tuple(reasons))


def _by_names(
    loan: LoanFacts, message: IncomingMessage, text: ReadText, mentioned: Mentioned, index: LedgerIndex
) -> Iterable[Reason]:
    fact = (FactRef("lender", loan.lender_id),)
    for one in text.named:
        if loan.lender_id in index.lender_ids(one.key):
            yield _reason("matched_signature" if one.in_signature else "matched_lender", one, text, fact)
            break
    for one in text.named:
        if loan.id in mentioned.assigned_ids and any(
            assigned.loan.id == loan.id for assigned in index.assignments(one.key)
        ):
            yield _reason("matched_assignee", one, text, (FactRef("loan", loan.id),))
            break
    if loan.lender_id in index.sender_lenders(message.sender):
        yield Reason("matched_sender", {"sender": message.sender}, facts=fact)


def _reason(code: str, one: Named, text: ReadText, facts: tuple[FactRef, ...]) -> Reason:
    mention = one.mention(text.normalised)
    return Reason(code, {"name": mention.name}, (mention.span,), facts)


def _by_contract(loan: LoanFacts, text: ReadText) -> Iterable[Reason]:
    numbers = text.reading.contract_numbers
    if not numbers or not loan.contract_number:
        return
    own = key_of(loan.contract_number)
    agreeing = [one for one in numbers if _is_same_number(own, key_of(one.name))]
    shown = agreeing or list(numbers)
    code = "matched_contract" if agreeing else "vetoed_contract"
    yield Reason(
        code, {"number": shown[0].name}, (shown[0].span,), (FactRef("loan", loan.id),), speaks_for=bool(agreeing)
    )


def _by_card(loan: LoanFacts, text: ReadText) -> Iterable[Reason]:
    tails = text.reading.card_tails
    if not tails or not loan.card_tail:
        return
    agreeing = [one for one in tails if one.name == loan.card_tail]
    shown = agreeing or list(tails)
    code = "matched_card" if agreeing else "vetoed_card"
    yield Reason(
        code, {"tail": shown[0].name}, (shown[0].span,), (FactRef("loan", loan.id),), speaks_for=bool(agreeing)
    )


def _by_product(loan: LoanFacts, mentioned: Mentioned, index: LedgerIndex) -> Iterable[Reason]:
    own = key_of(loan.product)
    if not own:
        return
    for key, span in mentioned.products:
        if key in own or own in key:
            yield Reason("matched_product", {"name": loan.product}, (span,), (FactRef("loan", loan.id),))
            return
    for key, span in mentioned.products:
        if _is_other_product(key, loan, index):
            yield Reason("vetoed_product", {"name": key}, (span,), (FactRef("loan", loan.id),), speaks_for=False)
            return


def _is_other_product(key: str, loan: LoanFacts, index: LedgerIndex) -> bool:
    """A product of this lender that the loan is not; names of lenders, and of others' products, say nothing here."""
    if index.is_brand(key, loan.lender_id):
        return False
    owners = index.reader.lexicon.owners.get(key)
    if owners is None:
        return key != CREDIT_CARD or not _is_card(loan, index)
    rows = {row.id for row in index.directory_rows(loan.lender_id)}
    return any(
        (owner.kind == "directory" and owner.id in rows)
        or (owner.kind == "product" and index.loans[owner.id].lender_id == loan.lender_id)
        for owner in owners
    )


def _is_card(loan: LoanFacts, index: LedgerIndex) -> bool:
    lender = index.lenders.get(loan.lender_id)
    return "卡" in loan.product or (lender is not None and CREDIT_CARD in lender.name)


def _by_figures(loan: LoanFacts, text: ReadText) -> Iterable[Reason]:
    instalments = plan_of(loan.terms)
    totals = {one.total for one in instalments} | {loan.terms.principal}
    fact = (FactRef("loan", loan.id),)
    amount = next((one for one in text.reading.amounts if one.value in totals and one.role in CLAIMED_ROLES), None)
    if amount:
        yield Reason(
            "matched_amount", {"amount": _figure(amount.value), "currency": loan.currency}, (amount.span,), fact
        )
    days = {one.due_on for one in instalments}
    due = next((one for one in text.reading.dates if one.role is DateRole.DUE and one.value in days), None)
    if due and due.value:
        yield Reason("matched_due_date", {"day": due.value.isoformat()}, (due.span,), fact)


def _figure(value: Decimal) -> str:
    return f"{value:.2f}"


def _decisive(candidates: list[Candidate]) -> list[Candidate]:
    """What a contract number, a card or a product points at sets the rest aside."""
    for code in DECISIVE:
        pointed = [one for one in candidates if any(reason.code == code for reason in one.reasons)]
        if pointed:
            return pointed
    return candidates


def split_claims(match: Match, length: int) -> list[tuple[Match, Span | None]]:
    """The claims of one text: loans that different words point at, each with its part of a text of this length.

    您的好期贷欠500元，信用付欠300元 makes two; a text that points at no loan in particular makes one.
    """
    places = {one.loan_id: _pointed_at(one) for one in match.candidates}
    starts = sorted({place.start for place in places.values() if place})
    if len(starts) < 2 or not all(places.values()):  # noqa: PLR2004 - one place is one claim
        return [(match, None)]
    bounds = [0, *starts[1:], length]
    return [
        (_only(match, {loan for loan, place in places.items() if place and place.start == start}), Span(begin, end))
        for start, begin, end in zip(starts, bounds, bounds[1:], strict=False)
    ]


def _pointed_at(candidate: Candidate) -> Span | None:
    """The words that single the loan out."""
    for code in DECISIVE:
        for reason in candidate.reasons:
            if reason.code == code and reason.spans:
                return reason.spans[0]
    return None


def _only(match: Match, loan_ids: set[str]) -> Match:
    return replace(match, candidates=tuple(one for one in match.candidates if one.loan_id in loan_ids))
