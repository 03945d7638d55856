"""Opens a source of messages: a file as it is, or the one member of its gzip or zip wrapper, within size limits."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

MAX_SOURCE_BYTES = 2 * 1024**3  # a phone's backup with pictures goes into hundreds of megabytes
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"

_ENCRYPTED = 0x1
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the wrappers raise while they are read, depending on where the damage is.
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError)


class FormatCode(StrEnum):
    """Why a file cannot be read as messages at all."""

    UNKNOWN = "unknown"
    EMPTY = "empty"
    WRAPPER_BROKEN = "wrapper_broken"
    WRAPPER_ENCRYPTED = "wrapper_encrypted"
    WRAPPER_MANY = "wrapper_many"


class UnknownFormat(ValueError):
    """Nobody here can read the file; ``code`` says why."""

    def __init__(self, code: FormatCode) -> None:
        super().__init__(code)
        self.code = code


class SourceTooLarge(ValueError):
    """The source holds more bytes than any honest one."""


class SourceBroken(ValueError):
    """The source, or its wrapper, cannot be read any further."""


class Limited(io.RawIOBase):
    """A stream that refuses to give more than ``limit`` bytes: what a wrapper declares may be a lie."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = limit

    def readable(self) -> bool:
        """Say that bytes can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes."""
        try:
            chunk = self._stream.read(size)
        except _BROKEN as broken:
            raise SourceBroken from broken
        self._left -= len(chunk)
        if self._left < 0:
            raise SourceTooLarge
        return chunk

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; a BufferedReader asks for this."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        chunk = self.read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def open_unwrapped(path: Path) -> Iterator[io.BufferedReader]:
    """The bytes of a file, or of the one file within its gzip or zip wrapper.

    Raises:
        UnknownFormat: The wrapper is broken, encrypted, or holds several files.
        OSError: The path cannot be opened.
    """
    with path.open("rb") as outer:
        magic = outer.read(len(ZIP_MAGIC))
        outer.seek(0)
        if magic.startswith(GZIP_MAGIC):
            with gzip.GzipFile(fileobj=outer) as inner:
                yield _buffered(cast("IO[bytes]", inner))
        elif magic == ZIP_MAGIC:
            with _member(outer) as inner:
                yield _buffered(inner)
        else:
            yield _buffered(outer)


def _buffered(stream: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(Limited(stream, MAX_SOURCE_BYTES), buffer_size=1 << 16)


@contextmanager
def _member(outer: IO[bytes]) -> Iterator[IO[bytes]]:
    try:
        container = zipfile.ZipFile(outer)
        entries = [entry for entry in container.infolist() if not entry.is_dir()]
    except _BROKEN:
        raise UnknownFormat(FormatCode.WRAPPER_BROKEN) from None
    with container:
        yield _opened(container, entries)


def _opened(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> IO[bytes]:
    if len(entries) != 1:
        raise UnknownFormat(FormatCode.WRAPPER_MANY)
    if entries[0].flag_bits & _ENCRYPTED:
        raise UnknownFormat(FormatCode.WRAPPER_ENCRYPTED)
    if entries[0].compress_type not in _COMPRESSIONS:
        raise UnknownFormat(FormatCode.WRAPPER_BROKEN)
    try:
        return container.open(entries[0])
    except _BROKEN:
        raise UnknownFormat(FormatCode.WRAPPER_BROKEN) from None
