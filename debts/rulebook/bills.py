"""What the app knows about bills: names of their columns, banks, and the words by which a row is about a loan.

The words are phrases of the same form as those of messages, in a folder of their own: a bill has its own language.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from debts.rulebook.entries import Entry, build_all, read_file
from debts.rulebook.phrases import PhraseBook, load_phrases

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


@cache
def load_bill_book() -> BillBook:
    """The bill book of this version; raises RulebookError or PhraseError where a data file is broken."""
    file = read_file("bills.toml")
    book = BillBook(
        columns=tuple(map(_column, file.parts("column"))),
        banks=build_all(file.parts("bank"), _bank),
        need_words=frozenset(file.texts("need_words")),
        payment_companies=file.texts("payment_companies"),
        phrases=load_phrases(PHRASES),
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
