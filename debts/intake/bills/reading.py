"""A bill into rows of money: the header is found, each row below it is read or named as unreadable.

微信支付账单明细,,,
…
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
2024-03-05 09:01:02,信用卡还款,建设银行信用卡还款,/,/,¥548.58,零钱,支付成功,42000,10000,/
->  BillRow(line 18, 2024-03-05 09:01:02+08:00, 548.58 CNY, neutral, …)
"""

from collections.abc import Generator, Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from debts.intake.bills.columns import Column, Header, continued, header_in
from debts.intake.bills.containers import read_rows
from debts.intake.bills.families import currency_in, sign_of, statement_of
from debts.intake.bills.habits import habits_of
from debts.intake.bills.rows import RowReader
from debts.intake.bills.text import SheetRow
from debts.intake.bills.times import DayStyle, month_in
from debts.intake.bills.types import (
    BillItem,
    BillProblem,
    BillProblemCode,
    ColumnMapping,
    Family,
    Statement,
    UnreadableRow,
)
from debts.intake.bills.values import clean

CHINA = ZoneInfo("Asia/Shanghai")
# No bill has more lines above its header; what has none within them is no bill.
MOST_LINES_ABOVE = 300
LOOKED_AT = 200


def read_bill(
    source: Path | IO[bytes], *, zone: tzinfo = CHINA, mapping: ColumnMapping | None = None
) -> Generator[BillItem, None, None]:
    """The rows of a bill in the order of the file; times are those of ``zone``.

    ``source`` is a path or a seekable stream, which stays open. With ``mapping`` the columns are what it says, else
    they are told by the header.

    Raises, when the first row is asked for:
        BillProblem: Nothing of the file can be read as a bill; its code says why.
        OSError: The path cannot be opened.
    """
    tables = _Mapped(mapping, zone) if mapping else _Recognised(zone)
    for row in read_rows(source):
        if isinstance(row, UnreadableRow):
            yield from tables.finish()
            yield row
        else:
            yield from tables.take(row)
    yield from tables.finish()
    if not tables.has_begun:
        raise BillProblem(BillProblemCode.NO_HEADER)


class _Recognised:
    """Tables known by their header; each sheet, and each further header in it, begins a table of its own.

    The first rows of a table wait until there are enough of them to tell how it writes its money.
    """

    def __init__(self, zone: tzinfo) -> None:
        self.has_begun = False
        self._zone = zone
        self._sheet = ""
        self._above: list[str] = []
        self._reader: RowReader | None = None
        self._just_begun: Header | None = None
        self._table: tuple[Header, Statement] | None = None
        self._waiting: list[SheetRow] = []

    def take(self, row: SheetRow) -> Iterator[BillItem]:
        """What the next row of the file is."""
        if row.place.sheet != self._sheet:
            yield from self.finish()
            self._sheet, self._above, self._table, self._reader = row.place.sheet, [], None, None
        if header := self._header_in(row):
            yield from self._begin(header)
        elif self._reader:
            yield from self._reader.read(row)
        elif self._table:
            self._waiting.append(row)
            if len(self._waiting) >= LOOKED_AT:
                yield from self.finish()
        elif len(self._above) < MOST_LINES_ABOVE:
            self._above.append(" ".join(filter(None, map(clean, row.cells))))

    def _header_in(self, row: SheetRow) -> Header | None:
        """A header, or the second row of one that has just begun."""
        begun, self._just_begun = self._just_begun, None
        self._just_begun = header_in(row.cells)
        return self._just_begun or (continued(begun, row.cells) if begun else None)

    def _begin(self, header: Header) -> Iterator[BillItem]:
        """Begin a table; the same header again, as on each page of a print, changes nothing."""
        if self._table and self._table[0].names == header.names:
            return
        yield from self.finish()
        self.has_begun = True
        self._table, self._reader = (header, statement_of(header, self._above)), None

    def finish(self) -> Iterator[BillItem]:
        """What the rows are that still wait."""
        if self._waiting and self._table:
            rows, self._waiting = self._waiting, []
            self._reader = self._reader_for(*self._table, rows)
            for row in rows:
                yield from self._reader.read(row)

    def _reader_for(self, header: Header, statement: Statement, rows: Sequence[SheetRow]) -> RowReader:
        habits = habits_of(header, rows, statement.family, sign_of(statement.family))
        style = DayStyle(habits.day_order, month_in(statement.title))
        return RowReader(
            habits.header,
            statement,
            sign=habits.sign,
            style=style,
            zone=self._zone,
            currency=currency_in(statement.title),
            plain_minus=habits.plain_minus,
        )


class _Mapped:
    """One table whose columns a person told."""

    def __init__(self, mapping: ColumnMapping, zone: tzinfo) -> None:
        self.has_begun = False
        self._mapping = mapping
        self._zone = zone
        self._above: list[str] = []
        self._reader = None if mapping.header else self._begin(())

    def take(self, row: SheetRow) -> Iterator[BillItem]:
        """What the next row of the file is."""
        if self._mapping.sheet and row.place.sheet != self._mapping.sheet:
            return
        if self._reader:
            yield from self._reader.read(row)
        elif row.place.line >= self._mapping.header:
            self._reader = self._begin(row.cells)
        else:
            self._above.append(" ".join(filter(None, map(clean, row.cells))))

    def finish(self) -> Iterator[BillItem]:
        """Nothing: no row waits."""
        yield from ()

    def _begin(self, names: Sequence[str]) -> RowReader:
        self.has_begun = True
        mapping = self._mapping
        header = Header(names, [(index, Column(role)) for index, role in mapping.roles])
        if not header.is_usable:
            raise BillProblem(BillProblemCode.NO_HEADER)
        above = " ".join(self._above)
        statement = Statement(Family.OTHER, header.names, above)
        style = DayStyle(mapping.day_order, month_in(above))
        return RowReader(header, statement, sign=mapping.sign, style=style, zone=self._zone, currency=mapping.currency)
