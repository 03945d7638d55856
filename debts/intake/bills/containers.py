"""Finds out what a file is by its first bytes, never by its name, and gives its rows of cells.

Text with any delimiter, XLSX, XLS, tables in HTML or XML under the name of a workbook, and each of these as the one
file in a ZIP.
"""

import codecs
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import IO

import pyzipper

from debts.intake.bills.markup import is_markup, read_markup
from debts.intake.bills.text import CHUNK, SheetRow, read_text
from debts.intake.bills.types import BillProblem, BillProblemCode, UnreadableRow
from debts.intake.bills.workbooks import read_workbook
from debts.intake.sources import WORKBOOKS, ZIP_ENCRYPTED, ZIP_END_BYTES, ZIP_END_MAGIC, ZIP_MAGIC

MAX_BYTES = 256 << 20
# Undoing the old encryption of ZIPs takes Python about a second for each megabyte.
MAX_LOCKED_BYTES = 8 << 20
IN_MEMORY = 8 << 20  # what a ZIP holds is unpacked into memory up to here, then onto the disk
HEAD = 4096

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, and XLSX behind a password
PDF = b"%PDF"
# Pictures and archives that nobody can take for text: PNG, JPEG, GIF, RAR, 7z, gzip.
FOREIGN = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
TEXT_CONTROLS = b"\t\n\r\x0c\x1a\x1b"
STRONG = 0x40  # PKWARE's own encryption, which nothing free undoes
AES = 99  # the method of compression that stands for a stronger encryption
XLSX_BEGINS = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/")
TABLES = (".csv", ".xlsx", ".xls")
HIDDEN = ("__MACOSX/", ".")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
# pyzipper has an error of its own, and trips over headers that lie about the encryption.
_BROKEN_AES = (*_BROKEN, pyzipper.BadZipFile, struct.error, LookupError)

Rows = Iterator[SheetRow | UnreadableRow]


def read_rows(source: Path | IO[bytes]) -> Rows:
    """The rows of cells of a file, or of a seekable stream that stays open.

    Raises, when the first row is asked for:
        BillProblem: The file is no table, or cannot be read.
        OSError: The path cannot be opened.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from _rows(stream)
    else:
        yield from _rows(source)


def unlock(source: IO[bytes], password: str, target: IO[bytes]) -> str:
    """Unpack the one file of a ZIP behind a password into ``target``; return its name.

    Raises:
        BillProblem: The password is another one, or the ZIP is locked in a way that cannot be undone here.
    """
    try:
        container = zipfile.ZipFile(source)
    except _BROKEN:
        raise BillProblem(_broken(source, is_workbook=False)) from None
    with container:
        entry = _only_entry(container.infolist())
        if entry.flag_bits & STRONG:
            raise BillProblem(BillProblemCode.LOCKED_OTHERWISE)
        if entry.compress_type == AES:
            return _unlock_aes(source, entry.filename, password, target)
        if entry.compress_size > MAX_LOCKED_BYTES:
            raise BillProblem(BillProblemCode.TOO_LARGE)
        container.setpassword(password.encode("utf-8", "replace"))
        return _unlock_entry(container, entry, target)


def _unlock_aes(source: IO[bytes], name: str, password: str, target: IO[bytes]) -> str:
    """The newer encryption, which the standard library cannot undo."""
    try:
        container = pyzipper.AESZipFile(source)
        entry = container.getinfo(name)
    except _BROKEN_AES:
        raise BillProblem(BillProblemCode.BROKEN_ZIP) from None
    with container:
        if not entry.wz_aes_strength:
            raise BillProblem(BillProblemCode.LOCKED_OTHERWISE)
        container.setpassword(password.encode("utf-8", "replace"))
        return _unlock_entry(container, entry, target)


def _unlock_entry(container: zipfile.ZipFile, entry: zipfile.ZipInfo, target: IO[bytes]) -> str:
    try:
        _unpack(container, entry, target)
    except BillProblem as problem:
        # A wrong password gives noise, which fails in this way or that.
        is_noise = problem.code is BillProblemCode.BROKEN_ZIP
        raise BillProblem(BillProblemCode.NOT_UNLOCKED) if is_noise else problem from None
    return PurePath(entry.filename).name


def _rows(stream: IO[bytes], *, is_inside: bool = False) -> Rows:
    stream.seek(0)
    head = stream.read(HEAD)
    _refuse_hopeless(head)
    if head.startswith(ZIP_MAGIC):
        yield from _zip(stream, head, is_inside=is_inside)
    elif head.startswith(COMPOUND):
        yield from read_workbook(stream)
    elif is_markup(head):
        yield from read_markup(stream)
    else:
        _refuse_binary(head)
        yield from read_text(stream)


def _refuse_hopeless(head: bytes) -> None:
    if not head.strip():
        raise BillProblem(BillProblemCode.EMPTY)
    if head.lstrip()[:4] == PDF:
        raise BillProblem(BillProblemCode.PDF)
    if head.startswith(FOREIGN):
        raise BillProblem(BillProblemCode.NOT_A_TABLE)
    if head.startswith(ZIP_END_MAGIC):
        raise BillProblem(BillProblemCode.NO_BILL_IN_ZIP)


def _refuse_binary(head: bytes) -> None:
    """A text has few control signs; UTF-16 is full of zeros, each beside something, and its letters hold any byte."""
    zeros = head.count(0)
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or zeros * 8 > len(head)
    controls = 0 if is_wide else sum(byte < ord(" ") and byte not in TEXT_CONTROLS for byte in head)
    if controls * 50 > len(head) or zeros * 10 > len(head) * 6:
        raise BillProblem(BillProblemCode.NOT_A_TABLE)


def _zip(stream: IO[bytes], head: bytes, *, is_inside: bool) -> Rows:
    is_workbook = any(name in head[:HEAD] for name in XLSX_BEGINS)
    try:
        container = zipfile.ZipFile(stream)
        entries = container.infolist()
    except _BROKEN:
        raise BillProblem(_broken(stream, is_workbook=is_workbook)) from None
    if any(entry.filename in WORKBOOKS for entry in entries):
        yield from read_workbook(stream)
    elif is_inside:
        raise BillProblem(BillProblemCode.NO_BILL_IN_ZIP)
    else:
        with container, tempfile.SpooledTemporaryFile(IN_MEMORY) as unpacked:
            _unpack(container, _open_entry(entries), unpacked)
            yield from _rows(unpacked, is_inside=True)


def _broken(stream: IO[bytes], *, is_workbook: bool) -> BillProblemCode:
    """A ZIP whose end is missing was cut off on its way; one that has it is damaged elsewhere."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - (1 << 16)))
    tail = stream.read()
    if 0 <= tail.rfind(ZIP_END_MAGIC) <= len(tail) - ZIP_END_BYTES:
        return BillProblemCode.BROKEN_WORKBOOK if is_workbook else BillProblemCode.BROKEN_ZIP
    return BillProblemCode.CUT_WORKBOOK if is_workbook else BillProblemCode.CUT_ZIP


def _only_entry(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    # A damaged entry may have no name at all, which ``is_dir`` cannot take.
    files = [one for one in entries if not one.filename.endswith("/") and not one.filename.startswith(HIDDEN)]
    if not files:
        raise BillProblem(BillProblemCode.NO_BILL_IN_ZIP)
    # A bill may come with a notice or a seal beside it; among several the names have to tell.
    tables = [one for one in files if one.filename.lower().endswith(TABLES)]
    if len(tables) == 1:
        return tables[0]
    if len(files) > 1:
        raise BillProblem(BillProblemCode.MANY_IN_ZIP, ", ".join(one.filename for one in files[:10]))
    return files[0]


def _open_entry(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    entry = _only_entry(entries)
    if entry.flag_bits & ZIP_ENCRYPTED:
        raise BillProblem(BillProblemCode.ENCRYPTED_ZIP)
    return entry


def _unpack(container: zipfile.ZipFile, entry: zipfile.ZipInfo, target: IO[bytes]) -> None:
    """Unpack within limits: what an entry declares about its size may be a lie."""
    left = MAX_BYTES
    try:
        with container.open(entry) as packed:
            while left >= 0 and (chunk := packed.read(CHUNK)):
                left -= len(chunk)
                target.write(chunk)
    except _BROKEN_AES:
        raise BillProblem(BillProblemCode.BROKEN_ZIP) from None
    if left < 0:
        raise BillProblem(BillProblemCode.TOO_LARGE)
