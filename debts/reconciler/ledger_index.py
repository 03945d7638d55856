"""A ledger prepared for many messages: its names compiled into the reader, its loans found by whom they belong to."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from debts.reconciler.dates import CHINA
from debts.reconciler.lexicon import key_of
from debts.reconciler.loan_index import LoanGroup
from debts.reconciler.name_index import NameIndex, latin_heads, names_of
from debts.reconciler.normalise import NormalisedText
from debts.reconciler.numbers import plain_contract
from debts.reconciler.reading import Reader
from debts.reconciler.standing import Course, Standing, latest_day
from debts.reconciler.types import Ledger, LoanFacts
from debts.rulebook import ConductSign, LenderKind, Rulebook
from debts.rulebook.needles import Needles, longest
from debts.rulebook.phrases import in_small_letters
from debts.rulebook.templates import by_template, template_of

# A short number also stands in sums and days; it needs the word contract before it.
SHORTEST_CONTRACT = 6
NO_LOANS = LoanGroup(())
DAYS_KEPT = 4096
Signs = tuple[tuple[str, ConductSign], ...]


class SignsInForce:
    """The signs of the conduct rules on some days."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self._by_concepts: dict[frozenset[str], Signs] = {}

    def speaking(self, concepts: frozenset[str]) -> Signs:
        """Those that a text with these concepts may show; the texts of one template have the same."""
        found = self._by_concepts.get(concepts)
        if found is None:
            _make_room(self._by_concepts)
            found = tuple(
                (rule, sign) for rule, sign in self.signs if sign.test or not sign.concepts.isdisjoint(concepts)
            )
            self._by_concepts[concepts] = found
        return found


class LedgerIndex:
    """What judging asks of a ledger, worked out once for all messages of a check."""

    def __init__(self, ledger: Ledger, rulebook: Rulebook) -> None:
        self.ledger = ledger
        self.rulebook = rulebook
        self.lenders = {lender.id: lender for lender in sorted(ledger.lenders, key=lambda lender: lender.id)}
        self.loans = {loan.id: loan for loan in sorted(ledger.loans, key=lambda loan: loan.id)}
        self.zone = _zone(ledger.profile.time_zone)
        # Lenders of the mainland, Hong Kong and Taiwan count their days in UTC+8, wherever the borrower lives.
        self.calendar = CHINA
        owners = ledger.profile.names
        self.courses = {one: Course(loan, self.zone, self.calendar, owners) for one, loan in self.loans.items()}
        self.decisions = {decision.message_id: decision for decision in ledger.decisions}
        lenders, loans = self.lenders.values(), self.loans.values()
        heads = latin_heads(lenders, loans)
        self.reader = Reader(rulebook, [*names_of(lenders, loans), *heads], weak={name for name, _ in heads})
        self.names = NameIndex(self.lenders, loans, rulebook, self.reader.lexicon.owners)
        self._groups = {lender_id: LoanGroup(courses) for lender_id, courses in self._courses_by_lender().items()}
        self._signs: dict[date | None, SignsInForce] = {}
        self._in_force: dict[Signs, SignsInForce] = {}
        self._asked: tuple[datetime, date] | None = None
        self._cited: dict[tuple[tuple[str, ...], date, LenderKind | None], tuple[str, ...]] = {}
        written = sorted(_as_written(self.loans.values()))
        self._written_contracts = Needles(written)
        self.may_write_contract = by_template(partial(_holds, Needles(map(template_of, written))))

    def _courses_by_lender(self) -> dict[str, list[Course]]:
        groups: dict[str, list[Course]] = {}
        for course in self.courses.values():
            groups.setdefault(course.loan.lender_id, []).append(course)
        return groups

    def day(self, at: datetime) -> date:
        """The day by which a loan may have been drawn or a notice been given, on one calendar or the other."""
        asked = self._asked
        if asked is None or at is not asked[0]:  # one message asks several times
            asked = self._asked = at, latest_day(at, self.zone, self.calendar)
        return asked[1]

    def group(self, lender_id: str) -> LoanGroup:
        """The loans of a lender."""
        return self._groups.get(lender_id, NO_LOANS)

    def group_of(self, loan_id: str) -> LoanGroup:
        """The loans of the lender of a loan."""
        return self.group(self.loans[loan_id].lender_id)

    @cached_property
    def everything(self) -> LoanGroup:
        """All loans, for what a text says without naming a lender."""
        return LoanGroup(self.courses.values())

    def with_contract(self, number: str) -> frozenset[str]:
        """The loans that have exactly this contract number, signs left aside."""
        plain = plain_contract(number)
        found = self.everything.contracts.find(number)
        return frozenset(one for one in found if plain_contract(self.loans[one].contract_number) == plain)

    def standing(self, loan_id: str, at: datetime) -> Standing:
        """A loan at one moment."""
        return self.courses[loan_id].standing(at)

    def cited(self, citation_ids: tuple[str, ...], day: date, kind: LenderKind | None = None) -> tuple[str, ...]:
        """Those of the citations that bound this kind of lender on that day; many messages come on one day."""
        key = (citation_ids, day, kind)
        found = self._cited.get(key)
        if found is None:
            _make_room(self._cited)
            found = self._cited[key] = tuple(one.id for one in self.rulebook.in_force(citation_ids, day, kind))
        return found

    def contracts_in(self, text: NormalisedText) -> Iterable[tuple[int, int]]:
        """Where a text writes the contract number of a loan as a word of its own, whatever stands before it."""
        if not self.may_write_contract(text.template):
            return
        small = in_small_letters(text.text)
        hits = self._written_contracts.find(small)
        for start, end in longest((start, end) for _, start, end in hits) if hits else ():
            around = small[max(0, start - 1) : start] + small[end : end + 1]
            if not any(sign.isascii() and (sign.isalnum() or sign == "*") for sign in around):
                yield start, end

    def signs_on(self, day: date | None) -> SignsInForce:
        """The signs of the conduct rules in force on a day; all without one: what is bad at any time is still said."""
        found = self._signs.get(day)
        if found is None:
            every = self.rulebook.signs
            _make_room(self._signs)
            signs = tuple((rule, sign) for rule, sign in every if day is None or self.cited(sign.decisive, day))
            found = self._signs[day] = self._in_force.setdefault(signs, SignsInForce(signs))
        return found


def _make_room(remembered: dict[Any, Any]) -> None:
    """Forget what was worked out for days long past, before a backup of many years fills the memory with them."""
    if len(remembered) >= DAYS_KEPT:
        remembered.clear()


def _holds(numbers: Needles, template: str) -> bool:
    """Whether one of some numbers, as templates, stands in a template."""
    return bool(numbers.find(in_small_letters(template)))


def _as_written(loans: Iterable[LoanFacts]) -> frozenset[str]:
    """Contract numbers as a text may write them, with their signs and without."""
    numbers = [key_of(loan.contract_number) for loan in loans if loan.contract_number]
    every = (*numbers, *("".join(filter(str.isalnum, number)) for number in numbers))
    return frozenset(key for key in every if len(key) >= SHORTEST_CONTRACT and any(map(str.isdecimal, key)))


def _zone(name: str) -> ZoneInfo:
    """The owner's zone; a name that nobody knows counts as the mainland's."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("Asia/Shanghai")
