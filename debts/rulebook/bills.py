"""What the app knows about bills: names of their columns, banks, and the words by which a row is about a loan.

The words are phrases of the same form as those of messages, in a folder of their own: a bill has its own language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from debts.rulebook.entries import Entry, RulebookError, build_all, read_file
from debts.rulebook.phrase_files import load_phrases
from debts.rulebook.phrases import PhraseBook

FILE = "bills.toml"
PHRASES = Path(__file__).parent / "data" / "bill_phrases"


@dataclass(frozen=True, slots=True)
class ColumnName:
    """Words that stand in the name of a column, and what such a column holds; nothing that we need without a role."""

    words: re.Pattern[str]
    role: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class BankMark:
    """How the statements of a bank are known: words above the table, or columns that only this bank has together."""

    name: str
    words: re.Pattern[str]
    columns: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class BillPart:
    """A reason that a row pays a loan, and what it adds to the loan's score; below nothing where it speaks against it.

    A decisive one tells the loan from the others of its lender. ``tells_whose`` says whose loan it is, ``names_loan``
    that the row itself names lender or loan.
    """

    code: str
    weight: int
    is_decisive: bool = False
    tells_whose: bool = False
    names_loan: bool = False


@dataclass(frozen=True)
class BillScores:
    """All parts by their codes, in the order of the file."""

    parts: Mapping[str, BillPart]

    def total(self, codes: Iterable[str]) -> int:
        """The score of these reasons together; KeyError for a code that the file does not have."""
        return sum(self.parts[code].weight for code in codes)

    @cached_property
    def decisive(self) -> tuple[str, ...]:
        """The codes that tell one loan from the others, the strongest first."""
        return tuple(part.code for part in self.parts.values() if part.is_decisive)

    @cached_property
    def whose(self) -> frozenset[str]:
        """The codes that tell whose loan it is."""
        return frozenset(part.code for part in self.parts.values() if part.tells_whose)

    @cached_property
    def naming(self) -> frozenset[str]:
        """The codes of what the row itself names."""
        return frozenset(part.code for part in self.parts.values() if part.names_loan)


@dataclass(frozen=True, slots=True)
class BillBook:
    """Everything about bills.

    ``need_words`` are names of lenders that are shops or ways to pay as well: a payment to them is no repayment unless
    words say so. ``payment_companies`` collect for others, so that the lender is hidden behind them.
    """

    columns: tuple[ColumnName, ...]
    banks: tuple[BankMark, ...]
    need_words: frozenset[str]
    payment_companies: tuple[str, ...]
    phrases: PhraseBook
    scores: BillScores


@cache
def load_bill_book() -> BillBook:
    """The bill book of this version; raises RulebookError or PhraseError where a data file is broken."""
    file = read_file(FILE)
    book = BillBook(
        columns=tuple(map(_column, file.parts("column"))),
        banks=build_all(file.parts("bank"), _bank),
        need_words=frozenset(file.texts("need_words")),
        payment_companies=file.texts("payment_companies"),
        phrases=load_phrases(PHRASES),
        scores=scores_from(file),
    )
    file.finish()
    return book


def _column(entry: Entry) -> ColumnName:
    rank = entry.count("rank") if "rank" in entry.unread() else 0
    column = ColumnName(entry.pattern("words"), entry.text("role", ""), rank)
    entry.finish()
    return column


def _bank(entry: Entry) -> BankMark:
    columns = tuple(frozenset(names.split("+")) for names in entry.texts("columns"))
    return BankMark(entry.text("name"), entry.pattern("words"), columns)


def scores_from(file: Entry) -> BillScores:
    """The parts of a file that was read; raises RulebookError where one contradicts itself."""
    parts = build_all(file.parts("part"), _part)
    for problem in _problems(parts):
        raise problem
    return BillScores({part.code: part for part in parts})


def _part(entry: Entry) -> BillPart:
    return BillPart(
        code=entry.text("code"),
        weight=entry.weight("weight"),
        is_decisive=entry.flag("decisive", default=False),
        tells_whose=entry.flag("tells_whose", default=False),
        names_loan=entry.flag("names_loan", default=False),
    )


def _problems(parts: Iterable[BillPart]) -> Iterator[RulebookError]:
    for part in parts:
        if part.weight < 0 and (part.is_decisive or part.tells_whose or part.names_loan):
            yield RulebookError(FILE, part.code, "what speaks against a loan points at none")
        if part.tells_whose and not part.names_loan:
            yield RulebookError(FILE, part.code, "only what names a loan can tell whose it is")
