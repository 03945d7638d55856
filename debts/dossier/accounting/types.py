"""Double entries as plain values; what a program makes of them is the writers' business."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Posting(NamedTuple):
    """A sum that comes into an account, or goes out of it where it is below nothing."""

    account: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened on a day. The sums of its postings come to nothing in each currency."""

    day: date
    payee: str
    text: str
    postings: tuple[Posting, ...]
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about an account that moves no money: what is unknown, or what did not go through."""

    day: date
    account: str
    text: str


@dataclass(frozen=True, slots=True)
class Balance:
    """What the ledger says that an account holds at the end; the other program checks it against the entries."""

    account: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Book:
    """The entries of a ledger in order of their days, as known at the end of ``day``."""

    title: str
    day: date
    preface: tuple[str, ...]
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]
    balances: tuple[Balance, ...]

    @property
    def currencies(self) -> list[str]:
        """Every currency in the book, in order of their codes."""
        return sorted({posting.currency for entry in self.entries for posting in entry.postings})

    def accounts(self) -> dict[str, tuple[date, set[str]]]:
        """Each account with the day of its first use and its currencies, in order of their names."""
        found: dict[str, tuple[date, set[str]]] = {}
        for account, day, currency in sorted(self._uses()):
            first, currencies = found.setdefault(account, (day, set()))
            found[account] = (min(first, day), currencies | ({currency} if currency else set()))
        return found

    def _uses(self) -> Iterator[tuple[str, date, str]]:
        for entry in self.entries:
            yield from ((posting.account, entry.day, posting.currency) for posting in entry.postings)
        yield from ((remark.account, remark.day, "") for remark in self.remarks)
        yield from ((balance.account, self.day, balance.currency) for balance in self.balances)
