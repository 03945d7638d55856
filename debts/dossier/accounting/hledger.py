"""A book as hledger reads it: commodities and accounts declared, entries, and the balances asserted at the end."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from debts.dossier.accounting.types import Book, Entry, Remark
from debts.dossier.accounting.words import one_line

# Signs with a meaning of their own in a description, and what stands in for them.
_TAMED = str.maketrans({";": "；", "|": "｜", "(": "（", ")": "）", "*": "＊", "!": "！", "=": "＝"})


def as_hledger(book: Book) -> Iterator[str]:
    """The lines of a journal; ``hledger check`` finds nothing wrong with them."""
    yield from (f"; {one_line(line)}" for line in (book.title, *book.preface))
    yield from ("", *(f"commodity 1000.00 {code}" for code in book.currencies))
    yield from ("", *(f"account {account}" for account in book.accounts()))
    for entry in book.entries:
        yield from _entry(entry)
    if book.remarks:
        yield from ("", *map(_comment, book.remarks))
    yield from _assertions(book)


def tamed(text: str) -> str:
    """A text on one line, without signs that hledger would take for something else."""
    return one_line(text).translate(_TAMED)


def _entry(entry: Entry) -> Iterator[str]:
    tag = f"  ; ref:{tamed(entry.ref)}" if entry.ref else ""
    yield from ("", f"{entry.day.isoformat()} * {tamed(entry.payee)} | {tamed(entry.text)}{tag}")
    yield from (f"    {account}  {amount:.2f} {currency}" for account, amount, currency in entry.postings)


def _comment(remark: Remark) -> str:
    return f"; {remark.day.isoformat()} {remark.account} {one_line(remark.text)}"


def _assertions(book: Book) -> Iterator[str]:
    if not book.balances:
        return
    day = book.day + timedelta(days=1)
    yield from ("", f"{day.isoformat()} * {tamed(_('核对余额'))}")
    for balance in book.balances:
        yield f"    {balance.account}  0.00 {balance.currency} = {balance.amount:.2f} {balance.currency}"
