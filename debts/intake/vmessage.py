"""Reads vMessage files (VMG, .vmsg), one message after another, as phones of Nokia and many Chinese makers wrote them.

    BEGIN:VMSG
    X-IRMC-BOX:INBOX
    X-NOK-DT:20120305T022233Z
    BEGIN:VCARD … TEL:10690000 … END:VCARD
    BEGIN:VBODY
    Date:05.03.2012 10:22:33
    【远山消金】您的借款已逾期3天。
    END:VBODY
    END:VMSG

Other phones put the box and the time into the body, and the words into its subject as quoted-printable. A message that
was sent names its recipients and not its sender.
"""

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import IO

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.jsonl import decoded
from debts.intake.times import in_range
from debts.reconciler.characters import storable

MAX_LINES = 20_000
MAX_LINE_BYTES = 1 << 20
_BEGIN, _END = "BEGIN:VMSG", "END:VMSG"
_BODY_BEGINS, _BODY_ENDS = "BEGIN:VBODY", "END:VBODY"
_PROPERTY = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<how>(?:;[^:;]*)*):(?P<value>.*)", re.DOTALL)
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)
# What may stand in a body above its words; any other line with a colon is one of the words.
_OF_A_BODY = frozenset({"DATE", "FROM", "TO", "SUBJECT", "TEXT"})
_WORDS = ("SUBJECT", "TEXT")
_BOX_NAMES = ("X-IRMC-BOX", "X-BOX", "X-MESSAGE-TYPE")
_BOXES = {
    "SENT": SkippedCode.SENT,
    "SENTBOX": SkippedCode.SENT,
    "SENDBOX": SkippedCode.SENT,
    "SUBMIT": SkippedCode.SENT,
    "OUTBOX": SkippedCode.UNSENT,
    "DRAFT": SkippedCode.DRAFT,
    "DRAFTS": SkippedCode.DRAFT,
    "DRAFTBOX": SkippedCode.DRAFT,
}
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(.*)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(.*)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(.*)")
_OFFSET = re.compile(r"\s*(?:GMT|UTC)?\s*([+-])(\d{2}):?(\d{2})\s*")
_UTC = re.compile(r"\s*(?:Z|GMT|UTC)\s*")


@dataclass(slots=True)
class _Message:
    """What stands in one message: its properties, the first number, and the lines of its words."""

    properties: dict[str, str] = field(default_factory=dict)
    number: str = ""
    words: list[str] = field(default_factory=list)


def is_vmessage(begin: str) -> bool:
    """Whether a text that begins so is such a file."""
    return begin.lstrip()[: len(_BEGIN)].upper() == _BEGIN


def read_vmessage(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the messages; one that does not end, or is longer than any message, is unreadable."""
    for number, lines in enumerate(_blocks(stream), 1):
        place = Place(PlaceKind.MESSAGE, number)
        yield Unreadable(place, UnreadableCode.CONTAINER_BROKEN) if lines is None else _item(lines, place, zone)


def _blocks(stream: IO[bytes]) -> Iterator[list[str] | None]:
    """The lines between begin and end of each message; None for one that has no end in sight."""
    lines: list[str] | None = None
    is_open = False
    while raw := stream.readline(MAX_LINE_BYTES):
        line = _text(raw).rstrip("\r\n")
        mark = line.strip().upper()
        if mark == _BEGIN:
            if is_open:
                yield None
            lines, is_open = [], True
        elif is_open and mark == _END:
            yield lines
            is_open = False
        elif is_open and lines is not None:
            lines.append(line)
            lines = lines if len(lines) <= MAX_LINES else None
    if is_open:
        yield None


def _text(raw: bytes) -> str:
    try:
        return decoded(raw.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def _item(lines: Sequence[str], place: Place, zone: tzinfo) -> Item:
    message = _message(_unfolded(lines))
    box = next(
        (_BOXES[one] for name in _BOX_NAMES if (one := message.properties.get(name, "").upper()) in _BOXES), None
    )
    if box:
        return Skipped(place, box)
    text = "\n".join(message.words).strip() or next(filter(None, map(message.properties.get, _WORDS)), "")
    if refused := unfit(text, place):
        return refused
    written = message.properties.get("X-NOK-DT") or message.properties.get("DATE") or ""
    moment = _moment(written.strip(), zone)
    if written and moment is None:
        return Unreadable(place, UnreadableCode.TIME, written[:80])
    return Draft(storable(text), moment, sender=storable(message.number), place=place)


def _unfolded(lines: Sequence[str]) -> Iterator[str]:
    """The lines with those of quoted-printable put together that end with a sign of equality."""
    held = ""
    for line in lines:
        whole = f"{held}\n{line}" if held else line
        begun = _PROPERTY.match(whole)
        is_folded = line.endswith("=") and begun is not None and "QUOTED-PRINTABLE" in begun["how"].upper()
        held = whole if is_folded else ""
        if not held:
            yield whole
    if held:
        yield held


def _message(lines: Iterator[str]) -> _Message:
    message, in_body = _Message(), False
    for line in lines:
        mark = line.strip().upper()
        if mark in (_BODY_BEGINS, _BODY_ENDS):
            in_body = mark == _BODY_BEGINS
            continue
        found = _PROPERTY.match(line)
        if found and not message.words and (not in_body or _is_of_a_body(found["name"])):
            _take(message, found)
        elif in_body:
            message.words.append(line)
    return message


def _is_of_a_body(name: str) -> bool:
    return name.upper() in _OF_A_BODY or name.upper().startswith("X-")


def _take(message: _Message, found: re.Match[str]) -> None:
    name, value = found["name"].upper(), _value(found)
    if name == "TEL":
        message.number = message.number or value.strip()
    elif value:
        message.properties.setdefault(name, value)


def _value(found: re.Match[str]) -> str:
    if "QUOTED-PRINTABLE" not in found["how"].upper():
        return found["value"]
    charset = _CHARSET.search(found["how"])
    content = quopri.decodestring(found["value"].encode())
    try:
        return content.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:  # no such encoding
        return content.decode("utf-8", "replace")


def _moment(written: str, zone: tzinfo) -> datetime | None:
    """The time as it is written: with its offset, or that of the phone; None where it cannot be told."""
    compact, day_first = _COMPACT.fullmatch(written), _DAY_FIRST.fullmatch(written)
    found = compact or _YEAR_FIRST.fullmatch(written) or day_first
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    if found is day_first:
        year, day = day, year
    try:
        return in_range(datetime(year, month, day, hour, minute, second, tzinfo=_zone(found[7], zone)).astimezone(zone))
    except (ValueError, OverflowError):
        return None


def _zone(written: str, zone: tzinfo) -> tzinfo:
    """The offset behind a time.

    Raises:
        ValueError: What stands there is none.
    """
    if not written.strip():
        return zone
    if _UTC.fullmatch(written):
        return UTC
    found = _OFFSET.fullmatch(written)
    if found is None:
        raise ValueError(written)
    minutes = int(found[2]) * 60 + int(found[3])
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
