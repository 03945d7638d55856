"""Reads vMessages (VMG, VMSG): one a file as Nokia phones save them, or many in one as backups of other phones do.

    BEGIN:VMSG
    X-IRMC-BOX:INBOX                                        X-BOX or X-MESSAGE-TYPE elsewhere
    BEGIN:VCARD
    TEL:95555
    END:VCARD
    BEGIN:VBODY
    Date:05.03.2024 10:22:33
    您的借款已逾期                                           or Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E6…
    END:VBODY
    END:VMSG

Where a file gives the time twice, the one in words counts: phones write the other one in their own time and call it
UTC.
"""

import base64
import codecs
import quopri
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import IO

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.paste_times import FIRST_YEAR
from debts.intake.times import in_range, moment_of_ms
from debts.intake.written_times import moment_written
from debts.reconciler.characters import storable

MAX_LINE = 1 << 20  # bytes; a picture stands in one line
MAX_MESSAGE = 4 << 20  # characters of one message without its pictures

_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)((?:;[^:\n]*)?):(.*)", re.DOTALL)
_OF_BODY = re.compile(r"(?:X-[A-Z][A-Z0-9-]*|DATE|DATEORIGIN|FROM|TO|SUBJECT|TEXT|BODY)", re.IGNORECASE)
_TEXTS = frozenset({"SUBJECT", "TEXT", "BODY", "X-BODY-CONTENTS"})
_BOXES = {
    "SENT": SkippedCode.SENT,
    "SENTBOX": SkippedCode.SENT,
    "SENDBOX": SkippedCode.SENT,
    "OUTBOX": SkippedCode.UNSENT,
    "DRAFT": SkippedCode.DRAFT,
    "DRAFTS": SkippedCode.DRAFT,
    "DRAFTBOX": SkippedCode.DRAFT,
}
# Of all that Python can decode; some of the rest is no encoding of characters, and slow.
_CHARSETS = ("UTF", "GB", "BIG5", "ISO-8859", "WINDOWS-", "ASCII", "US-ASCII")
_RECEIVED = frozenset({"DELIVER"})
_SENT = frozenset({"SUBMIT"})
_STAMPS = ("X-NOK-DT", "X-SS-DT")
_BY_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b(.*)")
_BY_POINTS = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})\.(\d{1,2})\.(\d{1,2})\.(\d{1,2})")
_AROUND = (b"BEGIN:VMSG", b"END:VMSG")  # a part that does not end goes no further than its message
_LONGEST_TIME = 60  # characters
_UTC = ("GMT", "UTC")
_CHINA = "CST"  # the zone of the phone, which is the owner's


@dataclass(slots=True)
class _Parts:
    """What a message is made of: its fields by name in capitals, the numbers and names of its cards, and its text."""

    fields: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    is_in_text: bool = False


def is_vmessage(begin: str) -> bool:
    """Whether a text is made of vMessages."""
    return begin[:40].lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VMSG")


def read_vmessages(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the messages one by one; one that breaks off is said to."""
    for number, message in enumerate(_messages(stream), 1):
        place = Place(PlaceKind.MESSAGE, number)
        if not message.is_whole:
            yield Unreadable(place, UnreadableCode.CUT_OFF)
        elif message.size > MAX_MESSAGE:
            yield Unreadable(place, UnreadableCode.TOO_LARGE)
        else:
            yield _item(message.lines, place, zone)


@dataclass(slots=True)
class _Message:
    """The lines of a message, no more of them than a message can have."""

    lines: list[str] = field(default_factory=list)
    size: int = 0
    is_whole: bool = False

    def take(self, line: str) -> None:
        """A further line."""
        self.size += len(line)
        if self.size <= MAX_MESSAGE:
            self.lines.append(line)


def _messages(stream: IO[bytes]) -> Iterator[_Message]:
    """The messages between their first and last lines; what stands outside of them is none."""
    current: _Message | None = None
    for line in _lines(stream):
        mark = line.strip().upper()
        if mark == "BEGIN:VMSG":
            yield from [current] if current else []
            current = _Message()
        elif mark == "END:VMSG" and current:
            current.is_whole = True
            yield current
            current = None
        elif current:
            current.take(line)
    yield from [current] if current else []


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """The lines without pictures: a part beside the text is nothing that anybody reads here."""
    is_part = False
    while line := stream.readline(MAX_LINE):
        line = line.removeprefix(codecs.BOM_UTF8)
        mark = line.strip().upper()
        is_part = (is_part and mark not in _AROUND) or mark == b"BEGIN:VPART"
        if not is_part:
            yield line.decode("utf-8", "replace").rstrip("\r\n")
        is_part = is_part and mark != b"END:VPART"


def _item(lines: Sequence[str], place: Place, zone: tzinfo) -> Item:
    parts = _parts(_unfolded(lines))
    if refused := _direction(parts, place):
        return refused
    text = "\n".join(parts.text).replace("\u2029", "\n").strip("\n")
    if refused := unfit(text, place):
        return refused
    sender = next((one for one in (*parts.numbers, *parts.names) if one), "")
    return Draft(storable(text), _moment(parts.fields, zone), sender=storable(sender), place=place)


def _direction(parts: _Parts, place: Place) -> Skipped | Unreadable | None:
    """Why the message did not come in; None where it did. The first card is that of the sender, empty for one's own."""
    box = (parts.fields.get("X-IRMC-BOX") or parts.fields.get("X-BOX") or "").strip().upper()
    kind = parts.fields.get("X-MESSAGE-TYPE", "").strip().upper()
    if box in _BOXES:
        return Skipped(place, _BOXES[box])
    if kind in _SENT:
        return Skipped(place, SkippedCode.SENT)
    if box == "INBOX" or kind in _RECEIVED or (not box and parts.numbers and parts.numbers[0]):
        return None
    return Unreadable(place, UnreadableCode.FIELD, "X-IRMC-BOX")


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those that one encoded value runs over made one."""
    held: list[str] = []
    for line in lines:
        if held and not _goes_on(held[0], held[-1], line):
            yield "".join(held)
            held = []
        if held:
            held[-1] = held[-1].rstrip().removesuffix("=")
            held.append(line.strip())
        else:
            held = [line]
    if held:
        yield "".join(held)


def _goes_on(first: str, last: str, line: str) -> bool:
    head = first.partition(":")[0].upper()
    if "QUOTED-PRINTABLE" in head:
        return last.rstrip().endswith("=")
    return ("BASE64" in head or "ENCODING=B" in head) and line[:1] in (" ", "\t")


def _parts(lines: Iterable[str]) -> _Parts:
    parts = _Parts()
    inside: list[str] = ["VMSG"]
    for line in lines:
        mark = line.strip().upper()
        if mark.startswith("BEGIN:") and inside[-1] != "VBODY":
            inside.append(mark[6:])
        elif mark == f"END:{inside[-1]}" and inside[1:]:
            inside.pop()
        elif inside[-1] == "VBODY":
            _take_of_body(parts, line)
        elif found := _PROPERTY.match(line):
            _take(parts, found, is_card=inside[-1] == "VCARD")
    return parts


def _take(parts: _Parts, found: re.Match[str], *, is_card: bool) -> None:
    """A field around the text."""
    name, value = found[1].upper(), _decoded(found[2], found[3])
    if not is_card:
        parts.fields.setdefault(name, value)
    elif name == "TEL":
        parts.numbers.append(value.strip())
    elif name in ("N", "FN"):
        parts.names.append(value.strip("; "))


def _take_of_body(parts: _Parts, line: str) -> None:
    """A field within the text's part, or the text: all that follows where its first line is not encoded."""
    found = None if parts.is_in_text else _PROPERTY.match(line)
    name = found[1].upper() if found else ""
    if found and name in _TEXTS and not ("DATE" in parts.fields and "X-NOK-DT" in parts.fields):
        parts.text.append(_decoded(found[2], found[3]))
        parts.is_in_text = "ENCODING" not in found[2].upper()
    elif found and _OF_BODY.fullmatch(name) and not parts.text:
        parts.fields.setdefault(name, found[3].strip())
    elif parts.text or line.strip():
        parts.text.append(line)
        parts.is_in_text = True


def _decoded(parameters: str, value: str) -> str:
    """A value that may be encoded; what cannot be decoded stays as it is."""
    names = parameters.upper()
    if "QUOTED-PRINTABLE" in names:
        content = quopri.decodestring(value.encode("utf-8", "replace"))
    elif "BASE64" in names or "ENCODING=B" in names:
        content = _of_base64(value)
    else:
        return value
    charset = re.search(r"CHARSET=\"?([A-Z0-9_-]+)", names)
    named = charset[1] if charset else "UTF-8"
    try:
        return content.decode(named if named.startswith(_CHARSETS) else "utf-8", "strict")
    except (LookupError, UnicodeDecodeError):
        return content.decode("gb18030", "replace")


def _of_base64(value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()))
    except ValueError:
        return value.encode("utf-8", "replace")


def _moment(fields: dict[str, str], zone: tzinfo) -> datetime | None:
    stamps = [moment_written(fields[name], zone) for name in _STAMPS if name in fields]
    stamp = next((one for one in stamps if one), None)
    told = moment_of_ms(fields.get("DATEORIGIN", "").strip(), zone) or _worded(fields.get("DATE", ""), stamp, zone)
    found = told or stamp
    return in_range(found) if found and found.year >= FIRST_YEAR else None


def _worded(written: str, stamp: datetime | None, zone: tzinfo) -> datetime | None:
    """The time in words. Phones write the day in an order of their owner's choice: the stamp then tells which one."""
    if len(written) > _LONGEST_TIME:
        return None
    plain = _BY_POINTS.sub(r"\1-\2-\3 \4:\5:\6", written.strip())
    plain = f"{plain[:-3].rstrip()}Z" if plain.endswith(_UTC) else plain.removesuffix(_CHINA).rstrip()
    orders = [plain]
    if found := _BY_SLASHES.match(plain):
        first, second, year, clock = found.groups()
        orders = [f"{year}-{second}-{first}{clock}", f"{year}-{first}-{second}{clock}"]
    moments = {one for order in orders if (one := moment_written(order, zone))}
    if stamp and len(moments) > 1:
        return min(moments, key=lambda one: abs(one - stamp))
    return moments.pop() if len(moments) == 1 else None
