"""Reads the message database of Android (``mmssms.db``), and the copies of its tables in makers' databases.

Such a table has the columns of Android's provider, whatever it is called: address, body, date, type.
"""

import sqlite3
from collections.abc import Iterator
from datetime import tzinfo

from debts.intake.android import FROM, mms, sms
from debts.intake.drafts import Item, Place, PlaceKind

_COLUMNS = frozenset({"address", "body", "date", "type"})
_OF_PICTURES = frozenset({"pdu", "part", "addr"})
_TEXTS = "SELECT text FROM part WHERE mid = ? AND ct = 'text/plain' AND text IS NOT NULL ORDER BY _id"
_SENDERS = f"SELECT address FROM addr WHERE msg_id = ? AND type = {FROM}"  # noqa: S608 - a number of ours


def message_tables(database: sqlite3.Connection, tables: set[str]) -> list[str]:
    """The tables of messages in Android's form."""
    return sorted(name for name in tables if _columns(database, name) >= _COLUMNS)


def read_android(database: sqlite3.Connection, tables: set[str], zone: tzinfo) -> Iterator[Item]:
    """Read the messages of all such tables, then the picture messages."""
    number = 0
    for name in message_tables(database, tables):
        for row in _rows(database, name):
            number += 1
            yield sms(row, Place(PlaceKind.SMS, number), zone)
    if tables >= _OF_PICTURES and {"msg_box", "date", "_id"} <= _columns(database, "pdu"):
        for count, row in enumerate(_rows(database, "pdu"), 1):
            yield _picture(database, row, Place(PlaceKind.MMS, count), zone)


def _picture(database: sqlite3.Connection, row: dict[str, str], place: Place, zone: tzinfo) -> Item:
    texts = [str(text) for (text,) in database.execute(_TEXTS, (row["_id"],))]
    senders = [str(address or "") for (address,) in database.execute(_SENDERS, (row["_id"],))]
    return mms(row, texts, senders, place, zone)  # the seconds here are known from milliseconds by their size


def _columns(database: sqlite3.Connection, table: str) -> set[str]:
    return {str(row[1]) for row in database.execute(f"PRAGMA table_info({_quoted(table)})")}


def _rows(database: sqlite3.Connection, table: str) -> Iterator[dict[str, str]]:
    found = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - quoted
    names = [column[0] for column in found.description]
    for row in found:
        yield {name: str(one) for name, one in zip(names, row, strict=True) if isinstance(one, str | int | float)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
