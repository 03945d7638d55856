"""A ledger prepared for many messages: its names compiled into the reader, its loans found by whom they belong to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from debts.reconciler.lexicon import Owner, key_of
from debts.reconciler.pointers import plain_contract
from debts.reconciler.reading import Reader
from debts.reconciler.standing import MAINLAND, Course, Standing, region_of
from debts.reconciler.types import AssignmentFacts, Ledger, LenderFacts, LoanFacts
from debts.rulebook import DirectoryLender, Rulebook, plain_number
from debts.rulebook.phrases import in_small_letters, one_of

NO_LENDERS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assigned:
    """A loan that was handed on, with the assignment that did it."""

    loan: LoanFacts
    assignment: AssignmentFacts


class LedgerIndex:
    """What matching asks of a ledger, worked out once for all messages of a check."""

    def __init__(self, ledger: Ledger, rulebook: Rulebook) -> None:
        self.ledger = ledger
        self.rulebook = rulebook
        self.lenders = {lender.id: lender for lender in sorted(ledger.lenders, key=lambda lender: lender.id)}
        self.loans = {loan.id: loan for loan in sorted(ledger.loans, key=lambda loan: loan.id)}
        self.zone = _zone(ledger.profile.time_zone)
        self.courses = {loan_id: Course(loan, self.zone) for loan_id, loan in self.loans.items()}
        self.loans_of = _grouped(self.loans.values())
        self.assigned = _assigned(self.loans.values())
        self.decisions = {decision.message_id: decision for decision in ledger.decisions}
        self._rows = {row.id: row for row in rulebook.lenders}
        self._ledger_ids = _ledger_ids(self.lenders.values(), rulebook)
        self._brand_keys = {lender.id: self._brands(lender) for lender in self.lenders.values()}
        self._contracts = _contracts(self.loans.values())
        self._by_contract = _by_contract(self.loans.values())
        self._contract_pattern = one_of(self._contracts)
        self._senders = [
            (plain_number(sender), lender.id) for lender in self.lenders.values() for sender in lender.senders
        ]
        heads = list(_latin_heads(self.lenders.values(), self.loans_of))
        names = [*_names(self.lenders.values(), self.loans.values()), *heads]
        self.reader = Reader(rulebook, names, weak={name for name, _ in heads})

    def lender_ids(self, key: str) -> frozenset[str]:
        """The lenders of the ledger that a name may stand for, itself or through the directory."""
        owners = self.reader.lexicon.owners.get(key, frozenset())
        direct = {owner.id for owner in owners if owner.kind == "lender"}
        rows = {owner.id for owner in owners if owner.kind == "directory"}
        is_recorded = any(owner.kind == "product" for owner in owners)
        if not is_recorded and self._is_shared(key, rows):
            rows = set()
        listed = {one for row in rows for one in self._ledger_ids.get(row, ())}
        return frozenset(direct or listed)

    def _is_shared(self, key: str, rows: set[str]) -> bool:
        """Whether several companies offer the product, so that its name tells none of them."""
        return len(rows) > 1 and any(key in map(key_of, self._rows[row].shared_products) for row in rows)

    def assignments(self, key: str) -> tuple[Assigned, ...]:
        """The loans that were handed to somebody of this name."""
        return self.assigned.get(key, ())

    def is_brand(self, key: str, lender_id: str) -> bool:
        """Whether the name is one of the lender as a whole, and so no product that another loan could contradict."""
        return key in self._brand_keys.get(lender_id, frozenset())

    def sender_lenders(self, sender: str) -> frozenset[str]:
        """The lenders that are known to send from this number."""
        if not sender or not self._senders:
            return NO_LENDERS
        plain = plain_number(sender)
        return frozenset(lender for number, lender in self._senders if plain and number == plain)

    def standing(self, loan_id: str, at: datetime) -> Standing:
        """A loan at one moment."""
        return self.courses[loan_id].standing(at)

    def with_contract(self, number: str) -> frozenset[str]:
        """The loans that have exactly this contract number, signs left aside."""
        return self._by_contract.get(plain_contract(number), NO_LENDERS)

    def contracts_in(self, text: str) -> Iterable[tuple[int, int]]:
        """Where a normalised text writes the contract number of a loan as a word of its own, whatever stands before."""
        if not self._contracts:
            return
        small = in_small_letters(text)
        for hit in self._contract_pattern.finditer(small):
            around = small[max(0, hit.start() - 1) : hit.start()] + small[hit.end() : hit.end() + 1]
            if not any(sign.isascii() and (sign.isalnum() or sign == "*") for sign in around):
                yield hit.span()

    def directory_rows(self, lender_id: str) -> list[DirectoryLender]:
        """The rows of the directory that may be this lender."""
        return [self._rows[row] for row, lenders in self._ledger_ids.items() if lender_id in lenders]

    def _brands(self, lender: LenderFacts) -> frozenset[str]:
        own = (lender.name, *lender.aliases, *lender.signatures)
        listed = [name for row in self.directory_rows(lender.id) for name in (row.name, row.legal_name, *row.aliases)]
        return frozenset(key_of(name) for name in (*own, *listed) if name)


def _grouped(loans: Iterable[LoanFacts]) -> dict[str, tuple[LoanFacts, ...]]:
    groups: dict[str, tuple[LoanFacts, ...]] = {}
    for loan in loans:
        groups[loan.lender_id] = (*groups.get(loan.lender_id, ()), loan)
    return groups


def _assigned(loans: Iterable[LoanFacts]) -> dict[str, tuple[Assigned, ...]]:
    groups: dict[str, tuple[Assigned, ...]] = {}
    for loan in loans:
        for assignment in loan.assignments:
            for key in {key_of(name) for name in _assignee_names(assignment)}:
                groups[key] = (*groups.get(key, ()), Assigned(loan, assignment))
    return groups


# A short number also stands in sums and days; it needs the word contract before it.
SHORTEST_CONTRACT = 6


def _by_contract(loans: Iterable[LoanFacts]) -> dict[str, frozenset[str]]:
    numbers: dict[str, frozenset[str]] = {}
    for loan in loans:
        if number := plain_contract(loan.contract_number):
            numbers[number] = numbers.get(number, NO_LENDERS) | {loan.id}
    return numbers


def _contracts(loans: Iterable[LoanFacts]) -> frozenset[str]:
    keys = (key_of(loan.contract_number) for loan in loans if loan.contract_number)
    return frozenset(key for key in keys if len(key) >= SHORTEST_CONTRACT and any(map(str.isdecimal, key)))


COMPANY_ENDINGS = ("股份有限公司", "有限责任公司", "有限公司", "资产管理", "商务咨询", "信息咨询", "融资担保")
SHORTEST_SHORT_NAME = 3


def _assignee_names(assignment: AssignmentFacts) -> list[str]:
    """海纳清远资产管理有限公司 signs as 海纳清远资产管理 or 海纳清远, without anybody having recorded that."""
    names = [assignment.assignee, *assignment.aliases]
    short = assignment.assignee
    for ending in COMPANY_ENDINGS:
        if short.endswith(ending) and len(short) - len(ending) >= SHORTEST_SHORT_NAME:
            short = short.removesuffix(ending)
            names.append(short)
    return [name for name in names if name]


def _ledger_ids(lenders: Iterable[LenderFacts], rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """For each row of the directory the lenders of the ledger that share a name of the company with it."""
    rows = {
        row.id: {key_of(name) for name in (row.name, row.legal_name, *row.aliases) if name} for row in rulebook.lenders
    }
    own = {lender.id: {key_of(name) for name in (lender.name, *lender.aliases)} for lender in lenders}
    links = {row: frozenset(one for one, keys in own.items() if keys & names) for row, names in rows.items()}
    return {row: lenders for row, lenders in links.items() if lenders}


def _names(lenders: Iterable[LenderFacts], loans: Iterable[LoanFacts]) -> list[tuple[str, Owner]]:
    names = [
        (name, Owner("lender", lender.id))
        for lender in lenders
        for name in (lender.name, *lender.aliases, *lender.signatures)
    ]
    for loan in loans:
        names.append((loan.product, Owner("product", loan.id)))
        names += [(name, Owner("assignee", loan.id)) for one in loan.assignments for name in _assignee_names(one)]
    return names


LATIN_HEAD = re.compile(r"([A-Za-z][A-Za-z.&]+)(?=\s*[^\x00-\x7f])")


def _latin_heads(
    lenders: Iterable[LenderFacts], loans_of: Mapping[str, tuple[LoanFacts, ...]]
) -> Iterable[tuple[str, Owner]]:
    """UA亞聯財 signs an English text as UA; lenders of Hong Kong and Taiwan have a name in each script."""
    for lender in lenders:
        if all(region_of(loan) == MAINLAND for loan in loans_of.get(lender.id, ())):
            continue
        for name in (lender.name, *lender.aliases, *lender.signatures):
            if hit := LATIN_HEAD.match(name):
                yield hit[1], Owner("lender", lender.id)


def _zone(name: str) -> ZoneInfo:
    """The owner's zone; a name that nobody knows counts as the mainland's."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("Asia/Shanghai")
