"""Reads the XML of SMS Backup & Restore: messages, picture messages and the call log, as a stream in flat memory.

    <sms address="95555" date="1737379768457" type="1" body="…" date_sent="1737379766457" />
    <call number="4008108818" duration="14" date="1767214800000" type="1" />

``readable_date`` follows the phone's language and is never read. A broken file gives what stands before the break.
"""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from debts.intake.drafts import (
    Draft,
    Item,
    Place,
    PlaceKind,
    Skipped,
    SkippedCode,
    Unreadable,
    UnreadableCode,
)
from debts.intake.jsonl import MAX_TEXT_CHARACTERS, moment_of_ms
from debts.intake.xml_repair import repaired
from debts.reconciler.types import Channel

_BOXES = {
    "2": SkippedCode.SENT,
    "3": SkippedCode.DRAFT,
    "4": SkippedCode.UNSENT,
    "5": SkippedCode.UNSENT,
    "6": SkippedCode.UNSENT,
}
_RECEIVED = "1"
_FROM = "137"
_PLACEHOLDER = "insert-address-token"
_OUTGOING = "2"
_ANSWERED = "1"
_CALL_NOTES = {"3": "未接来电", "4": "来电转入语音留言", "5": "来电被拒接", "6": "来电被拦截"}
_HIDDEN_NUMBERS = frozenset({"-1", "-2", "-3"})

Attributes = Mapping[str, str]


def read_sms_backup(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read a backup; times are given in ``zone``. What the parser refuses ends the reading with an Unreadable."""
    rows = _Rows(zone)
    parser = make_parser()
    parser.forbid_dtd = True  # no honest backup has one, and entities begin there
    parser.setContentHandler(rows)
    try:
        for chunk in repaired(stream):
            parser.feed(chunk)
            yield from rows.taken()
        parser.close()
    except DefusedXmlException:
        rows.items.append(Unreadable(rows.next_place(), UnreadableCode.XML_FORBIDDEN))
    except SAXException:
        rows.items.append(Unreadable(rows.next_place(), UnreadableCode.XML_BROKEN))
    yield from rows.taken()


class _Rows(ContentHandler):
    """Collects the rows of the elements as they go by."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self.items: list[Item] = []
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

    def startElement(self, name: str, attrs: "AttributesImpl[str]") -> None:  # noqa: N802 - the name is the parser's
        """Read a row, or a part of a picture message."""
        row = dict(attrs.items())
        if name == "sms":
            self.items.append(_sms(row, self._place(PlaceKind.SMS), self._zone))
        elif name == "call":
            self.items.append(_call(row, self._place(PlaceKind.CALL), self._zone))
        elif name == "mms":
            self._mms, self._parts, self._senders = row, [], []
        elif name == "part" and row.get("ct") == "text/plain":
            self._parts.append(_word(row, "text"))
        elif name == "addr" and row.get("type") == _FROM:
            self._senders.append(_word(row, "address"))

    def endElement(self, name: str) -> None:  # noqa: N802 - the name is the parser's
        """Close a picture message."""
        if name == "mms" and self._mms is not None:
            place = self._place(PlaceKind.MMS)
            self.items.append(_mms(self._mms, self._parts, self._senders, place, self._zone))
            self._mms = None

    def _place(self, kind: PlaceKind) -> Place:
        self._last = kind
        self._counts[kind] += 1
        return Place(kind, self._counts[kind])


def _sms(row: Attributes, place: Place, zone: tzinfo) -> Item:
    return _message(row, "type", _word(row, "body"), sender=_word(row, "address"), place=place, zone=zone)


def _mms(row: Attributes, parts: list[str], senders: list[str], place: Place, zone: tzinfo) -> Item:
    named = [sender for sender in senders if sender and sender != _PLACEHOLDER]
    sender = named[0] if named else _word(row, "address").replace("~", ", ")
    text = "\n".join(part for part in parts if part)
    return _message(row, "msg_box", text, sender=sender, place=place, zone=zone)


def _message(row: Attributes, box_key: str, text: str, *, sender: str, place: Place, zone: tzinfo) -> Item:
    box = row.get(box_key, "")
    if box in _BOXES:
        return Skipped(place, _BOXES[box])
    if box != _RECEIVED:
        return Unreadable(place, UnreadableCode.FIELD, box_key)
    if not text.strip():
        return Skipped(place, SkippedCode.NO_TEXT)
    if len(text) > MAX_TEXT_CHARACTERS:
        return Unreadable(place, UnreadableCode.TEXT_TOO_LONG)
    written = _number(row, "date")
    received_at = moment_of_ms(written, zone) if written else None
    if written and received_at is None:
        return Unreadable(place, UnreadableCode.TIME, "date")
    sent = _number(row, "date_sent")
    return Draft(text, received_at, sent_at=moment_of_ms(sent, zone) if sent else None, sender=sender, place=place)


def _call(row: Attributes, place: Place, zone: tzinfo) -> Item:
    kind = row.get("type")
    if kind == _OUTGOING:
        return Skipped(place, SkippedCode.OUTGOING_CALL)
    note = _answered(row) if kind == _ANSWERED else _CALL_NOTES.get(kind or "")
    if note is None:
        return Unreadable(place, UnreadableCode.FIELD, "type")
    written = _number(row, "date")
    received_at = moment_of_ms(written, zone) if written else None
    if written and received_at is None:
        return Unreadable(place, UnreadableCode.TIME, "date")
    number = _word(row, "number")
    sender = "" if number in _HIDDEN_NUMBERS else number
    return Draft(note, received_at, sender=sender, channel=Channel.CALL, place=place)


def _answered(row: Attributes) -> str:
    seconds = _number(row, "duration")
    return f"来电接通，通话{seconds}秒" if seconds.isascii() and seconds.isdigit() else "来电接通"


def _word(row: Attributes, key: str) -> str:
    """The value of an attribute; the app writes absent ones as the word null."""
    value = row.get(key, "")
    return "" if value == "null" else value


def _number(row: Attributes, key: str) -> str:
    """The figures of an attribute, empty where it is absent or zero, which here means unknown."""
    value = _word(row, key).strip()
    return "" if value == "0" else value
