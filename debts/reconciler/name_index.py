"""Whom the names, numbers and domains of a text stand for: lenders, assignees and collectors of one ledger."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from debts.reconciler.groups import grouped
from debts.reconciler.lexicon import Owner, key_of
from debts.reconciler.standing import MAINLAND, region_of
from debts.reconciler.types import AssignmentFacts, LenderFacts, LoanFacts
from debts.rulebook import DirectoryLender, LenderKind, Rulebook, plain_number

NOBODY: frozenset[str] = frozenset()
DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})/?", re.IGNORECASE)
HOST = re.compile(r"(?:https?://)?(?:[^/@\s]*@)?([a-z0-9.-]+)", re.IGNORECASE)
COMPANY_ENDINGS = ("股份有限公司", "有限责任公司", "有限公司", "资产管理", "商务咨询", "信息咨询", "融资担保")
SHORTEST_SHORT_NAME = 3
SENDERS_KEPT = 4096
LATIN_HEAD = re.compile(r"([A-Za-z][A-Za-z.&]+)(?=\s*[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Assigned:
    """A loan that was handed on, with the assignment that did it."""

    loan: LoanFacts
    assignment: AssignmentFacts


def names_of(lenders: Iterable[LenderFacts], loans: Iterable[LoanFacts]) -> Iterable[tuple[str, Owner]]:
    """The names of a ledger, for the reader to find."""
    for lender in lenders:
        yield from ((name, Owner("lender", lender.id)) for name in _own(lender) if not DOMAIN.fullmatch(name))
        yield from ((name, Owner("collector", lender.id)) for name in names_of_collectors(lender))
    for loan in loans:
        yield loan.product, Owner("product", loan.id)
        yield from ((name, Owner("assignee", loan.id)) for one in loan.assignments for name in _assignee_names(one))


def latin_heads(lenders: Iterable[LenderFacts], loans: Iterable[LoanFacts]) -> list[tuple[str, Owner]]:
    """UA亞聯財 signs an English text as UA; lenders of Hong Kong and Taiwan have a name in each script."""
    abroad = {loan.lender_id for loan in loans if region_of(loan) != MAINLAND}
    names = ((name, lender) for lender in lenders if lender.id in abroad for name in _own(lender))
    return [(hit[1], Owner("lender", lender.id)) for name, lender in names if (hit := LATIN_HEAD.match(name))]


class NameIndex:
    """Whom each name stands for, of a ledger and of the directory; ``owners`` are those that the reader found by."""

    def __init__(
        self,
        lenders: Mapping[str, LenderFacts],
        loans: Iterable[LoanFacts],
        rulebook: Rulebook,
        owners: Mapping[str, frozenset[Owner]],
    ) -> None:
        self.owners = owners
        self._rows = {row.id: row for row in rulebook.lenders}
        self._lenders_of_row = _lenders_of_row(lenders.values(), rulebook)
        self._rows_of_lender = grouped((one, row) for row, ids in self._lenders_of_row.items() for one in ids)
        self._brands = {lender.id: self._brands_of(lender) for lender in lenders.values()}
        self._directory_brands = _directory_brands(rulebook)
        self._assigned = _assigned(loans)
        self._collectors = _collected(lenders.values(), names_of_collectors, key_of)
        self._collector_numbers = _collected(lenders.values(), numbers_of_collectors, plain_number)
        self._senders = _collected(lenders.values(), lambda lender: lender.senders, plain_number)
        self._domains = _collected(lenders.values(), domains_of, str.lower)
        self.knows_sender = lru_cache(maxsize=SENDERS_KEPT)(self._knows_sender)
        self._lender_ids: dict[str, frozenset[str]] = {}
        self._companies: dict[str, bool] = {}
        self._known: dict[str, bool] = {}

    def knows(self, key: str) -> bool:
        """Whether a name leads anywhere in the ledger; most names of the directory do not."""
        found = self._known.get(key)
        if found is None:
            is_recorded = any(owner.kind != "directory" for owner in self.owners.get(key, ()))
            found = self._known[key] = is_recorded or bool(self.lender_ids(key))
        return found

    def _knows_sender(self, sender: str) -> bool:
        """Whether a sender leads to a lender of the ledger."""
        lenders = self.sent_for(sender) | self.called_for(sender)
        return bool(lenders or ("@" in sender and self.at_domain(sender)))

    def lender_ids(self, key: str) -> frozenset[str]:
        """The lenders of the ledger that a name may stand for, itself or through the directory."""
        found = self._lender_ids.get(key)
        if found is None:
            found = self._lender_ids[key] = self._find_lenders(key)
        return found

    def _find_lenders(self, key: str) -> frozenset[str]:
        owners = self.owners.get(key, frozenset())
        direct = {owner.id for owner in owners if owner.kind == "lender"}
        rows = {owner.id for owner in owners if owner.kind == "directory"}
        is_recorded = any(owner.kind == "product" for owner in owners)
        if not is_recorded and self._is_shared(key, rows):
            rows = set()
        return self._same_companies(direct) if direct else self._in_rows(rows)

    def _same_companies(self, lender_ids: set[str]) -> frozenset[str]:
        """These lenders with others that are the same company: somebody may have recorded one under two names."""
        return self._in_rows(row for lender in lender_ids for row in self.rows_of(lender)) | lender_ids

    def _in_rows(self, rows: Iterable[str]) -> frozenset[str]:
        return frozenset(lender for row in rows for lender in self._lenders_of_row.get(row, ()))

    def _is_shared(self, key: str, rows: set[str]) -> bool:
        """Whether several companies offer the product, so that its name tells none of them."""
        return len(rows) > 1 and any(key in map(key_of, self._rows[row].shared_products) for row in rows)

    def is_brand(self, key: str, lender_id: str) -> bool:
        """Whether the name is one of the lender as a whole, and so no product that another loan could contradict."""
        return key in self._brands.get(lender_id, NOBODY)

    def is_company(self, key: str) -> bool:
        """Whether the name is one that some lender of the ledger goes by as a whole."""
        found = self._companies.get(key)
        if found is None:
            found = self._companies[key] = any(self.is_brand(key, lender) for lender in self.lender_ids(key))
        return found

    def is_stranger(self, key: str) -> bool:
        """Whether a company of the directory goes by the name, and nobody of the ledger does."""
        is_listed_only = all(owner.kind == "directory" for owner in self.owners.get(key, ()))
        return key in self._directory_brands and is_listed_only and not self.lender_ids(key)

    def assignments(self, key: str) -> tuple[Assigned, ...]:
        """The loans that were handed to somebody of this name."""
        return self._assigned.get(key, ())

    def collected_for(self, key: str) -> frozenset[str]:
        """The lenders for which somebody of this name collects, as the owner has confirmed."""
        return self._collectors.get(key, NOBODY)

    def called_for(self, number: str) -> frozenset[str]:
        """The lenders for which somebody with this telephone number collects."""
        return self._collector_numbers.get(plain_number(number), NOBODY) if number else NOBODY

    def sent_for(self, sender: str) -> frozenset[str]:
        """The lenders that are known to send from this number or name."""
        return self._senders.get(plain_number(sender), NOBODY) if sender else NOBODY

    def at_domain(self, address: str) -> frozenset[str]:
        """The lenders on whose domain, or on a part of it, a link or mail address lies."""
        hit = HOST.match(address) if self._domains else None
        labels = hit[1].lower().strip(".").split(".") if hit else []
        hosts = (".".join(labels[at:]) for at in range(len(labels)))
        return next((self._domains[host] for host in hosts if host in self._domains), NOBODY)

    def rows_of(self, lender_id: str) -> frozenset[str]:
        """The rows of the directory that may be this lender."""
        return self._rows_of_lender.get(lender_id, NOBODY)

    def kinds_of(self, lender_ids: Iterable[str]) -> frozenset[LenderKind]:
        """Under what licences the lenders work, as far as the directory knows them."""
        return frozenset(self._rows[row].kind for lender in lender_ids for row in self.rows_of(lender))

    def kinds_named(self, key: str) -> frozenset[LenderKind]:
        """Under what licences those work that go by a name of the directory."""
        owners = self.owners.get(key, frozenset())
        return frozenset(self._rows[owner.id].kind for owner in owners if owner.kind == "directory")

    def _brands_of(self, lender: LenderFacts) -> frozenset[str]:
        listed = [name for row in self.rows_of(lender.id) for name in _company_names(self._rows[row])]
        return frozenset(key_of(name) for name in (*_own(lender), *listed) if name)


def domains_of(lender: LenderFacts) -> list[str]:
    """The domains among its names and senders; the domain of a mail address is not its own, for many share one."""
    hits = map(DOMAIN.fullmatch, (*lender.senders, *_own(lender)))
    return [hit[1] for hit in hits if hit]


def numbers_of_collectors(lender: LenderFacts) -> list[str]:
    """The telephone numbers among its collectors."""
    return [one for one in lender.collectors if _is_number(one)]


def names_of_collectors(lender: LenderFacts) -> list[str]:
    """The names among its collectors."""
    return [one for one in lender.collectors if one and not _is_number(one)]


def _is_number(text: str) -> bool:
    return plain_number(text).removeprefix("+").isdecimal()


def _own(lender: LenderFacts) -> tuple[str, ...]:
    return (lender.name, *lender.aliases, *lender.signatures)


def _company_names(row: DirectoryLender) -> tuple[str, ...]:
    return (row.name, row.legal_name, *row.aliases)


def _collected(
    lenders: Iterable[LenderFacts], values: Callable[[LenderFacts], Iterable[str]], plain: Callable[[str], str]
) -> Mapping[str, frozenset[str]]:
    """Lenders by some values of theirs."""
    return grouped((value, lender.id) for lender in lenders for value in filter(None, map(plain, values(lender))))


def _lenders_of_row(lenders: Iterable[LenderFacts], rulebook: Rulebook) -> Mapping[str, frozenset[str]]:
    """For each row of the directory the lenders of the ledger that share a name of the company with it."""
    by_name = grouped((key_of(name), lender.id) for lender in lenders for name in (lender.name, *lender.aliases))
    links = {
        row.id: NOBODY.union(*(by_name.get(key_of(name), NOBODY) for name in _company_names(row) if name))
        for row in rulebook.lenders
    }
    return {row: lenders for row, lenders in links.items() if lenders}


def _directory_brands(rulebook: Rulebook) -> frozenset[str]:
    """Names that stand for a company as a whole, those that it signs with included."""
    names = (name for row in rulebook.lenders for name in (*_company_names(row), *row.signatures))
    return frozenset(key_of(name) for name in names if name)


def _assigned(loans: Iterable[LoanFacts]) -> dict[str, tuple[Assigned, ...]]:
    groups: dict[str, list[Assigned]] = {}
    for loan in loans:
        for assignment in loan.assignments:
            for key in {key_of(name) for name in _assignee_names(assignment)}:
                groups.setdefault(key, []).append(Assigned(loan, assignment))
    return {key: tuple(found) for key, found in groups.items()}


def _assignee_names(assignment: AssignmentFacts) -> list[str]:
    """海纳清远资产管理有限公司 signs as 海纳清远资产管理 or 海纳清远, without anybody having recorded that."""
    names = [assignment.assignee, *assignment.aliases]
    short = assignment.assignee
    for ending in COMPANY_ENDINGS:
        if short.endswith(ending) and len(short) - len(ending) >= SHORTEST_SHORT_NAME:
            short = short.removesuffix(ending)
            names.append(short)
    return [name for name in names if name]
