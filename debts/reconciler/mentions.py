"""Whom and what a text names, before its loans are weighed: lenders, assignees, products, contract numbers.

【安逸花】…请确保招商银行卡余额充足   ->  the lender is 安逸花; 招商银行 keeps an account and lent nothing
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from debts.finance.once import once
from debts.finance.values import quickly_made
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.lexicon import Named, key_of
from debts.reconciler.name_index import NOBODY
from debts.reconciler.reading import ReadText
from debts.reconciler.types import FactRef, IncomingMessage, NameMention, Reason, Span
from debts.rulebook.templates import by_template

CREDIT_CARD = "信用卡"
NAMED_PRODUCT = re.compile(
    r"(?:您|你|他|她|我)(?:的|名下的?|在我司的|在我行的|申请的|办理的)(?P<name>[\u4e00-\u9fffa-zA-Z]{1,6}?(?:贷|花|呗|借|金条|白条|月付|易付|钱包))(?=借款|已|本期|账单|于|将|逾期|还款|产品|的|欠|尚|应|[\d,:])"
)
# 招商银行卡, 招商银行账户, 招商银行(尾号1234): where the money lies or goes to; 招商银行信用卡 is a debt of its own.
ACCOUNT_AFTER = re.compile(
    r"(?:的)?\s?(?:储蓄卡|借记卡|银行卡|还款卡|扣款卡|账户|账号|对公账|卡(?![^\d(尾号]{0,4}(?:账单|欠|逾期))|[(]?尾号\d{4})"
)
ACCOUNT_BEFORE = re.compile(
    r"(?:绑定的?|尾号\d{4}的?|扣款卡|还款卡|开户行|开户银行|收款银行|存入|转入|汇入)[:为是(]?\s?$"
)
# 尾号7731的好期贷借款: the number is of a card, and the name behind it is still that of the debt.
DEBT_AFTER = re.compile(r"(?:的)?(?:借款|贷款|欠款|账单|已?逾期)(?!账户|账号|专户)")
REACH = 12


@quickly_made
@dataclass(frozen=True)
class Mentioned:
    """The names of one text sorted by what they stand for in the ledger.

    ``lender_ids`` are those whose loans are weighed. What only tells loans apart is looked for when it is asked for:
    most messages lead to no loan at all.
    """

    message: IncomingMessage
    text: ReadText
    index: LedgerIndex
    lender_ids: frozenset[str]
    assigned_ids: frozenset[str]
    named: tuple[Named, ...]
    contracts: tuple[NameMention, ...]

    @once
    def products(self) -> tuple[tuple[str, Span], ...]:
        """Names of products with their places."""
        return tuple(_products(self.text, self.named, self.index))

    @once
    def cards(self) -> tuple[NameMention, ...]:
        """The ends of cards."""
        return _cards(self.text)

    @once
    def collectors(self) -> Mapping[str, Reason]:
        """The lenders for which the owner knows a collector that the text names, each with the reason."""
        return _collected_for(self.message, self.text, self.named, self.index)


def leads_nowhere(message: IncomingMessage, text: ReadText, index: LedgerIndex) -> bool:
    """Whether nothing in a text or about its sender leads to the ledger, as with most of what a phone receives."""
    reading, names = text.reading, index.names
    if reading.links or reading.phones or reading.contract_numbers or names.knows_sender(message.sender):
        return False
    for one in text.named:
        if names.knows(one.key):
            return False
    return not index.may_write_contract(text.normalised.template)


def mentions_of(message: IncomingMessage, text: ReadText, index: LedgerIndex, at: datetime | None) -> Mentioned:
    """What the text names; an assignee counts from the day of the notice on, at any time where ``at`` is unknown."""
    named = _without_accounts(text, index)
    assigned = frozenset(_assigned(named, index, at)) if named else NOBODY
    lender_ids = _companies(named, index) if named else NOBODY
    if not lender_ids and not assigned:
        lender_ids = _by_product(named, index) or _by_link(message, text, named, index)
    contracts = (*text.reading.contract_numbers, *_unlabelled(text, index))
    return Mentioned(message, text, index, lender_ids, assigned, named, contracts)


def _without_accounts(text: ReadText, index: LedgerIndex) -> tuple[Named, ...]:
    """The names that are no bank of an account; all of them where nobody else is named."""
    if len(text.named) <= 1:
        return text.named
    others = [one for one in text.named if one.in_signature or not _keeps_account(text.normalised.text, one)]
    is_told = any(index.names.is_company(one.key) or index.names.is_stranger(one.key) for one in others)
    return tuple(others) if is_told else text.named


def _keeps_account(text: str, one: Named) -> bool:
    before = text[max(0, one.start - REACH) : one.start]
    is_after_account = ACCOUNT_BEFORE.search(before) and not DEBT_AFTER.match(text, one.end)
    return bool(ACCOUNT_AFTER.match(text, one.end) or is_after_account)


def _companies(named: Sequence[Named], index: LedgerIndex) -> frozenset[str]:
    return NOBODY.union(*(index.names.lender_ids(one.key) for one in named if index.names.is_company(one.key)))


def _assigned(named: Sequence[Named], index: LedgerIndex, at: datetime | None) -> Iterable[str]:
    for key in {one.key for one in named}:
        for assigned in index.names.assignments(key):
            if _is_notified(assigned.assignment.notified_on, at, index):
                yield assigned.loan.id


def _is_notified(day: date | None, at: datetime | None, index: LedgerIndex) -> bool:
    return day is None or at is None or day <= index.day(at)


def _by_product(named: Sequence[Named], index: LedgerIndex) -> frozenset[str]:
    """The lenders of products, of the ledger or of the directory, where no company is named."""
    if not named:
        return NOBODY
    keys = {one.key for one in named}
    owners = index.names.owners
    recorded = {owner.id for key in keys for owner in owners[key] if owner.kind == "product"}
    listed = {lender for key in keys for lender in index.names.lender_ids(key)}
    return frozenset({index.loans[loan].lender_id for loan in recorded} | listed)


def _by_link(message: IncomingMessage, text: ReadText, named: Sequence[Named], index: LedgerIndex) -> frozenset[str]:
    """The lenders that a sender, a link or else a collector leads to; never past another company that is named."""
    if any(index.names.is_stranger(one.key) for one in named):
        return NOBODY
    own = index.names.sent_for(message.sender) | _by_domain(message, text, index)
    return own or frozenset(_collected_for(message, text, named, index))


def _by_domain(message: IncomingMessage, text: ReadText, index: LedgerIndex) -> frozenset[str]:
    return frozenset(lender for address, _ in _addresses(message, text) for lender in index.names.at_domain(address))


def _addresses(message: IncomingMessage, text: ReadText) -> Iterable[tuple[str, tuple[Span, ...]]]:
    """Links of the text, and the sender of a mail, with their places."""
    yield from ((one.name, (one.span,)) for one in text.reading.links)
    if "@" in message.sender:
        yield message.sender, ()


def _collected_for(
    message: IncomingMessage, text: ReadText, named: Sequence[Named], index: LedgerIndex
) -> dict[str, Reason]:
    """The lenders for which the owner knows this collector, each with the name or number that says so."""
    found: dict[str, Reason] = {}
    for one in named:
        for lender in index.names.collected_for(one.key):
            mention = one.mention(text.normalised)
            found.setdefault(lender, _collector(mention.name, (mention.span,), lender))
    for lender in index.names.called_for(message.sender):
        found.setdefault(lender, _collector(message.sender, (), lender))
    for phone in text.reading.phones:
        for lender in index.names.called_for(phone.name):
            found.setdefault(lender, _collector(phone.name, (phone.span,), lender))
    return found


def _collector(name: str, spans: tuple[Span, ...], lender_id: str) -> Reason:
    return Reason("matched_collector", {"name": name}, spans, (FactRef("lender", lender_id),))


def lender_reasons(
    lender_id: str, message: IncomingMessage, text: ReadText, mentioned: Mentioned, index: LedgerIndex
) -> Iterable[Reason]:
    """What leads to the lender: a name in the text, the sender's number, a link, a collector that is known."""
    fact = (FactRef("lender", lender_id),)
    one = next((one for one in mentioned.named if lender_id in index.names.lender_ids(one.key)), None)
    if one:
        mention = one.mention(text.normalised)
        code = "matched_signature" if one.in_signature else "matched_lender"
        yield Reason(code, {"name": mention.name}, (mention.span,), fact)
    if lender_id in index.names.sent_for(message.sender):
        yield Reason("matched_sender", {"sender": message.sender}, facts=fact)
    for address, spans in _addresses(message, text):
        if lender_id in index.names.at_domain(address):
            yield Reason("matched_domain", {"address": address}, spans, fact)
            break
    if lender_id in mentioned.collectors:
        yield mentioned.collectors[lender_id]


def assignee_reason(loan_id: str, text: ReadText, mentioned: Mentioned, index: LedgerIndex) -> Reason | None:
    """The assignee of the loan, where the text names one."""
    for one in mentioned.named:
        for assigned in index.names.assignments(one.key):
            if assigned.loan.id == loan_id:
                mention = one.mention(text.normalised)
                facts = (FactRef("assignment", assigned.assignment.id), FactRef("loan", loan_id))
                return Reason("matched_assignee", {"name": mention.name}, (mention.span,), facts)
    return None


def _unlabelled(text: ReadText, index: LedgerIndex) -> Iterable[NameMention]:
    """Contract numbers of the ledger that the text writes without saying what they are."""
    read = [one.span for one in text.reading.contract_numbers]
    for start, end in index.contracts_in(text.normalised):
        mention = NameMention(text.normalised.text[start:end], text.normalised.span(start, end))
        if mention.span not in read:
            yield mention


def _cards(text: ReadText) -> tuple[NameMention, ...]:
    """The ends of cards; 138****1111 is a telephone and its end none of a card."""
    phones = [one.span for one in text.reading.phones]
    return tuple(
        one for one in text.reading.card_tails if not any(span.start <= one.span.start < span.end for span in phones)
    )


@by_template
def _named_products(template: str) -> tuple[tuple[str, int, int], ...]:
    """Where the texts of a template name what looks like a product: no figure stands in its name."""
    return tuple((key_of(hit["name"]), *hit.span("name")) for hit in NAMED_PRODUCT.finditer(template))


def _products(text: ReadText, named: Sequence[Named], index: LedgerIndex) -> Iterable[tuple[str, Span]]:
    """Names of products in the text, those of the directory and of the ledger and those that only look like one."""
    normalised = text.normalised
    for one in named:
        if not one.in_signature:
            yield one.key, normalised.span(one.start, one.end)
    generic = index.rulebook.phrases.naming.generic_products
    for key, start, end in _named_products(normalised.template):
        if not key.endswith(generic):
            yield key, normalised.span(start, end)
    at = normalised.text.find("的" + CREDIT_CARD)
    if at >= 0:
        yield CREDIT_CARD, normalised.span(at + 1, at + 1 + len(CREDIT_CARD))
