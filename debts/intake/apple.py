"""Reads the message database of iPhones and Macs (``sms.db``, ``chat.db``).

Times count from 2001-01-01 UTC, in nanoseconds since iOS 11 and in seconds before; the oldest files count seconds from
1970. A text that is in no column lies in ``attributedBody``, an archive of the system's own.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from debts.intake.android_database import message_tables, read_android
from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.sources import FormatCode, UnknownFormat
from debts.intake.subjects import with_subject
from debts.intake.times import in_range
from debts.reconciler.characters import storable

MAGIC = b"SQLite format 3\x00"

MAX_ID = 128
_APPLE_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NANOSECONDS_FROM = 10**12  # as seconds this would be the year 33700
_ATTACHMENT = "\ufffc"
_STEPS = 10_000
_MOST_STEPS = 500_000_000  # of SQLite's machine: minutes; a honest database of a million messages needs a fraction

_NEW = """
SELECT m.text, {attributed}, m.date, m.is_from_me, COALESCE(h.id, {chat}), {item_type}, {associated}, {guid}, {subject}
FROM message m LEFT JOIN handle h ON h.ROWID = m.handle_id ORDER BY m.ROWID
"""
# A received message of nobody who is known by a handle is that of the conversation that it stands in.
_CHAT = """CASE WHEN m.is_from_me THEN NULL ELSE (SELECT c.chat_identifier FROM chat_message_join j
JOIN chat c ON c.ROWID = j.chat_id WHERE j.message_id = m.ROWID LIMIT 1) END"""
_OLD = "SELECT text, NULL, date, {sent}, {address}, 0, 0, ROWID, {subject} FROM message m ORDER BY ROWID"
# iOS 5 keeps iMessages beside the text messages, with columns of their own; 4 marks what the owner sent.
_OF_IMESSAGES = {
    "sent": "CASE WHEN is_madrid THEN madrid_flags & 4 ELSE flags = 3 END",
    "address": "COALESCE(address, madrid_handle)",
}
_OF_TEXTS = {"sent": "flags = 3", "address": "address"}


def read_apple(path: Path, zone: tzinfo) -> Iterator[Item]:
    """Read the messages of a database that may be written to, so that the log beside it is worked in.

    A database without messages is mostly one that was copied without its log: that is said, for they can be had.
    Raises UnknownFormat for a database of something else.
    """
    try:
        with closing(sqlite3.connect(path)) as database:
            yield from _messages(database, zone)
    except sqlite3.Error:
        yield Unreadable(Place(PlaceKind.MESSAGE, 1), UnreadableCode.DATABASE_BROKEN)


def _messages(database: sqlite3.Connection, zone: tzinfo) -> Iterator[Item]:
    _guard(database)
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if message_tables(database, tables - {"message"}):
        yield from read_android(database, tables, zone)
        return
    if tables and "message" not in tables:
        raise UnknownFormat(FormatCode.UNKNOWN)
    columns = {row[1] for row in database.execute("PRAGMA table_info(message)")}
    number = 0
    if tables:
        old = "handle" not in tables or "handle_id" not in columns
        rows = database.execute(
            _old_query(columns) if old else _query(columns, has_chats="chat_message_join" in tables)
        )
        for number, row in enumerate(rows, 1):
            yield _item(row, Place(PlaceKind.MESSAGE, number), zone, old=old)
    if not number:
        yield Unreadable(Place(PlaceKind.MESSAGE, 1), UnreadableCode.LOG_MISSING)


def _guard(database: sqlite3.Connection) -> None:
    """Trust nothing in the file: no functions of its schema, and no query without an end."""
    database.execute("PRAGMA trusted_schema = OFF")
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    left = _MOST_STEPS // _STEPS

    def count() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    database.set_progress_handler(count, _STEPS)


def _old_query(columns: set[str]) -> str:
    of_version = _OF_IMESSAGES if "madrid_flags" in columns else _OF_TEXTS
    return _OLD.format(subject="subject" if "subject" in columns else "NULL", **of_version)


def _query(columns: set[str], *, has_chats: bool) -> str:
    return _NEW.format(
        chat=_CHAT if has_chats else "NULL",
        subject="m.subject" if "subject" in columns else "NULL",
        attributed="m.attributedBody" if "attributedBody" in columns else "NULL",
        item_type="m.item_type" if "item_type" in columns else "0",
        guid="m.guid" if "guid" in columns else "m.ROWID",
        associated="m.associated_message_type" if "associated_message_type" in columns else "0",
    )


def _item(row: tuple[object, ...], place: Place, zone: tzinfo, *, old: bool) -> Item:
    text, attributed, date, is_sent, sender, item_type, associated, guid, subject = row
    if item_type or associated:
        return Skipped(place, SkippedCode.NO_TEXT)
    if is_sent:
        return Skipped(place, SkippedCode.SENT)
    body = text if isinstance(text, str) and text else attributed_text(attributed)
    body = storable(with_subject(str(subject or ""), body.replace(_ATTACHMENT, "").strip("\n")))
    if refused := unfit(body, place):
        return refused
    received_at = _moment(date, zone, old=old)
    if date and received_at is None:
        return Unreadable(place, UnreadableCode.TIME, "date")
    return Draft(
        body, received_at, sender=storable(str(sender or "")), id=storable(str(guid or ""))[:MAX_ID], place=place
    )


def _moment(value: object, zone: tzinfo, *, old: bool) -> datetime | None:
    """A time of the column ``date``; the oldest files count their text messages from 1970."""
    if isinstance(value, float) or (isinstance(value, str) and value.isascii() and value.isdigit()):
        value = int(value)  # a database that was rebuilt by a program may have lost the types of its columns
    if not isinstance(value, int) or value <= 0:
        return None
    is_unix = old and value > (_APPLE_EPOCH - _UNIX_EPOCH).total_seconds()
    seconds = value / 1e9 if value >= _NANOSECONDS_FROM else value
    try:
        return in_range(((_UNIX_EPOCH if is_unix else _APPLE_EPOCH) + timedelta(seconds=seconds)).astimezone(zone))
    except OverflowError:
        return None


def attributed_text(archive: object) -> str:
    """The text in an ``attributedBody``: after the name of its class a length and UTF-8; empty where there is none."""
    if not isinstance(archive, bytes):
        return ""
    name = archive.find(b"NSString")
    sign = archive.find(b"+", name) if name >= 0 else -1
    if sign < 0:
        return ""
    start, length = _length(archive, sign + 1)
    return archive[start : start + length].decode("utf-8", "replace")


def _length(archive: bytes, at: int) -> tuple[int, int]:
    """Where the text begins and how many bytes it has: one byte, or a mark and two or four with the least first."""
    wide = {0x81: 2, 0x82: 4}.get(archive[at] if at < len(archive) else 0)
    if wide is None:
        return at + 1, archive[at] if at < len(archive) else 0
    return at + 1 + wide, int.from_bytes(archive[at + 1 : at + 1 + wide], "little")
