"""Reads tables of messages (CSV, XLSX, XLS) whose header says what the columns are, in any order and encoding.

    对方号码,短信内容,时间,类型
    10690000,【远山消金】您的借款已逾期3天。,2024/3/5 10:22,接收

There is no common form of these, so the columns are known by the names in the rulebook. A time that cannot be told is
left unknown; the message is kept.
"""

import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import islice
from typing import IO

from debts.intake.bills.containers import COMPOUND, read_rows
from debts.intake.bills.text import SheetRow, read_text
from debts.intake.bills.types import BillProblem, BillProblemCode, UnreadableRow
from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.paste_headers import read_header
from debts.intake.paste_times import moment_of
from debts.intake.sources import ZIP_MAGIC, FormatCode, SourceTooLarge, UnknownFormat
from debts.intake.times import moment_of_ms
from debts.reconciler.characters import storable
from debts.rulebook.message_tables import Column, load_message_tables

MOST_LINES_ABOVE = 30
_IN_MEMORY = 8 << 20
_INSIDE_XLSX = (b"[Content_Types].xml", b"xl/")
_MILLISECONDS = 13
_SECONDS = 10
# A table has no moment of its own that it was made; only the future of its readers is none.
_LATEST = datetime(2199, 12, 31, tzinfo=UTC)


Roles = Mapping[Column, int]


def is_table(head: bytes) -> bool:
    """Whether a file that begins so is a table of messages, or a workbook that may hold one."""
    if head.startswith(COMPOUND) or is_workbook(head):
        return True
    try:
        rows = list(islice(read_text(io.BytesIO(head)), MOST_LINES_ABOVE))
    except (ValueError, StopIteration):
        return False
    return any(isinstance(row, SheetRow) and _roles(row.cells) for row in rows)


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins so is an XLSX, which is a ZIP to the eye."""
    return head.startswith(ZIP_MAGIC) and any(name in head[:4096] for name in _INSIDE_XLSX)


def read_table(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the messages below each header; other tables are left out.

    Raises, when the first item is asked for:
        UnknownFormat: It is no table, is behind a password, or no header in it is one of messages.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
        try:
            yield from _messages(copy, zone)
        except BillProblem as problem:
            raise _refusal(problem) from problem


def _refusal(problem: BillProblem) -> Exception:
    if problem.code is BillProblemCode.TOO_LARGE:
        return SourceTooLarge()
    is_locked = problem.code is BillProblemCode.ENCRYPTED_WORKBOOK
    return UnknownFormat(FormatCode.WRAPPER_ENCRYPTED if is_locked else FormatCode.UNKNOWN)


def _messages(stream: IO[bytes], zone: tzinfo) -> Iterator[Item]:
    roles: Roles | None = None
    has_begun, sheet = False, ""
    for row in read_rows(stream):
        if row.place.sheet != sheet:
            sheet, roles = row.place.sheet, None
        place = Place(PlaceKind.LINE, row.place.line)
        if isinstance(row, UnreadableRow):
            yield Unreadable(place, UnreadableCode.LINE_TOO_LONG)
        elif header := _roles(row.cells):
            roles, has_begun = header, True
        elif roles and any(map(str.strip, row.cells)):
            yield _item(row.cells, roles, place, zone)
    if not has_begun:
        raise UnknownFormat(FormatCode.UNKNOWN)


def _roles(cells: Sequence[str]) -> Roles | None:
    """The columns of a header of messages: it names the text, and who it is from or when it came."""
    names = load_message_tables()
    found: dict[Column, int] = {}
    for index, cell in enumerate(cells):
        role = names.column(cell)
        if role:
            found.setdefault(role, index)
    is_one = Column.TEXT in found and found.keys() & {Column.SENDER, Column.NAME, Column.WHEN, Column.DAY}
    return found if is_one else None


def _item(cells: Sequence[str], roles: Roles, place: Place, zone: tzinfo) -> Item:
    def cell(role: Column) -> str:
        index = roles.get(role, len(cells))
        return cells[index].strip() if index < len(cells) else ""

    box, words = cell(Column.BOX).casefold(), load_message_tables()
    if box in words.sent or box in words.draft:
        return Skipped(place, SkippedCode.SENT if box in words.sent else SkippedCode.DRAFT)
    text = cell(Column.TEXT)
    if refused := unfit(text, place):
        return refused
    sender = cell(Column.SENDER) or cell(Column.NAME)
    when = f"{cell(Column.DAY)} {cell(Column.WHEN)}".strip()
    return Draft(storable(text), _moment(when, zone), sender=storable(sender.strip("'\t")), place=place)


def _moment(written: str, zone: tzinfo) -> datetime | None:
    """The time of a cell: written out, or counted from 1970; None where it names no year or cannot be told."""
    if written.isascii() and written.isdigit() and len(written) in (_SECONDS, _MILLISECONDS):
        return moment_of_ms(written if len(written) == _MILLISECONDS else f"{written}000", zone)
    header = read_header(written)
    if header is None or header.time.year is None:
        return None
    return moment_of(header.time, now=_LATEST, zone=zone)
