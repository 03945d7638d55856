"""A book as beancount reads it: accounts opened, entries, notes, and the balances asserted at the end."""

from collections.abc import Iterator
from datetime import timedelta

from debts.dossier.accounting.types import Balance, Book, Entry, Remark
from debts.dossier.accounting.words import one_line


def as_beancount(book: Book) -> Iterator[str]:
    """The lines of a beancount file; ``bean-check`` finds nothing wrong with them."""
    yield f"option {quoted('title')} {quoted(book.title)}"
    yield from (f"option {quoted('operating_currency')} {quoted(code)}" for code in book.currencies)
    yield from ("", *(f"; {one_line(line)}" for line in book.preface), "")
    yield from _accounts(book)
    for entry in book.entries:
        yield from _entry(entry)
    yield ""
    yield from map(_note, book.remarks)
    yield from (_assertion(book, balance) for balance in book.balances)


def quoted(text: str) -> str:
    """A text between quotation marks, on one line."""
    plain = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _accounts(book: Book) -> Iterator[str]:
    for account, (day, currencies) in book.accounts().items():
        yield f"{day.isoformat()} open {account} {','.join(sorted(currencies))}".rstrip()


def _entry(entry: Entry) -> Iterator[str]:
    yield from ("", f"{entry.day.isoformat()} * {quoted(entry.payee)} {quoted(entry.text)}")
    if entry.ref:
        yield f"  ref: {quoted(entry.ref)}"
    yield from (f"  {account}  {amount:.2f} {currency}" for account, amount, currency in entry.postings)


def _note(remark: Remark) -> str:
    return f"{remark.day.isoformat()} note {remark.account} {quoted(remark.text)}"


def _assertion(book: Book, balance: Balance) -> str:
    """An assertion holds at the beginning of its day, so it stands on the day after."""
    day = book.day + timedelta(days=1)
    return f"{day.isoformat()} balance {balance.account}  {balance.amount:.2f} {balance.currency}"
