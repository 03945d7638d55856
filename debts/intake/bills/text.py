"""Text files into rows of cells: encoding, line ends, delimiter and quotes are found by what stands in the file.

Nothing is kept but the line in hand, so memory does not grow with the file.
"""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, NamedTuple

from debts.intake.bills.columns import header_in
from debts.intake.bills.types import BillProblem, BillProblemCode, Place, ProblemCode, UnreadableRow

CHUNK = 1 << 16
LONGEST_LINE = 1 << 16
LONGEST_RECORD = 100_000  # the csv module takes no longer cell
MOST_JOINED = 40  # lines of one record; a quote that nobody closes would swallow the file
SAMPLE_LINES = 400
LONGEST_SAMPLE = 1 << 20
DELIMITERS = ",\t;|，"
DAMAGED = "\udc80"  # stands for bytes that are no character: no file can hold it
USUAL_WORDS = ("交易", "金额", "日期", "时间", "账", "收入", "支出", "对方", "余额", "摘要")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of one row. ``is_open`` marks the last line of a text that ends without a line end.

    ``is_cut`` marks one that ends so within quotes or within a character.
    ``delimiter`` is the sign between the cells of a text, empty for other tables.
    """

    place: Place
    cells: tuple[str, ...]
    is_open: bool = False
    delimiter: str = ""
    is_cut: bool = False


def _mark_damage(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return DAMAGED, error.end


codecs.register_error("bill-damage", _mark_damage)


def whole(stream: IO[bytes], most: int) -> bytes:
    """All bytes of a seekable stream.

    Raises:
        BillProblem: There are more than ``most``.
    """
    stream.seek(0)
    data = stream.read(most + 1)
    if len(data) > most:
        raise BillProblem(BillProblemCode.TOO_LARGE)
    return data


def encoding_of(stream: IO[bytes]) -> str:
    """The encoding of a seekable stream by all of its bytes: UTF-8 where they allow it, else what reads like a bill."""
    stream.seek(0)
    head = stream.read(CHUNK)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if wide := _wide(head):
        return wide
    if _is_utf8(stream):
        return "utf-8"
    return max(("gb18030", "utf-8", "big5hkscs"), key=lambda name: _likeness(head, name))


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of its commas and figures is nothing."""
    pairs = Counter(at % 2 for at, byte in enumerate(head[:2048]) if not byte)
    if pairs.total() * 8 < len(head[:2048]):
        return ""
    return "utf-16-le" if pairs[1] >= pairs[0] else "utf-16-be"


def _is_utf8(stream: IO[bytes]) -> bool:
    """Whether all bytes are UTF-8; a character that is cut off at the very end does not count against it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while chunk := stream.read(CHUNK):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _likeness(head: bytes, encoding: str) -> tuple[int, int]:
    text = head.decode(encoding, errors="bill-damage")
    return sum(text.count(word) for word in USUAL_WORDS), -text.count(DAMAGED)


def read_text(stream: IO[bytes]) -> Iterator[SheetRow | UnreadableRow]:
    """The rows of a text file; a line that is too long is named and left out."""
    encoding = encoding_of(stream)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding, errors="bill-damage")
    try:
        lines = _Lines(text)
        yield from _records(lines, _form_of(lines.peek(SAMPLE_LINES)))
    finally:
        text.detach()  # the stream belongs to the caller


class _Lines:
    """Numbered lines that can be looked at ahead and put back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead: deque[tuple[int, str]] = deque()
        self._number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> tuple[int, str]:
        if self._ahead:
            return self._ahead.popleft()
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self._number += 1
        number, piece = self._number, line
        while len(piece) == LONGEST_LINE and not piece.endswith("\n"):
            piece = self._text.readline(LONGEST_LINE)
        return number, line

    def peek(self, count: int) -> list[str]:
        """The next lines, not too many signs in all, which stay where they are."""
        looked: list[tuple[int, str]] = []
        length = 0
        for number, line in islice(self, count):
            looked.append((number, line))
            length += len(line)
            if length > LONGEST_SAMPLE:
                break
        self.put_back(looked)
        return [line for _, line in looked]

    def put_back(self, lines: Iterable[tuple[int, str]]) -> None:
        """Give lines back, to be read again in their order."""
        self._ahead.extendleft(reversed(list(lines)))


class _Form(NamedTuple):
    """How the records of a file are written: the sign between their cells, and how often most of them have it."""

    delimiter: str
    usual: int


def _form_of(lines: list[str]) -> _Form:
    """The delimiter is the sign that shows a header; where none does, the one that parts most lines evenly."""

    def usual(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines)
        return max(((count * times, count) for count, times in counts.items()), default=(0, 0))

    def fitness(sign: str) -> tuple[int, bool, int]:
        headers = (header_in(cells) for cells in csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE))
        roles = max((len(header.roles) for header in headers if header), default=0)
        return roles, sign.isascii() or not is_parted, usual(sign)[0]

    is_parted = _is_parted(lines)
    delimiter = max(DELIMITERS, key=fitness)
    return _Form(delimiter, usual(delimiter)[1])


def _is_parted(lines: list[str]) -> bool:
    """Whether signs that sentences in Chinese do not have part most lines; those that they have are words then."""
    counts = ([line.count(sign) for line in lines] for sign in DELIMITERS if sign.isascii())
    return any(sum(count > 1 for count in found) * 2 > len(lines) for found in counts)


def _records(lines: _Lines, form: _Form) -> Iterator[SheetRow | UnreadableRow]:
    for number, line in lines:
        place = Place(number)
        if len(line) >= LONGEST_LINE:
            yield UnreadableRow(place, ProblemCode.LINE_TOO_LONG)
            continue
        record = _Record(line, lines, form)
        cells = record.cells()
        is_open = not record.last.endswith("\n")
        yield SheetRow(place, cells, is_open, form.delimiter, is_cut=is_open and record.breaks_off)


class _Record:
    """One record, which may run over several lines inside quotes."""

    def __init__(self, line: str, lines: _Lines, form: _Form) -> None:
        self.last = line
        self._first = line
        self._lines = lines
        self._form = form
        self._taken: list[tuple[int, str]] = []
        self._is_stray = False

    def cells(self) -> tuple[str, ...]:
        """The cells. A quote that is never closed, or only in a later record, is taken for a sign like any other."""
        found = next(csv.reader(self._feed(), delimiter=self._form.delimiter, skipinitialspace=True), [])
        if self._is_stray:
            self._lines.put_back(self._taken)
            self.last = self._first
            found = next(csv.reader([self._first], delimiter=self._form.delimiter, quoting=csv.QUOTE_NONE), [])
        return tuple(found)

    @property
    def breaks_off(self) -> bool:
        """Whether it is of one line and ends within a character, or within quotes; a sign of inches opens none."""
        if self.last.endswith((DAMAGED, "\N{REPLACEMENT CHARACTER}")):
            return True
        opens = self._first.startswith('"') or f'{self._form.delimiter}"' in self._first
        return opens and not self._taken and self._first.count('"') % 2 == 1

    def _feed(self) -> Iterator[str]:
        """The first line, then as many more as the reader asks for to close its quotes."""
        yield self._first.replace("\x00", "")
        length = len(self._first)
        for number, line in islice(self._lines, MOST_JOINED):
            self._taken.append((number, line))
            length += len(line)
            if line.count(self._form.delimiter) >= max(1, self._form.usual) or length >= LONGEST_RECORD:
                break  # this line is a record of its own
            self.last = line
            yield line.replace("\x00", "")
        self._is_stray = bool(self._taken)
