"""Reads tables of messages (CSV, XLSX, XLS) whose header says what the columns are, in any order and encoding.

    对方号码,短信内容,时间,类型
    10690000,【远山消金】您的借款已逾期3天。,2024/3/5 10:22,接收

There is no common form of these, so the columns are known by the names in the rulebook, or where no row has such names
by what stands in them (``table_guess``). A time that cannot be told is left unknown; the message is kept.
"""

import io
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import chain, islice
from typing import IO

from debts.intake.bills.containers import COMPOUND, read_rows
from debts.intake.bills.text import SheetRow, read_text
from debts.intake.bills.types import BillProblem, BillProblemCode, UnreadableRow
from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.paste_headers import read_header
from debts.intake.paste_times import moment_in_full
from debts.intake.sources import ZIP_MAGIC, FormatCode, SourceTooLarge, UnknownFormat
from debts.intake.table_guess import guessed_columns, is_time
from debts.intake.times import moment_of_count
from debts.reconciler.characters import storable
from debts.rulebook.message_tables import Column, load_message_tables

MOST_LINES_ABOVE = 30
_IN_MEMORY = 8 << 20
_COMPACT = re.compile(r"(?:19|20)\d{10}(?:\d{2})?")
_INSIDE_XLSX = (b"[Content_Types].xml", b"xl/")
_FEWEST_FIGURES = 9  # of the seconds since 1970


Roles = Mapping[Column, int]


def is_table(head: bytes) -> bool:
    """Whether a file that begins so is a table of messages, or a workbook that may hold one."""
    if head.startswith(COMPOUND) or is_workbook(head):
        return True
    try:
        rows = list(islice(read_text(io.BytesIO(head)), MOST_LINES_ABOVE))
    except (ValueError, StopIteration):
        return False
    cells = [row.cells for row in rows if isinstance(row, SheetRow)]
    return any(map(_roles, cells)) or guessed_columns(cells) is not None


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
    rows = read_rows(stream)
    first = list(islice(rows, MOST_LINES_ABOVE))
    roles = _guessed(first)
    has_begun, sheet = roles is not None, first[0].place.sheet if first else ""
    for row in chain(first, rows):
        if row.place.sheet != sheet:
            sheet, roles = row.place.sheet, None
        place = Place(PlaceKind.LINE, row.place.line)
        if isinstance(row, UnreadableRow):
            yield Unreadable(place, UnreadableCode.LINE_TOO_LONG)
        elif header := _roles(row.cells):
            roles, has_begun = header, True
        elif roles and any(map(str.strip, row.cells)) and not (row is first[0] and _is_title(row.cells, roles)):
            yield _item(row.cells, roles, place, zone)
    if not has_begun:
        raise UnknownFormat(FormatCode.UNKNOWN)


def _guessed(rows: Sequence[SheetRow | UnreadableRow]) -> Roles | None:
    """The columns by what stands in the first rows, where none of these names them."""
    cells = [row.cells for row in rows if isinstance(row, SheetRow)]
    is_one_sheet = len({row.place.sheet for row in rows}) == 1
    return guessed_columns(cells) if is_one_sheet and not any(map(_roles, cells)) else None


def _is_title(cells: Sequence[str], roles: Roles) -> bool:
    """Whether the first row of a guessed table is no message: it has no time where the others do."""
    index = roles.get(Column.WHEN, len(cells))
    return index < len(cells) and not is_time(cells[index].strip())


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
    sender = (cell(Column.SENDER) or cell(Column.NAME)).strip("='\"\t")
    if sender in words.myself:
        return Skipped(place, SkippedCode.SENT)
    moment = moment_of_cells(cell(Column.DAY), cell(Column.WHEN), zone=zone)
    return Draft(storable(text), moment, sender=storable(sender), place=place)


def moment_of_cells(day: str, when: str, *, zone: tzinfo) -> datetime | None:
    """The time that two cells name, each alone or both together; None where they name no year or cannot be told."""
    ways = (f"{day} {when}".strip(), when, day)
    return next((moment for way in ways if (moment := _moment(way, zone))), None)


def _moment(written: str, zone: tzinfo) -> datetime | None:
    """The time of a cell: written out, or counted from 1970."""
    if _COMPACT.fullmatch(written):
        written = f"{written[:4]}-{written[4:6]}-{written[6:8]} {written[8:10]}:{written[10:12]}:{written[12:] or '00'}"
    elif len(written) >= _FEWEST_FIGURES and (counted := moment_of_count(written, zone)):
        return counted
    header = read_header(written)
    return moment_in_full(header.time, zone=zone) if header else None
