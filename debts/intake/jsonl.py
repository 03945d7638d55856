"""Messages as JSON lines: one object a line, only ``text`` required.

    {"id": "m1", "text": "【招联金融】…", "received_at": "2024-03-05T10:22:00+08:00", "sender": "1069000000",
     "channel": "sms", "recipient": "self"}

A list of such objects in one JSON array is read too. A bad line is reported with its number and the rest is read.
Also taken: ``sent_ms`` (milliseconds since the epoch), the channel words of notification recorders, in files keys that
are named as the columns of tables are (``from``, ``message``, ``time``), and the rows of SMS Import / Export
(``sms_ie``), which are JSON lines too.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import IO

from debts.intake.call_tables import is_call_log, listed_call
from debts.intake.columns import TELLING, is_chat, not_received, sender_of
from debts.intake.drafts import (
    MAX_TEXT_CHARACTERS,
    Draft,
    Item,
    Place,
    PlaceKind,
    Skipped,
    SkippedCode,
    Unreadable,
    UnreadableCode,
)
from debts.intake.encodings import taken_apart
from debts.intake.nested import flat
from debts.intake.placeholders import is_placeholder
from debts.intake.sms_ie import is_other_row, is_phone_row, phone_row
from debts.intake.tables import moment_in_cells
from debts.intake.times import moment_in_iso, moment_of_ms
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel, Recipient
from debts.rulebook.message_tables import Column, load_message_tables

MAX_LINE_BYTES = 4_000_000
_OUR_KEYS = frozenset({"id", "text", "received_at", "sent_at", "sent_ms", "sender", "channel", "recipient"})
_OTHER_CHANNELS = {"app_message": Channel.CHAT, "app_notification": Channel.PUSH}
_OWN_TIMES = frozenset({"received_at", "sent_at", "sent_ms"})


class _FieldError(ValueError):
    """A field of a line cannot be taken."""

    def __init__(self, code: UnreadableCode, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def read_jsonl(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read JSON lines in UTF-8 or GB18030; times without an offset are those of ``zone``."""
    for number, line in enumerate(_lines(stream), 1):
        place = Place(PlaceKind.LINE, number)
        if len(line) > MAX_LINE_BYTES:
            yield Unreadable(place, UnreadableCode.LINE_TOO_LONG)
        elif shown := line.strip():
            yield _item(shown, place, zone)


def read_objects(values: Iterable[object], *, zone: tzinfo) -> Iterator[Draft | Unreadable]:
    """Read parsed objects of the same form, as an API takes them."""
    for number, value in enumerate(values, 1):
        yield draft_of(value, Place(PlaceKind.MESSAGE, number), zone)


def is_message(value: dict[str, object]) -> bool:
    """Whether an object of a document is a message: it holds a text, and when it came or from whom."""
    if is_phone_row(value) or (value.keys() <= _OUR_KEYS and "text" in value):
        return True
    roles = {load_message_tables().column(key) for key, one in value.items() if one is not None}
    return Column.TEXT in roles and not roles.isdisjoint(TELLING)


def item_of(value: object, place: Place, zone: tzinfo) -> Item:
    """One object of a file: a row of a phone's backup, or an object of our own form."""
    if not isinstance(value, dict) or value.keys() <= _OUR_KEYS:
        return draft_of(value, place, zone)
    if is_phone_row(value):
        return phone_row(value, place, zone)
    if is_other_row(value):
        return Skipped(place, SkippedCode.NO_MESSAGES)
    return _named_as_columns(flat(value), place, zone)


def _named_as_columns(value: dict[str, object], place: Place, zone: tzinfo) -> Item:
    """An object of another form, whose keys are named as the columns of tables are."""
    cells = _cells(value)

    def cell(role: Column) -> str:
        return cells.get(role, "")

    if Column.TEXT not in cells and is_call_log(cells.keys()):
        return listed_call(cell, moment_in_cells(cell, zone), place, zone)
    if code := not_received(cell, cells.keys()):
        return Skipped(place, code)
    item = draft_of({**value, **_as_ours(cells, moment_in_cells(cell, zone))}, place, zone)
    is_empty = (
        isinstance(item, Draft) and is_chat(cells.keys()) and (not item.text.strip() or is_placeholder(item.text))
    )
    return Skipped(place, SkippedCode.NO_TEXT) if is_empty else item


def _cells(value: dict[str, object]) -> dict[Column, str]:
    """What stands under each name of a column; of several names for one column the first that says anything counts."""
    found: dict[Column, str] = {}
    for key, one in value.items():
        role = None if key in _OWN_TIMES else load_message_tables().column(key)
        if role and isinstance(one, str | int | float) and not found.get(role):
            found[role] = str(one).lower() if isinstance(one, bool) else taken_apart(str(one))
    return found


def _as_ours(cells: dict[Column, str], moment: datetime | None) -> dict[str, object]:
    named = {
        "text": cells.get(Column.TEXT),
        "sender": sender_of(lambda role: cells.get(role, ""), cells.keys()),
        "received_at": moment.isoformat() if moment else None,
        "channel": Channel.CHAT if is_chat(cells.keys()) else None,
    }
    return {key: one for key, one in named.items() if one is not None}


def draft_of(value: object, place: Place, zone: tzinfo) -> Draft | Unreadable:
    """One object as a draft, or the first reason why it is none."""
    if not isinstance(value, dict):
        return Unreadable(place, UnreadableCode.NOT_AN_OBJECT)
    try:
        return _draft(value, place, zone)
    except _FieldError as refused:
        return Unreadable(place, refused.code, refused.detail)


def decoded(content: bytes) -> str:
    """The text of bytes in UTF-8 or, failing that, GB18030.

    Raises:
        UnicodeDecodeError: They are neither.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    first = True
    while line := stream.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES + 1)
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def _item(line: bytes, place: Place, zone: tzinfo) -> Item:
    try:
        value = json.loads(decoded(line))
    except (ValueError, RecursionError):
        return Unreadable(place, UnreadableCode.JSON)
    return item_of(value, place, zone)


def _draft(value: dict[str, object], place: Place, zone: tzinfo) -> Draft:
    received_at = _time(value, "received_at", zone)
    if received_at is None:
        received_at = _sent_ms(value, zone)
    return Draft(
        text=_text(value),
        received_at=received_at,
        sent_at=_time(value, "sent_at", zone),
        sender=_word(value, "sender"),
        channel=_channel(value),
        recipient=_recipient(value),
        id=_word(value, "id"),
        place=place,
    )


def _text(value: dict[str, object]) -> str:
    # An empty text is a text: an empty message did come, and it is answered like any other.
    text = value.get("text")
    if text is None:
        raise _FieldError(UnreadableCode.TEXT_MISSING, "text")
    if not isinstance(text, str):
        raise _FieldError(UnreadableCode.FIELD, "text")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise _FieldError(UnreadableCode.TEXT_TOO_LONG, "text")
    return storable(text)


def _word(value: dict[str, object], key: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise _FieldError(UnreadableCode.FIELD, key)
    return storable(str(found))


def _time(value: dict[str, object], key: str, zone: tzinfo) -> datetime | None:
    written = value.get(key)
    if written is None or written == "":
        return None
    found = moment_in_iso(written, zone) if isinstance(written, str) else None
    if found is None:
        raise _FieldError(UnreadableCode.TIME, key)
    return found


def _sent_ms(value: dict[str, object], zone: tzinfo) -> datetime | None:
    written = value.get("sent_ms")
    if written is None:
        return None
    found = moment_of_ms(written, zone)
    if found is None:
        raise _FieldError(UnreadableCode.TIME, "sent_ms")
    return found


def _channel(value: dict[str, object]) -> Channel:
    word = _word(value, "channel")
    try:
        return _OTHER_CHANNELS.get(word) or Channel(word or Channel.SMS)
    except ValueError:
        raise _FieldError(UnreadableCode.CHANNEL, word[:80]) from None


def _recipient(value: dict[str, object]) -> Recipient:
    word = _word(value, "recipient")
    try:
        return Recipient(word or Recipient.SELF)
    except ValueError:
        raise _FieldError(UnreadableCode.RECIPIENT, word[:80]) from None
