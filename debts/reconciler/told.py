"""What a message itself proves about a ledger: money that was lent or paid, a debt that ended or was handed on.

【招联金融】您的好期贷借款10,000元已发放至您尾号1234的银行卡，分12期  ->  a loan of 10000 by 招联, 12 instalments
【招联金融】您已成功还款916.80元                                      ->  a repayment of 916.80
【360借条】最高可借20万，3分钟到账                                     ->  nothing: an offer is no loan

What a text does not say is None or empty. Texts to others, codes, offers and frauds prove nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NamedTuple

from debts.reconciler.case import moment_of
from debts.reconciler.dates import CHINA
from debts.reconciler.houses import House, house_of, payee_of, product_of
from debts.reconciler.kind_signs import TOLD_OF_LOANS
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.lexicon import key_of
from debts.reconciler.persons import other_person
from debts.reconciler.reading import ReadText
from debts.reconciler.types import (
    AmountMention,
    AmountRole,
    DateRole,
    IncomingMessage,
    Kind,
    NameMention,
    Recipient,
    SettlementBasis,
    Span,
)
from debts.rulebook.parties import PartyKind


class ToldKind(StrEnum):
    """What a message proves; in the order in which things happen to a loan."""

    LOAN = "loan"
    REPAYMENT = "repayment"
    SETTLEMENT = "settlement"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True, slots=True)
class ToldTerms:
    """What a message about money lent says of the terms. ``annual_rate`` is a fraction, ``due_day`` one of a month."""

    months: int | None = None
    due_day: int | None = None
    first_due_on: date | None = None
    annual_rate: Decimal | None = None


NO_TERMS = ToldTerms()


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that one message proves. ``house`` is None where the lender cannot be told.

    ``at`` is the moment of the message, ``day`` the day on which the thing happened in UTC+8: as the text says where
    ``is_day_said``, else the day of the message. ``is_by_bank``: it was the bank that moved the money who said so.
    """

    kind: ToldKind
    message_id: str
    house: House | None
    at: datetime | None = None
    day: date | None = None
    is_day_said: bool = False
    amount: Decimal | None = None
    currency: str = "CNY"
    contract: str = ""
    card_tail: str = ""
    product: str = ""
    addressee: str = ""
    assignee: str = ""
    basis: SettlementBasis = SettlementBasis.PAID_IN_FULL
    terms: ToldTerms = NO_TERMS
    is_by_bank: bool = False


class _When(NamedTuple):
    """A day, and whether the text says it itself."""

    day: date | None
    is_said: bool


LENT_KINDS = frozenset({Kind.OTHER, Kind.BANK_TRANSACTION, Kind.REMINDER, Kind.REPAYMENT_RECEIPT})
NOT_LENT = (
    "overdue", "failed", "transfer", "settled", "code", "investor", "not_debt", "opt_out", "opted_out", "public_note",
    "complaint", "friend", "joke", "story",
)  # fmt: skip
TO_THE_BORROWER = re.compile(
    r"(?:打款|放款|发放|下款|划拨|拨款|汇入|打入|转入|存入|到账)[^。;]{0,14}(?:您|你|尾号|银行卡|账户|卡)|放款成功"
)
SAYS_LENT = re.compile(r"放款|借款|贷款|借到|借出|借钱|提款|借的|下款")
# 您的还款916.80元到账: what arrived is a repayment; 分12期还款 is how the loan that was paid out is repaid.
REPAID = re.compile(r"还款[^。]{0,6}到账")
UNDONE = re.compile(r"退款|退回|冲正|撤销|撤消|失败|未成功|溢缴")
OF_A_CARD = re.compile(r"信用卡|贷记卡|龙卡|龙?卡还款|一键还款")
PAID_BEFORE = re.compile(
    r"(?:还款|扣款|实还|实扣|支付|还款金额|结清)(?:了|共|金额|总额|总计|合计)?[为:]?(?:人民币|¥)?\s?$"
)
EVERY_MONTH = re.compile(r"(?:每月|每个月|还款日|到期日|账单日|下期|下次|首期)\D{0,8}$")
TERM = re.compile(r"(?:分|共|期数|期限|总期数)[为:]?\s?(\d{1,3})\s?(?:个)?(?:期|月)")
DUE_DAY = re.compile(r"每(?:个)?月(?:的)?\s?(\d{1,2})\s?[日号]")
RATE = re.compile(r"年(?:化)?(?:综合)?(?:利率|利息|费率)[^\d%]{0,8}(\d{1,2}(?:\.\d{1,4})?)\s?%")
EARLY = re.compile(r"提前(?:结清|还清|还款|全额)")
REDUCED = re.compile(r"减免|协商|和解")
HANDED_TO = re.compile(
    r"(?:转让|转移|出让|移交)(?:给|至|予|到|与)([\u4e00-\u9fffA-Za-z()（）]{4,40}?(?:公司|银行|中心|[(（]有限合伙[)）]))"
)
HAPPENED = frozenset({DateRole.PAID, DateRole.EVENT, DateRole.AS_OF})
ANY_BUT_A_DEADLINE = frozenset(DateRole) - {DateRole.DEADLINE}
LONGEST_AGO = 3660  # days; older than any backup of a phone is a misread year
RECEIPT_AGO = 31
MOST_MONTHS, MOST_DAYS = 360, 31
LENT_ROLES = (AmountRole.PRINCIPAL, AmountRole.PAID, AmountRole.CLAIMED, AmountRole.OTHER)
RECEIPT_ROLES = (AmountRole.PAID, AmountRole.INSTALMENT, AmountRole.CLAIMED, AmountRole.OTHER)


def told_by(message: IncomingMessage, text: ReadText, index: LedgerIndex) -> tuple[Told, ...]:
    """What the message proves, if it speaks to the owner and of the owner's own debt."""
    if message.recipient is not Recipient.SELF or text.reading.kind in (Kind.FRAUD, Kind.MARKETING):
        return ()
    if other_person(message, text, index.ledger.profile, index.ledger.loans):
        return ()
    return tuple(_Teller(message, text, index).told())


def names_a_card(text: ReadText) -> bool:
    """Whether it is about a credit card, whose bills are kept as statements and not as loans."""
    return OF_A_CARD.search(text.normalised.text) is not None


class _Teller:
    """Draws out of one text what it proves."""

    def __init__(self, message: IncomingMessage, text: ReadText, index: LedgerIndex) -> None:
        self._message, self._text, self._index = message, text, index
        self._plain = text.normalised.text
        self._at = moment_of(message)
        self._today = self._at.astimezone(CHINA).date() if self._at else None

    def told(self) -> Iterator[Told]:
        """Everything that this text proves."""
        kind = self._text.reading.kind
        if self._is_lent():
            yield self._lent()
        elif kind is Kind.REPAYMENT_RECEIPT:
            yield from self._paid(RECEIPT_ROLES)
        elif kind is Kind.SETTLEMENT_NOTICE and not names_a_card(self._text):
            yield from self._paid(())
            yield self._ended()
        elif kind is Kind.TRANSFER_NOTICE:
            yield from self._handed_on()
        elif kind is Kind.BANK_TRANSACTION:
            yield from self._paid_by_bank()

    def _is_lent(self) -> bool:
        signs, kind = self._text.signs, self._text.reading.kind
        if kind not in LENT_KINDS or not signs.has("disbursed") or signs.has(*NOT_LENT) or UNDONE.search(self._plain):
            return False
        if kind is Kind.REPAYMENT_RECEIPT and not TO_THE_BORROWER.search(self._plain):
            return False
        is_loan = signs.ids("loan_word") - TOLD_OF_LOANS - {"loan_word.card"} or SAYS_LENT.search(self._plain)
        return bool(is_loan) and not REPAID.search(self._plain)

    def _lent(self) -> Told:
        when = self._day(HAPPENED, LONGEST_AGO)
        return self._one(ToldKind.LOAN, when, self._amount(LENT_ROLES), terms=self._terms(when.day))

    def _terms(self, day: date | None) -> ToldTerms:
        due = [one.value for one in self._text.reading.dates if one.role is DateRole.DUE and one.value]
        later = [one for one in due if day is None or one > day]
        rate = RATE.search(self._plain)
        return ToldTerms(
            _within(TERM.search(self._plain), MOST_MONTHS),
            _within(DUE_DAY.search(self._plain), MOST_DAYS),
            min(later, default=None),
            _fraction(rate[1]) if rate else None,
        )

    def _paid(self, roles: Iterable[AmountRole]) -> Iterator[Told]:
        """A repayment; of the notice of an end only the sum that it says was paid."""
        if UNDONE.search(self._plain) or names_a_card(self._text):
            return
        amount = self._amount(tuple(roles)) if roles else self._sum_paid()
        if amount and amount.value:
            when = self._day(ANY_BUT_A_DEADLINE, RECEIPT_AGO if roles else LONGEST_AGO)
            yield self._one(ToldKind.REPAYMENT, when, amount)

    def _paid_by_bank(self) -> Iterator[Told]:
        """The bank's own note that money went to a lender: it says to whom, and not for which debt."""
        signs = self._text.signs
        went = signs.ids("moved") & {"moved.spent", "moved.out", "moved.debited", "moved.hk_fps"}
        house = payee_of(self._text, self._index)
        if not went or not house or UNDONE.search(self._plain) or signs.has("not_debt", "offer"):
            return
        amount = self._amount((*RECEIPT_ROLES, AmountRole.PRINCIPAL))
        if amount and amount.value:
            when = self._day(ANY_BUT_A_DEADLINE, RECEIPT_AGO)
            yield self._one(ToldKind.REPAYMENT, when, amount, house=house, is_by_bank=True)

    def _ended(self) -> Told:
        basis = SettlementBasis.PAID_IN_FULL
        if REDUCED.search(self._plain):
            basis = SettlementBasis.DISCOUNTED
        elif EARLY.search(self._plain):
            basis = SettlementBasis.EARLY_PAYOFF
        return self._one(ToldKind.SETTLEMENT, self._day(HAPPENED, LONGEST_AGO), basis=basis)

    def _handed_on(self) -> Iterator[Told]:
        house = house_of(self._message, self._text, self._index)
        names = [one.name for one in self._text.reading.parties if one.kind is PartyKind.ASSIGNEE]
        found = HANDED_TO.search(self._plain)
        name = next((one for one in (*names, *([found[1]] if found else [])) if one), "")
        if name and (house is None or key_of(name) != key_of(house.name)):
            yield self._one(ToldKind.ASSIGNMENT, _When(self._today, is_said=False), assignee=name)

    def _one(self, kind: ToldKind, when: _When, amount: AmountMention | None = None, **more: Any) -> Told:
        reading = self._text.reading
        house = more.pop("house", None) or house_of(self._message, self._text, self._index)
        return Told(
            kind=kind,
            message_id=self._message.id,
            house=house,
            at=self._at,
            day=when.day,
            is_day_said=when.is_said,
            amount=amount.value if amount else None,
            currency=amount.currency if amount else "CNY",
            contract=_first(reading.contract_numbers),
            card_tail="" if more.get("is_by_bank") else _first(reading.card_tails),
            product=product_of(self._text, house, self._index) if house else "",
            addressee=_first(reading.addressees),
            **more,
        )

    def _amount(self, roles: tuple[AmountRole, ...]) -> AmountMention | None:
        """The sum of the first of these roles that occurs; of two different ones in it a person has to choose."""
        for role in roles:
            found = [one for one in self._text.reading.amounts if one.role is role and one.value]
            if found:
                return found[0] if len({(one.value, one.currency) for one in found}) == 1 else None
        return None

    def _sum_paid(self) -> AmountMention | None:
        amounts = [one for one in self._text.reading.amounts if self._is_said_paid(one)]
        return amounts[0] if len({one.value for one in amounts}) == 1 else None

    def _is_said_paid(self, one: AmountMention) -> bool:
        if one.role in (AmountRole.WAIVED, AmountRole.LIMIT, AmountRole.BALANCE) or not one.value:
            return False
        return one.role is AmountRole.PAID or PAID_BEFORE.search(self._before(one.span)) is not None

    def _day(self, roles: Collection[DateRole], longest_ago: int) -> _When:
        """The day that the text gives for it, and True; else the day of the message, and False."""
        said = (one for one in self._text.reading.dates if one.role in roles and not self._recurs(one.span))
        days = [one.value for one in said if one.value and self._is_past(one.value, longest_ago)]
        return _When(max(days), is_said=True) if days else _When(self._today, is_said=False)

    def _is_past(self, day: date, longest_ago: int) -> bool:
        return self._today is None or 0 <= (self._today - day).days <= longest_ago

    def _recurs(self, span: Span) -> bool:
        """每月5日 and 还款日为5日 are days of every month, and not the one on which this happened."""
        return self._message.text[span.start] == "每" or EVERY_MONTH.search(self._before(span)) is not None

    def _before(self, span: Span) -> str:
        return self._message.text[max(0, span.start - 14) : span.start]


def _first(mentions: Sequence[NameMention]) -> str:
    return mentions[0].name if mentions else ""


def _within(hit: re.Match[str] | None, most: int) -> int | None:
    return int(hit[1]) if hit and 1 <= int(hit[1]) <= most else None


def _fraction(percent: str) -> Decimal | None:
    try:
        rate = Decimal(percent) / 100
    except InvalidOperation:
        return None
    return rate or None
