"""Opens a source of messages: a file as it is, or the files within its gzip or zip wrapper, within size limits.

A wrapper may lie about sizes, hold a million entries, or other wrappers: what is read is bounded for all of it
together, and nothing is unpacked twice.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

MAX_SOURCE_BYTES = 2 * 1024**3  # a phone's backup with pictures goes into hundreds of megabytes
MAX_ENTRIES = 100_000
MAX_DIRECTORY_BYTES = 32 * 1024 * 1024  # of honest names for as many entries
GZIP_MAGIC = b"\x1f\x8b"
WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")  # a table that is a ZIP to the eye
ZIP_MAGIC = b"PK\x03\x04"
ZIP_END_MAGIC = b"PK\x05\x06"
ZIP_END_BYTES = 22
ZIP_ENCRYPTED = 0x1
# The others can ask for gigabytes of memory before the first byte comes out.
ZIP_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_LARGE_END_MAGIC = b"PK\x06\x06"
_LARGE_END_BYTES = 56
_LONGEST_REMARK = 1 << 16
# What the wrappers raise while they are read, depending on where the damage is.
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError)


class FormatCode(StrEnum):
    """Why a file cannot be read as messages at all."""

    UNKNOWN = "unknown"
    EMPTY = "empty"
    WRAPPER_BROKEN = "wrapper_broken"
    WRAPPER_ENCRYPTED = "wrapper_encrypted"
    WRAPPER_MANY = "wrapper_many"
    NESTED = "nested"
    MAKER_BACKUP = "maker_backup"
    OTHER_ARCHIVE = "other_archive"
    DOCUMENT = "document"
    OUTLOOK = "outlook"


class UnknownFormat(ValueError):
    """Nobody here can read the file; ``code`` says why."""

    def __init__(self, code: FormatCode) -> None:
        super().__init__(code)
        self.code = code


class SourceTooLarge(ValueError):
    """The source holds more bytes than any honest one."""


class SourceBroken(ValueError):
    """The source, or its wrapper, cannot be read any further."""


class Budget:
    """How many bytes may still be read, of all the files of one source together."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, count: int) -> None:
        """Count bytes that were read."""
        self._left -= count
        if self._left < 0:
            raise SourceTooLarge


class Limited(io.RawIOBase):
    """A stream that refuses to give more than the budget holds: what a wrapper declares may be a lie."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        """Say that bytes can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes."""
        try:
            chunk = self._stream.read(size)
        except _BROKEN as broken:
            raise SourceBroken from broken
        self._budget.take(len(chunk))
        return chunk

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; a BufferedReader asks for this."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        chunk = self.read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)


@dataclass(frozen=True, slots=True)
class Source:
    """One file of messages: its name where it lies in a container, how to open it, and a file beside it by its suffix.

    Opening raises SourceBroken or SourceTooLarge; ``beside`` answers None where there is no such file.
    """

    name: str
    open: Callable[[], io.BufferedReader]
    beside: Callable[[str], io.BufferedReader | None]
    is_encrypted: bool = False


def at_most(stream: IO[bytes], count: int) -> bytes:
    """Up to so many bytes. Asked for all at once, a buffered stream would take the memory whether they are there."""
    pieces: list[bytes] = []
    while count > 0 and (piece := stream.read(min(count, 1 << 20))):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def whole(stream: IO[bytes], most: int) -> bytes:
    """All bytes of a stream that have to be held at once. Raises SourceTooLarge where there are more than ``most``."""
    content = at_most(stream, most + 1)
    if len(content) > most:
        raise SourceTooLarge
    return content


class Watch:
    """How far the reading of a file is, for whoever watches it."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._size = 0

    def begin(self, file: IO[bytes]) -> None:
        """Watch a file that was opened just now."""
        self._file = file
        self._size = file.seek(0, io.SEEK_END)
        file.seek(0)

    @property
    def share(self) -> float | None:
        """The share of the file that was read, from 0 to 1; None before it was opened and after it was closed."""
        if self._file is None or self._file.closed or not self._size:
            return None
        return min(1.0, self._file.tell() / self._size)


@contextmanager
def open_sources(path: Path, watch: Watch | None = None) -> Iterator[list[Source]]:
    """The files to read: the file itself, the one within its gzip wrapper, or all of its zip wrapper.

    Raises:
        UnknownFormat: The wrapper is broken, or holds nothing or too many entries.
        OSError: The path cannot be opened.
    """
    budget = Budget(MAX_SOURCE_BYTES)
    with path.open("rb") as outer:
        (watch or Watch()).begin(outer)
        magic = outer.read(len(ZIP_MAGIC))
        outer.seek(0)
        if magic == ZIP_MAGIC:
            with _container(outer) as container:
                is_workbook = any(name in container.NameToInfo for name in WORKBOOKS)
                outer.seek(0)
                yield [_alone(outer, budget)] if is_workbook else _members(container, budget)
        elif magic.startswith(GZIP_MAGIC):
            with gzip.GzipFile(fileobj=outer) as inner:
                yield [_alone(cast("IO[bytes]", inner), budget)]
        else:
            yield [_alone(outer, budget, path)]


def _alone(stream: IO[bytes], budget: Budget, path: Path | None = None) -> Source:
    """A file by itself; one on the disk may have others beside it."""

    def beside(suffix: str) -> io.BufferedReader | None:
        other = path.with_name(path.name + suffix) if path else None
        return _buffered(other.open("rb"), budget) if other and other.is_file() else None

    return Source("", lambda: _buffered(stream, budget), beside)


def _buffered(stream: IO[bytes], budget: Budget) -> io.BufferedReader:
    return io.BufferedReader(Limited(stream, budget), buffer_size=1 << 16)


def _refuse_many(outer: IO[bytes]) -> None:
    """Refuse by the record at the end what would take minutes to list: too many entries, or too long a list of them.

    A record that cannot be made out is left to who reads the file: it will not read it either.
    """
    size = outer.seek(0, io.SEEK_END)
    outer.seek(max(0, size - ZIP_END_BYTES - _LONGEST_REMARK))
    tail = outer.read()
    at = tail.rfind(ZIP_END_MAGIC)
    if at < 0 or len(tail) - at < ZIP_END_BYTES:
        return
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    large = tail.rfind(_LARGE_END_MAGIC, 0, at)
    if large >= 0 and at - large >= _LARGE_END_BYTES:
        entries, length = struct.unpack_from("<QQ", tail, large + 32)
    if entries > MAX_ENTRIES or length > MAX_DIRECTORY_BYTES:
        raise UnknownFormat(FormatCode.WRAPPER_MANY)


@contextmanager
def _container(outer: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    _refuse_many(outer)
    outer.seek(0)
    try:
        container = zipfile.ZipFile(outer)
    except _BROKEN:
        raise UnknownFormat(FormatCode.WRAPPER_BROKEN) from None
    with container:
        yield container


def _members(container: zipfile.ZipFile, budget: Budget) -> list[Source]:
    entries = {entry.filename: entry for entry in container.infolist() if not entry.is_dir()}
    if not entries:
        raise UnknownFormat(FormatCode.EMPTY)
    if len(entries) > MAX_ENTRIES:
        raise UnknownFormat(FormatCode.WRAPPER_MANY)

    def member(entry: zipfile.ZipInfo) -> Source:
        def beside(suffix: str) -> io.BufferedReader | None:
            other = entries.get(entry.filename + suffix)
            return _opened(container, other, budget) if other else None

        is_encrypted = bool(entry.flag_bits & ZIP_ENCRYPTED)
        return Source(entry.filename, lambda: _opened(container, entry, budget), beside, is_encrypted)

    return [member(entry) for entry in entries.values()]


def _opened(container: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> io.BufferedReader:
    if entry.compress_type not in ZIP_COMPRESSIONS:
        raise SourceBroken
    try:
        return _buffered(container.open(entry), budget)
    except _BROKEN:
        raise SourceBroken from None
