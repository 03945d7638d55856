"""The container of a portable archive: a ZIP with ``ledger.json`` and ``files/<sha256>``, or the bare ledger.

Nothing is ever unpacked to the disk, so a name in the ZIP can lead nowhere; sizes are checked while bytes are read,
since what a ZIP declares may be a lie.
"""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from debts.intake.fields import ArchiveProblem, Problem, Report
from debts.intake.sources import ZIP_COMPRESSIONS, ZIP_ENCRYPTED, ZIP_MAGIC
from debts.intake.values import ProblemCode

LEDGER_NAME = "ledger.json"
MAX_LEDGER_BYTES = 4 * 1024**3  # it is read item by item, so this bounds time and not memory
MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_FILES = 20_000

_FILE_NAME = re.compile(r"files/([0-9a-f]{64})")
_UNSAFE_NAME = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\\|\x00")
# Damage shows up in any of these ways, depending on which byte of the ZIP is wrong.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # with NotImplementedError below it
    ValueError,
)

Source = Path | bytes


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of the archive, read from the ZIP only when asked for."""

    sha256: str
    size: int
    source: Source = field(repr=False)

    def read(self) -> bytes:
        """The bytes, checked against their SHA-256.

        Raises:
            ArchiveProblem: The file is damaged, too large, or not the one that its name says.
        """
        name = f"files/{self.sha256}"
        try:
            with open_source(self.source) as stream, zipfile.ZipFile(stream) as container:
                content = read_entry(container, name, MAX_FILE_BYTES)
        except _BROKEN_ZIP as broken:
            raise _explained(broken, name) from broken
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise _problem(name, ProblemCode.FILE_CHANGED)
        return content


def open_source(source: Source) -> BinaryIO:
    """The source as a binary stream."""
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


class Ledger:
    """The bytes of the ledger as a stream to be read; damage of the ZIP shows while it is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; none at the end.

        Raises:
            ArchiveProblem: The container is damaged.
        """
        try:
            return self._stream.read(size)
        except _BROKEN_ZIP as broken:
            raise _explained(broken, LEDGER_NAME) from broken


@contextmanager
def open_ledger(source: Source) -> Iterator[Ledger]:
    """The ledger of a ZIP, or the bare one.

    Raises:
        ArchiveProblem: The container cannot be read.
    """
    with ExitStack() as opened:
        stream = opened.enter_context(open_source(source))
        if not _is_zip(stream):
            yield Ledger(stream)
            return
        try:
            container = opened.enter_context(zipfile.ZipFile(stream))
            entry = opened.enter_context(_open_entry(container, LEDGER_NAME))
        except _BROKEN_ZIP as broken:
            raise _explained(broken, LEDGER_NAME) from broken
        yield Ledger(entry)


def list_files(source: Source, report: Report) -> dict[str, ArchivedFile] | None:
    """The files beside the ledger; None where it is bare.

    Raises:
        ArchiveProblem: The container cannot be read, or holds more than it may.
    """
    with open_source(source) as stream:
        if not _is_zip(stream):
            return None
        try:
            with zipfile.ZipFile(stream) as container:
                return _files(container, source, report)
        except _BROKEN_ZIP as broken:
            raise _explained(broken, LEDGER_NAME) from broken


def _is_zip(stream: BinaryIO) -> bool:
    """Whether it begins as a ZIP does; it stands at its beginning afterwards."""
    start = stream.read(len(ZIP_MAGIC))
    stream.seek(0)
    return start == ZIP_MAGIC


def read_entry(container: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The bytes of one entry, refused beyond ``limit``."""
    with _open_entry(container, name) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:  # one more is a problem, not a cut
        raise _problem(name, ProblemCode.TOO_LARGE)
    return content


def _open_entry(container: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        entry = container.getinfo(name)
    except KeyError:
        raise _problem(name, ProblemCode.MISSING) from None
    if entry.flag_bits & ZIP_ENCRYPTED:
        raise _problem(name, ProblemCode.ENTRY_ENCRYPTED)
    if entry.compress_type not in ZIP_COMPRESSIONS:
        raise _problem(name, ProblemCode.ZIP)
    return container.open(entry)


def _files(container: zipfile.ZipFile, source: Source, report: Report) -> dict[str, ArchivedFile]:
    entries = container.infolist()
    if len(entries) > MAX_FILES:
        raise _problem("files", ProblemCode.TOO_LARGE)
    files: dict[str, ArchivedFile] = {}
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry, seen, report)
        if found := _FILE_NAME.fullmatch(entry.filename):
            files[found[1]] = ArchivedFile(found[1], entry.file_size, source)
    return files


def _check_entry(entry: zipfile.ZipInfo, seen: set[str], report: Report) -> None:
    name = entry.filename
    if name in seen:
        report.problem(name, ProblemCode.ENTRY_TWICE)
    seen.add(name)
    if _UNSAFE_NAME.search(name):
        report.problem(name, ProblemCode.ENTRY_NAME)
    elif name not in (LEDGER_NAME, "files/") and not _FILE_NAME.fullmatch(name):
        report.warning(name, ProblemCode.ENTRY_UNKNOWN)
    elif entry.file_size > (MAX_LEDGER_BYTES if name == LEDGER_NAME else MAX_FILE_BYTES):
        report.problem(name, ProblemCode.TOO_LARGE)


def _explained(broken: Exception, name: str) -> ArchiveProblem:
    # ArchiveProblem is a ValueError too: one that was raised inside keeps its own words.
    return broken if isinstance(broken, ArchiveProblem) else _problem(name, ProblemCode.ZIP)


def _problem(path: str, code: ProblemCode) -> ArchiveProblem:
    return ArchiveProblem((Problem(path, code),))
