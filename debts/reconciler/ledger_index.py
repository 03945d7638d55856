"""A ledger prepared for many messages: its names compiled into the reader, its loans found by whom they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from debts.reconciler.lexicon import Owner, key_of
from debts.reconciler.reading import Reader
from debts.reconciler.types import AssignmentFacts, Ledger, LenderFacts, LoanFacts
from debts.rulebook import DirectoryLender, Rulebook, plain_number


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
        self.loans_of = _grouped(self.loans.values())
        self.assigned = _assigned(self.loans.values())
        self.decisions = {decision.message_id: decision for decision in ledger.decisions}
        self.zone = _zone(ledger.profile.time_zone)
        self._rows = {row.id: row for row in rulebook.lenders}
        self._ledger_ids = _ledger_ids(self.lenders.values(), rulebook)
        self._brand_keys = {lender.id: self._brands(lender) for lender in self.lenders.values()}
        self._senders = [
            (plain_number(sender), lender.id) for lender in self.lenders.values() for sender in lender.senders
        ]
        self.reader = Reader(rulebook, _names(self.lenders.values(), self.loans.values()))

    def lender_ids(self, key: str) -> frozenset[str]:
        """The lenders of the ledger that a name may stand for, itself or through the directory."""
        owners = self.reader.lexicon.owners.get(key, frozenset())
        direct = {owner.id for owner in owners if owner.kind == "lender"}
        listed = {one for owner in owners if owner.kind == "directory" for one in self._ledger_ids.get(owner.id, ())}
        return frozenset(direct or listed)

    def assignments(self, key: str) -> tuple[Assigned, ...]:
        """The loans that were handed to somebody of this name."""
        return self.assigned.get(key, ())

    def is_brand(self, key: str, lender_id: str) -> bool:
        """Whether the name is one of the lender as a whole, and so no product that another loan could contradict."""
        return key in self._brand_keys.get(lender_id, frozenset())

    def sender_lenders(self, sender: str) -> frozenset[str]:
        """The lenders that are known to send from this number."""
        plain = plain_number(sender) if sender else ""
        return frozenset(lender for number, lender in self._senders if plain and number == plain)

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


def _zone(name: str) -> ZoneInfo:
    """The owner's zone; a name that nobody knows counts as the mainland's."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("Asia/Shanghai")
