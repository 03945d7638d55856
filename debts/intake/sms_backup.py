"""Reads the XML of SMS Backup & Restore: messages, picture messages and the call log, as a stream in flat memory.

    <sms address="95555" date="1737379768457" type="1" body="…" date_sent="1737379766457" />
    <call number="4008108818" duration="14" date="1767214800000" type="1" />

``readable_date`` follows the phone's language and is never read. A broken file gives what stands before the break.
"""

from base64 import b64decode
from collections.abc import Iterator
from datetime import tzinfo
from typing import IO, NoReturn
from xml.parsers import expat

from debts.intake.android import FROM, call, is_text_part, mms, sms, word
from debts.intake.drafts import Item, Place, PlaceKind, Unreadable, UnreadableCode
from debts.intake.xml_repair import repaired

# The parser holds an element until it ends; no honest message is as long.
MAX_ELEMENT_CHARACTERS = 4 * 1024 * 1024


def read_sms_backup(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read a backup; times are given in ``zone``. What the parser refuses ends the reading with an Unreadable."""
    rows = _Rows(zone)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = rows.begin, rows.end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        waiting = 0
        for chunk in repaired(stream):
            seen = rows.elements
            parser.Parse(chunk)
            yield from rows.taken()
            waiting = waiting + len(chunk) if rows.elements == seen else 0
            if waiting > MAX_ELEMENT_CHARACTERS:
                yield Unreadable(rows.next_place(), UnreadableCode.TOO_LARGE)
                return
        parser.Parse("", True)
    except _Forbidden:
        rows.items.append(Unreadable(rows.next_place(), UnreadableCode.XML_FORBIDDEN))
    except expat.ExpatError:
        rows.items.append(Unreadable(rows.next_place(), UnreadableCode.XML_BROKEN))
    yield from rows.taken()


class _Forbidden(Exception):
    """The file declares things of its own, as no honest backup does."""


def _refuse(*_declared: object) -> NoReturn:
    """Stop at a DTD: entities begin there."""
    raise _Forbidden


def _of_data(row: dict[str, str]) -> str:
    """The text of a part that keeps it where pictures are kept."""
    try:
        return b64decode(word(row, "data")).decode("utf-8", "replace")
    except ValueError:
        return ""


class _Rows:
    """Collects the rows of the elements as they go by."""

    def __init__(self, zone: tzinfo) -> None:
        self.items: list[Item] = []
        self.elements = 0
        self._zone = zone
        self._counts = dict.fromkeys((PlaceKind.SMS, PlaceKind.MMS, PlaceKind.CALL), 0)
        self._mms: dict[str, str] | None = None
        self._parts: list[str] = []
        self._senders: list[str] = []
        self._last = PlaceKind.SMS

    def taken(self) -> list[Item]:
        """The rows since the last call."""
        items, self.items = self.items, []
        return items

    def next_place(self) -> Place:
        """Where the next row would stand."""
        return Place(self._last, self._counts[self._last] + 1)

    def begin(self, name: str, row: dict[str, str]) -> None:
        """Read a row, or a part of a picture message."""
        self.elements += 1
        if name == "sms":
            self.items.append(sms(row, self._place(PlaceKind.SMS), self._zone))
        elif name == "call":
            self.items.append(call(row, self._place(PlaceKind.CALL), self._zone))
        elif name == "mms":
            self._mms, self._parts, self._senders = row, [], []
        elif name == "part" and is_text_part(row.get("ct")):
            self._parts.append(word(row, "text") or _of_data(row))
        elif name == "addr" and row.get("type") == FROM:
            self._senders.append(word(row, "address"))

    def end(self, name: str) -> None:
        """Close a picture message."""
        if name == "mms" and self._mms is not None:
            place = self._place(PlaceKind.MMS)
            self.items.append(mms(self._mms, self._parts, self._senders, place, self._zone))
            self._mms = None

    def _place(self, kind: PlaceKind) -> Place:
        self._last = kind
        self._counts[kind] += 1
        return Place(kind, self._counts[kind])
