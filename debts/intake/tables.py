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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain, islice
from typing import IO

from debts.intake.bills.containers import COMPOUND, read_rows
from debts.intake.bills.text import SheetRow, read_text
from debts.intake.bills.types import BillProblem, BillProblemCode, UnreadableRow
from debts.intake.call_tables import is_call_log, listed_call
from debts.intake.columns import TELLING, column_of, is_chat, not_received, sender_of
from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.sources import ZIP_MAGIC, FormatCode, SourceTooLarge, UnknownFormat
from debts.intake.table_guess import guessed_columns, is_number, is_time
from debts.intake.written_times import moment_told
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel
from debts.rulebook.message_tables import Column, load_message_tables

MOST_LINES_ABOVE = 30
_IN_MEMORY = 8 << 20
_SHOWN = 80
_DRAWN = re.compile(r":?-{2,}:?")
_INSIDE_XLSX = (b"[Content_Types].xml", b"xl/")
# Nokia's programs write no header: "sms";"deliver";number;"";"";"2024.03.05 10:22";"";text
_NOKIA = {Column.BOX: 1, Column.SENDER: 2, Column.WHEN: 5, Column.TEXT: 7}
_TIMES = frozenset({Column.WHEN, Column.DAY, Column.SENT})
_TABLE_IN_PAGE = re.compile(rb"<table\b", re.IGNORECASE)
_SHARE_OF_DAY = re.compile(r"0\.\d+")
_DAYS = re.compile(r"[345]\d{4}\.\d+")  # of a workbook since the end of 1899, from 1982 to 2064
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - in the zone of whoever made the table
_HEAD = 1 << 16
_MONTHS = 12
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})\b")
_SLASHED_BYTES = re.compile(rb"\b\d{1,2}/\d{1,2}/\d{4}\b")
_DAY_FIRST, _MONTH_FIRST = r"\3-\2-\1", r"\3-\1-\2"
_FORMULA = re.compile(r'="(.*)"')


Roles = Mapping[Column, int]


def is_table(head: bytes) -> bool:
    """Whether a file that begins so is a table of messages, or a workbook that may hold one."""
    if head.startswith(COMPOUND) or is_workbook(head):
        return True
    if head.startswith(b"<"):
        return _TABLE_IN_PAGE.search(head) is not None  # a page under the name of a workbook
    try:
        rows = list(islice(read_text(io.BytesIO(head)), MOST_LINES_ABOVE))
    except (ValueError, StopIteration):
        return False
    cells = [row.cells for row in rows if isinstance(row, SheetRow)]
    return any(_roles(one) or _is_nokia(one) for one in cells) or _guess(cells) is not None


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
    days = _days_of(stream)
    rows = read_rows(stream)
    first = list(islice(rows, MOST_LINES_ABOVE))
    roles = _guessed(first)
    width = min((_width(row.cells) for row in first if isinstance(row, SheetRow)), default=0) if roles else 0
    has_begun, sheet = roles is not None, first[0].place.sheet if first else ""
    for row in chain(first, rows):
        if row.place.sheet != sheet:
            sheet, roles = row.place.sheet, None
        place = Place(PlaceKind.LINE, row.place.line)
        if isinstance(row, UnreadableRow):
            yield Unreadable(place, UnreadableCode.LINE_TOO_LONG)
        elif header := _roles(row.cells):
            roles, has_begun, width = header, True, _width(row.cells)
        elif row is first[0] and roles and _is_title(row.cells, roles):
            continue
        elif (roles or _is_nokia(row.cells)) and not all(map(_is_blank, row.cells)):
            roles, has_begun = roles or _NOKIA, True
            yield (
                _cut(row, place)
                or _of_sheet(sheet, place)
                or _item(_refitted(row, roles, width), roles, place, zone, days)
            )
    if not has_begun:
        raise UnknownFormat(FormatCode.UNKNOWN)


def _is_blank(cell: str) -> bool:
    """Whether a cell holds nothing, or no more than the line that is drawn below the names of columns: ---, :--:."""
    return not cell.strip() or _DRAWN.fullmatch(cell.strip()) is not None


def _cut(row: SheetRow, place: Place) -> Unreadable | None:
    """The row where the file breaks off in the midst of a text, with what stands last in it."""
    return Unreadable(place, UnreadableCode.CUT_OFF, storable(row.cells[-1][:_SHOWN])) if row.is_cut else None


def _of_sheet(name: str, place: Place) -> Skipped | None:
    """Why a row is no message that came in, by the name of its sheet: 已发送."""
    return Skipped(place, SkippedCode.SENT) if name.strip().casefold() in load_message_tables().sent else None


def _guessed(rows: Sequence[SheetRow | UnreadableRow]) -> Roles | None:
    """The columns by what stands in the first rows, where none of these names them."""
    cells = [row.cells for row in rows if isinstance(row, SheetRow)]
    is_one_sheet = len({row.place.sheet for row in rows}) == 1
    is_told = any(_roles(one) or _is_nokia(one) for one in cells)
    return _guess(cells) if is_one_sheet and not is_told else None


def _guess(cells: Sequence[Sequence[str]]) -> Roles | None:
    """The same where the first row may be one of names that nobody knows."""
    return guessed_columns(cells) or guessed_columns(cells[1:])


def _is_title(cells: Sequence[str], roles: Roles) -> bool:
    """Whether the first row of a table that was guessed is no message: it has no time where the others do."""
    index = roles.get(Column.WHEN, len(cells))
    return index < len(cells) and not is_time(cells[index].strip())


def _days_of(stream: IO[bytes]) -> str | None:
    """Where the month stands in days such as 3/25/2024 of a whole table; None where no day tells, or two disagree."""
    stream.seek(0)
    if not _SLASHED_BYTES.search(stream.read(_HEAD)):
        return None
    orders: set[str] = set()
    roles: Roles | None = None
    for row in read_rows(stream):
        if isinstance(row, SheetRow):
            roles = _roles(row.cells) or roles
            orders.update(filter(None, (_order_of(_Row(row.cells, roles).bare(role)) for role in _TIMES if roles)))
    return orders.pop() if len(orders) == 1 else None


def _order_of(cell: str) -> str | None:
    """Which figure of a day is the month, where the other one can be none."""
    found = _SLASHED.match(cell)
    first, second = (int(found[1]), int(found[2])) if found else (0, 0)
    if max(first, second) <= _MONTHS:
        return None
    return _DAY_FIRST if first > _MONTHS else _MONTH_FIRST


def _width(cells: Sequence[str]) -> int:
    """How many columns a header names, without empty ones at its end."""
    return max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _refitted(row: SheetRow, roles: Roles, width: int) -> Sequence[str]:
    """The cells of a row, where a text without quotes fell into several made one again."""
    more = _width(row.cells) - width
    if more <= 0 or not width or not row.delimiter:
        return row.cells
    at = roles.get(Column.TEXT, width)
    if at >= width:
        return row.cells
    text = row.delimiter.join(row.cells[at : at + more + 1])
    refitted = (*row.cells[:at], text, *row.cells[at + more + 1 :])
    # A header may also name too few columns; then what can be known stands where it belongs.
    later = [(_KNOWN_BY[role], place) for role, place in roles.items() if role in _KNOWN_BY and place > at]
    is_shifted = any(fits(refitted[place]) and not fits(row.cells[place]) for fits, place in later)
    return refitted if is_shifted or at == width - 1 else row.cells


def _is_time(cell: str) -> bool:
    return _moment(cell.strip(), UTC, None) is not None


def _is_number(cell: str) -> bool:
    return is_number(cell.strip())


def _is_box(cell: str) -> bool:
    return cell.strip().casefold() in load_message_tables().boxes


# What a cell of these columns can be told by.
_KNOWN_BY: Mapping[Column, Callable[[str], bool]] = {
    **dict.fromkeys(_TIMES, _is_time),
    Column.SENDER: _is_number,
    Column.BOX: _is_box,
}


def _is_nokia(cells: Sequence[str]) -> bool:
    is_one = len(cells) > _NOKIA[Column.TEXT] and cells[0].strip().casefold() == "sms"
    return is_one and is_time(cells[_NOKIA[Column.WHEN]])


def _roles(cells: Sequence[str]) -> Roles | None:
    """The columns of a header of messages: it names the text, and who it is from or when it came."""
    found: dict[Column, int] = {}
    for index, cell in enumerate(cells):
        role = column_of(cell)
        if role:
            found.setdefault(role, index)
    if Column.TEXT not in found:
        return found if is_call_log(found.keys()) else None
    return found if found.keys() & TELLING else None


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by what they hold."""

    cells: Sequence[str]
    roles: Roles

    def __getitem__(self, role: Column) -> str:
        index = self.roles.get(role, len(self.cells))
        return self.cells[index].strip() if index < len(self.cells) else ""

    def bare(self, role: Column) -> str:
        """The same without what keeps a spreadsheet from taking it for a number: ="10690000" and '10690000."""
        cell = self[role]
        found = _FORMULA.fullmatch(cell)
        return (found[1] if found else cell).strip("'\t ")

    @property
    def is_chat(self) -> bool:
        """Whether the table is of a chat program."""
        return is_chat(self.roles.keys())

    @property
    def sender(self) -> str:
        """Whom it is from."""
        return sender_of(self.bare, self.roles.keys())


def _item(cells: Sequence[str], roles: Roles, place: Place, zone: tzinfo, days: str | None) -> Item:
    row = _Row(cells, roles)
    if Column.TEXT not in roles:
        return listed_call(row.bare, moment_in_cells(row.bare, zone, days), place, zone)
    text = row[Column.TEXT]
    if code := not_received(row.bare, row.roles.keys()):
        return Skipped(place, code)
    if refused := unfit(text, place):
        return refused
    sent = _moment(row.bare(Column.SENT), zone, days)
    return Draft(
        storable(text),
        moment_in_cells(row.bare, zone, days),
        sent_at=sent,
        sender=storable(row.sender),
        channel=Channel.CHAT if row.is_chat else Channel.SMS,
        place=place,
    )


def moment_in_cells(cell: Callable[[Column], str], zone: tzinfo, days: str | None = None) -> datetime | None:
    """When a row with these cells came in, or was sent, be it with the day in one and the time in another."""
    day, when, sent = cell(Column.DAY), _clock(cell(Column.WHEN)), cell(Column.SENT)
    moments = (_moment(one, zone, days) for one in (f"{day} {when}".strip(), when, day, sent) if one)
    return next(filter(None, moments), None)


def _clock(written: str) -> str:
    """A time of day as it is written; workbooks keep one as a share of the day."""
    if not _SHARE_OF_DAY.fullmatch(written):
        return written
    seconds = round(float(written) * 86_400)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _moment(written: str, zone: tzinfo, days: str | None) -> datetime | None:
    """The time of a cell: written out, or counted from 1970 or in days; None where it cannot be told.

    ``days`` rewrites days such as 3/5/2024 as the whole table writes them.
    """
    if days:
        written = _SLASHED.sub(days, written, count=1)
    if _DAYS.fullmatch(written):
        found = _FIRST_DAY + timedelta(seconds=round(float(written) * 86_400))
        return found.replace(tzinfo=zone)
    return moment_told(written, zone)
