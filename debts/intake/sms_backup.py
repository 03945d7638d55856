"""Reads the XML of SMS Backup & Restore: messages, picture messages and the call log, as a stream in flat memory.

    <sms address="95555" date="1737379768457" type="1" body="…" date_sent="1737379766457" />
    <call number="4008108818" duration="14" date="1767214800000" type="1" />

``readable_date`` follows the phone's language and is never read. A broken file gives what stands around the break.
Other programs write the same with an element for each field (``xml_elements``).
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import tzinfo
from functools import partial
from typing import IO, NoReturn
from xml.parsers import expat

from debts.intake.android import FROM, call, is_text_part, mms, sms, word
from debts.intake.drafts import Item, Place, PlaceKind, Unreadable, UnreadableCode
from debts.intake.xml_elements import row_of_elements
from debts.intake.xml_repair import repaired

# The parser holds an element until it ends; no honest message is as long.
MAX_ELEMENT_CHARACTERS = 4 * 1024 * 1024
MOST_BREAKS = 200
_ROOT = "<smses>"
_ROW = re.compile(r"<(?:sms|SMS|mms|call|message|Message)[\s>]")
_ROWS = frozenset({"sms", "message"})
_OF_ATTRIBUTES = frozenset({"body", "address", "date", "type"})


def read_sms_backup(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read a backup; times are given in ``zone``. What the parser refuses is said, and the next row is read."""
    rows = _Rows(zone)
    reading = _Reading(rows)
    waiting = 0
    for chunk in repaired(stream):
        seen = rows.elements
        reading.feed(chunk)
        yield from rows.taken()
        if reading.is_over:
            return
        waiting = waiting + len(chunk) if rows.elements == seen else 0
        if waiting > MAX_ELEMENT_CHARACTERS:
            yield Unreadable(rows.next_place(), UnreadableCode.TOO_LARGE)
            return
    reading.end()
    yield from rows.taken()


class _Reading:
    """Feeds the parser. Where it breaks off, it begins anew with the next row, as in the root that was left."""

    def __init__(self, rows: "_Rows") -> None:
        self.is_over = False
        self._rows = rows
        self._parser = self._new()
        self._fed = self._breaks = 0
        self._is_lost = False

    def feed(self, text: str) -> None:
        """Parse some more."""
        while text and not self.is_over:
            text = self._from_next_row(text, 0) if self._is_lost else self._parsed(text)

    def end(self) -> None:
        """Say where the file breaks off, if it does and that was not said."""
        if not (self._is_lost or self.is_over):
            try:
                self._parser.Parse("", True)
            except expat.ExpatError:
                self._rows.refuse(UnreadableCode.XML_BROKEN)

    def _new(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._rows.begin, self._rows.end
        self._rows.listen = partial(setattr, parser, "CharacterDataHandler")
        parser.StartDoctypeDeclHandler = _refuse
        return parser

    def _parsed(self, text: str) -> str:
        """What is left to parse after a break."""
        try:
            self._parser.Parse(text)
        except _Forbidden:
            self._rows.refuse(UnreadableCode.XML_FORBIDDEN)
            self.is_over = True
        except expat.ExpatError:
            return self._after_break(text)
        self._fed += len(text.encode())
        return ""

    def _after_break(self, text: str) -> str:
        self._breaks += 1
        self.is_over = self._breaks >= MOST_BREAKS
        rest = text.encode()[max(0, self._parser.ErrorByteIndex - self._fed) :].decode("utf-8", "ignore")
        if "<" in rest or not self._rows.is_closed:  # what fills a file up behind its root is no damage
            self._rows.refuse(UnreadableCode.XML_BROKEN)
        return self._from_next_row(rest, 1)

    def _from_next_row(self, text: str, at: int) -> str:
        found = _ROW.search(text, at)
        self._is_lost = found is None
        if found is None:
            return ""
        self._parser = self._new()
        self._parser.Parse(_ROOT)
        self._fed = len(_ROOT)
        return text[found.start() :]


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
        self.is_closed = False
        self._root = ""
        self.listen: Callable[[Callable[[str], None] | None], None]
        self._fields: dict[str, str] | None = None
        self._words: list[str] = []

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
        self._root = self._root or name
        if self._fields is not None:
            self._words = []
        if name.lower() in _ROWS and _OF_ATTRIBUTES.isdisjoint(row):
            self._fields = {}
            self.listen(self.words)  # only here: between other rows there is nothing but blanks
        elif name == "sms":
            self.items.append(sms(row, self._place(PlaceKind.SMS), self._zone))
        elif name == "call":
            self.items.append(call(row, self._place(PlaceKind.CALL), self._zone))
        elif name == "mms":
            self._mms, self._parts, self._senders = row, [], []
        elif name == "part" and is_text_part(row.get("ct")):
            self._parts.append(word(row, "text") or _of_data(row))
        elif name == "addr" and row.get("type") == FROM:
            self._senders.append(word(row, "address"))

    def words(self, text: str) -> None:
        """Keep the words of a field of a row that has its fields as elements."""
        if self._fields is not None:
            self._words.append(text)

    def refuse(self, code: UnreadableCode) -> None:
        """Say that the next row cannot be read."""
        self.items.append(Unreadable(self._place(self._last), code))
        self._fields = self._mms = None

    def end(self, name: str) -> None:
        """Close a picture message, a row of elements, or a field of one."""
        self.is_closed = name == self._root
        if self._fields is not None and name.lower() in _ROWS:
            self.items.append(row_of_elements(self._fields, self._place(PlaceKind.SMS), self._zone))
            self._fields = None
            self.listen(None)
        elif self._fields is not None:
            self._fields.setdefault(name.lower(), "".join(self._words).strip())
            self._words = []
        elif name == "mms" and self._mms is not None:
            place = self._place(PlaceKind.MMS)
            self.items.append(mms(self._mms, self._parts, self._senders, place, self._zone))
            self._mms = None

    def _place(self, kind: PlaceKind) -> Place:
        self._last = kind
        self._counts[kind] += 1
        return Place(kind, self._counts[kind])
