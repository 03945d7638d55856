"""Which rows of a bill are about a loan, in which way, and by which of their words. What no word speaks for is not.

不计收支 花呗 花呗主动还款-2025年03月账单 还款成功   ->  repayment, "花呗主动还款"
支出 招联消费金融有限公司 订单8812               ->  repayment, "招联消费金融有限公司"
支出 美团平台商户 美团订单                      ->  None
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from debts.intake.bills.types import BillRow, Direction, Family, Outcome
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.lexicon import Owner, key_of
from debts.reconciler.normalise import normalise
from debts.reconciler.types import Ledger
from debts.rulebook import LenderKind, Rulebook
from debts.rulebook.bills import BillBook, load_bill_book
from debts.rulebook.phrases import in_small_letters, one_of

LONGEST_FIELD = 500
# A company whose name says that it lends, be it in the directory or not.
LENDING_COMPANY = re.compile(
    r"[^\s,;:()|/-]{0,16}(?:消费金融|小额贷款|小贷|汽车金融|融资租赁|融资担保)[^\s,;:|/-]{0,8}"
)
BANKS = frozenset({LenderKind.BANK, LenderKind.CREDIT_CARD})
A_COMPANY = re.compile(r"公司|银行|中心|金融|担保|资产")
CREDIT_CARD = "信用卡"
# Where nobody else is named, a bank's own statement speaks so of loans of the bank.
OF_THE_BANK = re.compile(r"贷款|按揭|房贷|车贷|个贷|还贷|本息|正常还款")
UNDONE = (Outcome.FAILED, Outcome.CLOSED, Outcome.PENDING)


class BillKind(StrEnum):
    """What a row is in the life of a loan."""

    REPAYMENT = "repayment"
    DISBURSEMENT = "disbursement"
    REFUND = "refund"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LoanName:
    """A lender, product or assignee that a row names: ``key`` finds it in the ledger, ``text`` is the row's word."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A row is about a loan: how, by which words, and whom it names.

    ``is_hidden`` marks a payment through a company that collects for others: only a loan of the ledger with just this
    sum due can tell that it is one.
    """

    kind: BillKind
    words: tuple[str, ...]
    names: tuple[LoanName, ...] = ()
    is_hidden: bool = False


class LoanWords:
    """The names of a ledger and of the directory and the words of the bill book, compiled once for many rows."""

    def __init__(self, ledger: Ledger, rulebook: Rulebook) -> None:
        self.index = LedgerIndex(ledger, rulebook)
        self.book = load_bill_book()
        self._rows = {row.id: row for row in rulebook.lenders}
        owners = self.index.reader.lexicon.owners
        self._need_words = frozenset(map(key_of, self.book.need_words))
        weak = self._need_words | frozenset(map(key_of, rulebook.phrases.naming.weak))
        self._strong = frozenset(
            key for key, found in owners.items() if key not in weak and any(map(self._lends, found))
        )
        self._products: dict[str, frozenset[str]] = {}
        self._companies = one_of(self.book.payment_companies)

    def _lends(self, owner: Owner) -> bool:
        """Whether a name stands for nothing but a lender: a bank is paid for many reasons, a lender for one."""
        if owner.kind == "directory":
            return self._rows[owner.id].kind not in BANKS
        if owner.kind == "lender":
            return not self.index.names.kinds_of((owner.id,)) & BANKS
        return True

    def products_of(self, lender_id: str) -> frozenset[str]:
        """The keys of all products of a lender: those of the directory and those of the ledger's loans."""
        if lender_id not in self._products:
            listed = [name for row in self.index.names.rows_of(lender_id) for name in self._rows[row].products]
            kept = self.index.group(lender_id).products
            self._products[lender_id] = frozenset(map(key_of, (*listed, *kept)))
        return self._products[lender_id]

    def is_company(self, key: str) -> bool:
        """Whether a name is that of a company that lends, and of nothing else."""
        return key in self._strong or bool(LENDING_COMPANY.search(key))

    def relate(self, row: BillRow) -> Relation | None:
        """How the row is about a loan, None where nothing in it says so."""
        told = _Told(row, self.book)
        names = self._names_in(row)
        strong = tuple(name for name in names if self._is_strong(name, row)) + _lending_companies(row)
        if told.is_of_friends and not strong and not A_COMPANY.search(row.counterparty):
            return None
        if not told.words_of("repayment", "repayment_bare", "disbursement") and (not strong or told.is_aside):
            return self._hidden(row, told)
        if told.is_aside and not told.words_of("repayment", "disbursement"):
            return None
        kind = _kind(row, told)
        if kind is None:
            return None
        words = _longest((*told.words, *(name.text for name in strong)))
        return Relation(kind, words, _each_once((*_issuer(row, told), *names, *strong)))

    def _names_in(self, row: BillRow) -> tuple[LoanName, ...]:
        """Every known name in the fields that tell whom and what for, the longest at each place."""
        found: dict[str, LoanName] = {}
        for field in (row.counterparty, row.description, row.category):
            text = in_small_letters(normalise(field[:LONGEST_FIELD]).text)
            for start, end in self.index.reader.lexicon.places(text):
                name = text[start:end]
                found.setdefault(name, LoanName(name, name))
        return tuple(found.values())

    def _is_strong(self, name: LoanName, row: BillRow) -> bool:
        """A name that says enough by itself, or that is all the counterparty is called."""
        if name.key in self._strong:
            return True
        owners = self.index.reader.lexicon.owners.get(name.key, frozenset())
        is_whole = key_of(row.counterparty) == name.key and name.key not in self._need_words
        return is_whole and any(map(self._lends, owners))

    def _hidden(self, row: BillRow, told: "_Told") -> Relation | None:
        """A debit by order through a company that collects for others."""
        is_card = row.statement.family is Family.BANK_CARD
        is_out = row.direction is Direction.OUT and row.outcome is Outcome.DONE and not is_card
        company = self._companies.search(f"{row.counterparty} {row.description}")
        if not is_out or not company or told.is_aside:
            return None
        words = (*told.words_of("debit_order"), company[0])
        return Relation(BillKind.REPAYMENT, words, is_hidden=True)


class _Told:
    """The phrases in a row by concept."""

    def __init__(self, row: BillRow, book: BillBook) -> None:
        fields = (row.category, row.counterparty, row.description, row.status)
        text = normalise(";".join(field[:LONGEST_FIELD] for field in fields)).text
        self._found: dict[str, list[str]] = {}
        for one in book.phrases.scan(text):
            self._found.setdefault(one.phrase.concept, []).append(text[one.start : one.end])
        self._is_card = row.statement.family is Family.BANK_CARD

    def words_of(self, *concepts: str) -> tuple[str, ...]:
        """The words of the row that stand for these concepts."""
        return tuple(dict.fromkeys(word for concept in concepts for word in self._found.get(concept, ())))

    def has(self, concept: str) -> bool:
        """Whether the row says this."""
        return concept in self._found

    @property
    def words(self) -> tuple[str, ...]:
        """The words that say that, and how, the row is about a loan."""
        said = self.words_of("repayment", "disbursement", "back", "failed")
        return said if self.words_of("repayment", "disbursement") else (*self.words_of("repayment_bare"), *said)

    @property
    def is_of_friends(self) -> bool:
        """Whether 还款 is only a remark on money from one person to another."""
        return self.has("person") and not self.words_of("repayment", "disbursement") and not self._is_card

    @property
    def is_aside(self) -> bool:
        """Whether it is about a deposit, a hire or a fee."""
        return self.has("aside")


def _kind(row: BillRow, told: _Told) -> BillKind | None:
    """What the row is. Money that comes in is no repayment, except to the card that the statement is about."""
    is_drawing = told.has("disbursement") and not told.has("repayment")
    if told.has("failed") or row.outcome in UNDONE or _is_all_refunded(row):
        return BillKind.FAILED
    if row.outcome is Outcome.REFUND or told.has("back"):
        return BillKind.REFUND
    if row.statement.family is Family.BANK_CARD:
        return BillKind.REPAYMENT if row.direction is Direction.IN and not is_drawing else None
    if is_drawing:
        return BillKind.DISBURSEMENT if row.direction is not Direction.OUT else None
    if row.direction is Direction.IN:
        return None if told.words_of("repayment", "repayment_bare") else BillKind.DISBURSEMENT
    return BillKind.REPAYMENT


def _is_all_refunded(row: BillRow) -> bool:
    return row.outcome is Outcome.REFUNDED and (not row.refunded or row.refunded >= row.amount)


def _lending_companies(row: BillRow) -> tuple[LoanName, ...]:
    """Companies whose names say that they lend, whether anybody knows them or not."""
    hits = (LENDING_COMPANY.search(field[:LONGEST_FIELD]) for field in (row.counterparty, row.description))
    return tuple(LoanName(key_of(hit[0]), hit[0]) for hit in hits if hit)


def _each_once(names: Iterable[LoanName]) -> tuple[LoanName, ...]:
    return tuple({name.key: name for name in reversed(tuple(names))}.values())[::-1]


def _longest(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that stand inside longer ones."""
    found = tuple(dict.fromkeys(words))
    return tuple(word for word in found if not any(word != other and word in other for other in found))


def _issuer(row: BillRow, told: _Told) -> tuple[LoanName, ...]:
    """The bank that is paid back: the one whose statement it is, or the one named beside the word credit card."""
    if row.statement.family is Family.BANK_CARD and row.statement.bank:
        bank = row.statement.bank
        return (LoanName(key_of(f"{bank}{CREDIT_CARD}"), f"{bank}{CREDIT_CARD}"), LoanName(key_of(bank), bank))
    said = " ".join(told.words_of("repayment"))
    if CREDIT_CARD in said:
        bank = re.sub(rf"{CREDIT_CARD}|中心|还款|[(].*", "", row.counterparty).strip()
        return (LoanName(key_of(f"{bank}{CREDIT_CARD}"), row.counterparty),) if bank else ()
    if row.statement.bank and OF_THE_BANK.search(said):
        return (LoanName(key_of(row.statement.bank), row.statement.bank),)
    return ()
