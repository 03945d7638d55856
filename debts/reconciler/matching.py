"""Which loan a message is about: named parts that add up, identifiers that veto, and one of four ways to end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.lexicon import Named, key_of
from debts.reconciler.pointers import by_card, by_contract, by_drawing, by_figures, by_phone
from debts.reconciler.reading import ReadText
from debts.reconciler.types import (
    Candidate,
    FactRef,
    IncomingMessage,
    LoanFacts,
    Match,
    MatchOutcome,
    NameMention,
    Reason,
    Span,
)

SCORES = {
    "matched_contract": 100,
    "matched_card": 40,
    "matched_product": 30,
    "matched_assignee": 30,
    "matched_phone": 40,
    "matched_drawn": 30,
    "matched_sender": 25,
    "matched_signature": 20,
    "matched_lender": 20,
    "matched_amount": 15,
    "matched_due_date": 10,
}
# Parts strong enough to set the other loans of a lender aside, the strongest first.
DECISIVE = ("matched_contract", "matched_card", "matched_product", "matched_phone", "matched_drawn")
# A judgement is stored with each message, so it must not grow with the ledger.
SET_ASIDE_KEPT = 6
CREDIT_CARD = "信用卡"
CARD_PRODUCT = re.compile(r"卡|visa|master|银联|銀聯|card", re.IGNORECASE)
NAMED_PRODUCT = re.compile(
    r"(?:您|你|他|她|我)(?:的|名下的?|在我司的|在我行的|申请的|办理的)(?P<name>[\u4e00-\u9fffa-zA-Z]{1,6}?(?:贷|花|呗|借|金条|白条|月付|易付|钱包))(?=借款|已|本期|账单|于|将|逾期|还款|产品|的|欠|尚|应|[\d,:])"
)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The names of one text sorted by what they stand for in the ledger."""

    lender_ids: frozenset[str]
    assigned_ids: frozenset[str]
    products: tuple[tuple[str, Span], ...]
    contracts: tuple[NameMention, ...]


def match_message(message: IncomingMessage, text: ReadText, index: LedgerIndex, at: datetime | None) -> Match:
    """The loans that the message may be about at ``at``; without a time every loan of the ledger existed."""
    mentioned = _mentioned(message, text, index, at)
    weighed = [
        _weigh(loan, message, text, mentioned, index)
        for loan in _reachable(mentioned, index)
        if at is None or index.courses[loan.id].exists(at)
    ]
    fitting = _decisive([one for one in weighed if one.score > 0])
    candidates = tuple(sorted(fitting, key=lambda one: (-one.score, one.loan_id)))
    lenders = tuple(sorted(mentioned.lender_ids | {index.loans[one.loan_id].lender_id for one in candidates}))
    return Match(_outcome(candidates, lenders), candidates, lenders, _set_aside(weighed, candidates))


def _set_aside(weighed: Iterable[Candidate], taken: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first few of the loans that were weighed and not taken, for whoever asks why it is not that one."""
    ids = {one.loan_id for one in taken}
    left = (one for one in weighed if one.loan_id not in ids and one.reasons)
    return tuple(islice(left, SET_ASIDE_KEPT))


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
    contracts = (*text.reading.contract_numbers, *_unlabelled(text, index))
    return Mentioned(frozenset(lender_ids), frozenset(assigned), tuple(_products(text, index)), contracts)


def _unlabelled(text: ReadText, index: LedgerIndex) -> Iterable[NameMention]:
    """Contract numbers of the ledger that the text writes without saying what they are."""
    read = {one.span for one in text.reading.contract_numbers}
    for start, end in index.contracts_in(text.normalised.text):
        mention = NameMention(text.normalised.text[start:end], text.normalised.span(start, end))
        if mention.span not in read:
            yield mention


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


def _reachable(mentioned: Mentioned, index: LedgerIndex) -> list[LoanFacts]:
    """The loans that a name, a sender or a contract number leads to."""
    ids = {loan.id for lender in mentioned.lender_ids for loan in index.loans_of.get(lender, ())}
    ids |= mentioned.assigned_ids
    ids |= {loan for one in mentioned.contracts for loan in index.with_contract(one.name)}
    return [index.loans[one] for one in sorted(ids)]


def _weigh(
    loan: LoanFacts, message: IncomingMessage, text: ReadText, mentioned: Mentioned, index: LedgerIndex
) -> Candidate:
    reasons = [
        *_by_names(loan, message, text, mentioned, index),
        *by_contract(loan, mentioned.contracts),
        *by_card(loan, text),
        *_by_product(loan, text, mentioned, index),
        *by_phone(loan, text),
        *by_drawing(loan, text),
        *by_figures(index.courses[loan.id], text),
    ]
    score = 0 if _is_vetoed(reasons) else sum(SCORES[reason.code] for reason in reasons if reason.speaks_for)
    return Candidate(loan.id, score, tuple(reasons))


def _is_vetoed(reasons: Iterable[Reason]) -> bool:
    """An agreeing contract number outweighs all: cards change, and products go by several names."""
    codes = {reason.code for reason in reasons}
    return "matched_contract" not in codes and any(not reason.speaks_for for reason in reasons)


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


def _by_product(loan: LoanFacts, text: ReadText, mentioned: Mentioned, index: LedgerIndex) -> Iterable[Reason]:
    own = key_of(loan.product)
    if not own:
        return
    for key, span in mentioned.products:
        if key in own or own in key:
            yield Reason("matched_product", {"name": loan.product}, (span,), (FactRef("loan", loan.id),))
            return
    has_tail = any(one.name == loan.card_tail for one in text.reading.card_tails)
    for key, span in mentioned.products:
        if has_tail and key == CREDIT_CARD:
            continue
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
    return CARD_PRODUCT.search(loan.product) is not None or (lender is not None and CREDIT_CARD in lender.name)


def _decisive(candidates: list[Candidate]) -> list[Candidate]:
    """What a contract number, a card or a product points at sets the rest aside."""
    for code in DECISIVE:
        pointed = [one for one in candidates if any(reason.code == code for reason in one.reasons)]
        candidates = pointed or candidates
    return candidates
