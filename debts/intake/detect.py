"""Finds out what a file of messages is by its content, never by its name, and reads it.

JSON lines, a JSON list of the same objects, and the XML of SMS Backup & Restore are read, each also as the one file
within a gzip or zip wrapper.
"""

import io
import json
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import IO, Protocol

from debts.intake.drafts import Item, Place, PlaceKind, Unreadable, UnreadableCode
from debts.intake.jsonl import decoded, read_jsonl, read_objects
from debts.intake.sms_backup import read_sms_backup
from debts.intake.sources import FormatCode, SourceBroken, SourceTooLarge, UnknownFormat, open_unwrapped

__all__ = ["AUTO", "FORMATS", "FormatCode", "UnknownFormat", "detect_format", "read_messages"]

AUTO = "auto"
MAX_LIST_BYTES = 64 * 1024 * 1024  # a JSON list cannot be read as a stream

_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"


class _Reader(Protocol):
    def __call__(self, stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]: ...


def read_messages(path: Path, *, zone: tzinfo, format: str = AUTO) -> Iterator[Item]:  # noqa: A002 - the command's word
    """Read the messages of a file one by one; times without an offset are those of ``zone``.

    Raises, when the first item is asked for:
        UnknownFormat: Nothing here reads such a file.
        OSError: The path cannot be opened.
    """
    with open_unwrapped(path) as stream:
        read = _reader(stream, format)
        last = Place(PlaceKind.LINE, 1)
        try:
            for item in read(stream, zone=zone):
                last = item.place or last
                yield item
        except SourceTooLarge:
            yield Unreadable(last, UnreadableCode.TOO_LARGE)
        except SourceBroken:
            yield Unreadable(last, UnreadableCode.CONTAINER_BROKEN)


def detect_format(head: bytes) -> str:
    """The name of the format that a file beginning with ``head`` has.

    Raises:
        UnknownFormat: It is none of them, or there is nothing.
    """
    begin = head.removeprefix(_BOM).lstrip(_BLANK)
    if not begin:
        raise UnknownFormat(FormatCode.EMPTY)
    if begin.startswith(b"{"):
        return "jsonl"
    if begin.startswith(b"["):
        return "json"
    if begin.startswith(b"<") and (b"<smses" in begin or b"<calls" in begin):
        return "sms_backup"
    raise UnknownFormat(FormatCode.UNKNOWN)


def _reader(stream: io.BufferedReader, name: str) -> _Reader:
    try:
        return _READERS[detect_format(stream.peek()) if name == AUTO else name]
    except KeyError:
        raise UnknownFormat(FormatCode.UNKNOWN) from None
    except (SourceBroken, SourceTooLarge):
        raise UnknownFormat(FormatCode.WRAPPER_BROKEN) from None


def _read_list(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    content = stream.read(MAX_LIST_BYTES + 1)
    if len(content) > MAX_LIST_BYTES:
        raise SourceTooLarge
    try:
        values = json.loads(decoded(content.removeprefix(_BOM)))
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list):
        yield Unreadable(Place(PlaceKind.LINE, 1), UnreadableCode.JSON)
        return
    yield from read_objects(values, zone=zone)


_READERS: dict[str, _Reader] = {"jsonl": read_jsonl, "json": _read_list, "sms_backup": read_sms_backup}
FORMATS = tuple(_READERS)
