"""One row of a table into one movement of money."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from debts.intake.bills.cells import RefusedField, RowCells
from debts.intake.bills.columns import Header
from debts.intake.bills.text import SheetRow
from debts.intake.bills.times import YMD, DayStyle, looks_like_day, read_clock, read_when
from debts.intake.bills.types import (
    BillItem,
    BillRow,
    Direction,
    Outcome,
    PassedOver,
    ProblemCode,
    Role,
    Sign,
    Statement,
    UnreadableRow,
)
from debts.intake.bills.values import (
    ZERO,
    RefusedValue,
    Sum,
    currency_of,
    direction_of,
    is_blank,
    outcome_of,
    read_sum,
)

TOTALS = re.compile(r"^(?:.{0,6}合计|总计|小计|累计|合计|共\d+|第\d+页|本页|以上|备注[::]|说明[::]|注[::]|-{4,}|={4,})")
TAILS = re.compile(r"[(](\d{4})[)]|尾号\D{0,2}(\d{4})(?!\d)")
LAST_FOUR = re.compile(r"(\d{4})\D*$")
# On a card's statement that writes no sign, a row that begins so brings money to the card.
TO_THE_CARD = re.compile(r"^\S{0,6}(?:还款|退货|退款|返还|返现|存入|转入|溢缴|冲正|撤销)(?!手续|服务|费)")
MONEY = (Role.AMOUNT, Role.AMOUNT_IN, Role.AMOUNT_OUT)
FUNDS = {"已支出": Direction.OUT, "已收入": Direction.IN, "待支出": Direction.OUT, "待收入": Direction.IN}


@dataclass(frozen=True, slots=True)
class _Money:
    """A sum with its direction, as the columns of amounts tell it; a bare one has neither a sign nor a side."""

    amount: Decimal
    direction: Direction | None
    currency: str
    refunded: Decimal
    is_bare: bool = False


class RowReader:
    """Reads the rows below one header."""

    def __init__(
        self,
        header: Header,
        statement: Statement,
        *,
        sign: Sign,
        style: DayStyle,
        zone: tzinfo,
        currency: str = "CNY",
        plain_minus: frozenset[Role] = frozenset(),
    ) -> None:
        self.header = header
        self._statement = statement
        self._sign = sign
        self._style = style
        self._zone = zone
        self._currency = currency
        self._plain_minus = plain_minus

    def read(self, row: SheetRow) -> Iterator[BillItem]:
        """The row as money, as unreadable, as passed over; nothing for a row without words."""
        cells = RowCells(self.header, row)
        if cells.is_empty:
            return
        if self._is_aside(cells):
            yield PassedOver(row.place, cells.raw)
            return
        try:
            yield self._read(cells, row)
        except RefusedField as refused:
            code = ProblemCode.CUT if cells.is_cut else refused.code
            yield UnreadableRow(row.place, code, refused.role, refused.detail, cells.raw)

    def _is_aside(self, cells: RowCells) -> bool:
        """Totals, page numbers and remarks: what neither begins as a day nor has a sum is no row of money."""
        if TOTALS.search(cells.first_words):
            return True
        when = [cell for cell in cells.all_of(Role.WHEN) if not is_blank(cell)]
        if any(map(looks_like_day, when)):
            return False
        has_sum = any(any(map(str.isdecimal, cell)) for role in MONEY for cell in cells.all_of(role))
        return not has_sum and not cells.is_damaged

    def _read(self, cells: RowCells, row: SheetRow) -> BillRow:
        cells.refuse_damage()
        day, clock = self._when(cells)
        money = self._money(cells)
        if cells.is_cut:
            raise RefusedField(cells.last_role, ProblemCode.CUT)
        status = cells.words_of(Role.STATUS)
        direction = self._direction(cells, money)
        return BillRow(
            place=row.place,
            day=day,
            at=datetime.combine(day, clock, self._zone) if clock is not None else None,
            amount=money.amount,
            currency=money.currency,
            direction=direction,
            outcome=outcome_of(status) if not money.refunded else Outcome.REFUNDED,
            counterparty=self._counterparty(cells, direction),
            counterparty_account=cells.words_of(Role.COUNTERPARTY_ACCOUNT),
            description=cells.joined(Role.DESCRIPTION),
            category=cells.joined(Role.CATEGORY),
            method=cells.words_of(Role.METHOD),
            status=status,
            order_number=cells.number_of(Role.ORDER),
            merchant_number=cells.number_of(Role.MERCHANT_ORDER),
            card_tail=self._card_tail(cells),
            balance=cells.words_of(Role.BALANCE),
            refunded=money.refunded,
            cells=cells.raw,
            statement=self._statement,
        )

    # --- when ---------------------------------------------------------------------------------------------------------

    def _when(self, cells: RowCells) -> tuple[date, time | None]:
        """The first filled column of days counts; a column of times may hold the whole moment."""
        cell = cells.first_of(Role.WHEN)
        if not cell:
            raise RefusedField(Role.WHEN, ProblemCode.MISSING)
        try:
            day, clock = read_when(cell, self._style)
        except RefusedValue as refused:
            raise RefusedField(Role.WHEN, refused.code, cell) from None
        return day, clock if clock is not None else self._clock(cells)

    def _clock(self, cells: RowCells) -> time | None:
        cell = cells.first_of(Role.CLOCK)
        if not cell:
            return None
        try:
            return read_when(cell, self._style)[1] if YMD.match(cell) else read_clock(cell)
        except RefusedValue as refused:
            raise RefusedField(Role.CLOCK, refused.code, cell) from None

    # --- how much -----------------------------------------------------------------------------------------------------

    def _money(self, cells: RowCells) -> _Money:
        """What was settled counts before what was asked in another currency: the lower rank first."""
        ranks = sorted({rank for role in MONEY for rank, _ in self.header.ranked(role)})
        for rank in ranks:
            if found := self._money_at(cells, rank):
                return found
        role = next(role for role in MONEY if role in self.header)
        raise RefusedField(role, ProblemCode.MISSING)

    def _money_at(self, cells: RowCells, rank: int) -> _Money | None:
        sums = {role: found for role in MONEY if (found := self._sum(cells, role, rank))}
        if not sums:
            return None
        sides = {role: one for role, one in sums.items() if role is not Role.AMOUNT and one.value}
        if len(sides) > 1:
            raise RefusedField(Role.AMOUNT_OUT, ProblemCode.TWO_AMOUNTS)
        role, found = next(iter((sides or sums).items()))
        currency = self._currency_at(cells, rank, found)
        return _Money(
            amount=abs(found.value),
            direction=self._side(role, found),
            currency=currency,
            refunded=found.refunded + self._refunded(cells),
            is_bare=role is Role.AMOUNT and not found.is_signed,
        )

    def _sum(self, cells: RowCells, role: Role, rank: int) -> Sum | None:
        for index in (index for at, index in self.header.ranked(role) if at == rank):
            if not is_blank(cell := cells[index]):
                try:
                    return read_sum(cell)
                except RefusedValue as refused:
                    raise RefusedField(role, refused.code, cell) from None
        return None

    def _currency_at(self, cells: RowCells, rank: int, found: Sum) -> str:
        """The currency beside an amount: a column of the same rank, else any column, else a mark at the figure."""
        columns = self.header.ranked(Role.CURRENCY)
        same = [index for at, index in columns if at == rank] or [index for _, index in columns]
        named = next((cells[index] for index in same if not is_blank(cells[index])), "")
        return currency_of(named) if named else found.currency or self._currency

    def _refunded(self, cells: RowCells) -> Decimal:
        cell = cells.first_of(Role.REFUNDED) or _refund_in(cells.first_of(Role.STATUS))
        try:
            return abs(read_sum(cell).value) if cell else ZERO
        except RefusedValue as refused:
            raise RefusedField(Role.REFUNDED, refused.code, cell) from None

    # --- which way ----------------------------------------------------------------------------------------------------

    def _side(self, role: Role, found: Sum) -> Direction | None:
        """The way that the amounts themselves tell.

        A sum below nothing in a column of one side went the other way, unless the table puts a minus before each.
        """
        went_back = found.value < 0 and role not in self._plain_minus
        if role is Role.AMOUNT_OUT:
            return Direction.IN if went_back else Direction.OUT
        if role is Role.AMOUNT_IN:
            return Direction.OUT if went_back else Direction.IN
        if found.is_worded:
            return Direction.OUT if found.value < 0 else Direction.IN
        if self._sign is Sign.NONE:
            return Direction.OUT if found.value < 0 else None
        if not found.value:
            return None
        went_out = (found.value < 0) == (self._sign is Sign.ACCOUNT)
        return Direction.OUT if went_out else Direction.IN

    def _direction(self, cells: RowCells, money: _Money) -> Direction:
        if Role.DIRECTION in self.header or Role.FUNDS in self.header:
            said = direction_of(cells.first_of(Role.DIRECTION))
            return FUNDS.get(cells.words_of(Role.FUNDS), said) if said is Direction.NEUTRAL else said
        if money.direction is None:
            return Direction.UNKNOWN if money.amount else Direction.NEUTRAL
        told = cells.joined(Role.DESCRIPTION) + cells.joined(Role.CATEGORY)
        if self._sign is Sign.CARD and money.is_bare and TO_THE_CARD.search(told):
            return Direction.IN
        return money.direction

    # --- who ----------------------------------------------------------------------------------------------------------

    def _counterparty(self, cells: RowCells, direction: Direction) -> str:
        other = Role.PAYER if direction is Direction.IN else Role.PAYEE
        return cells.words_of(Role.COUNTERPARTY) or cells.words_of(other)

    def _card_tail(self, cells: RowCells) -> str:
        """The last four figures of the owner's card that paid; nothing where several did."""
        if column := LAST_FOUR.search(cells.words_of(Role.CARD)):
            return column[1]
        named = {hit[1] or hit[2] for hit in TAILS.finditer(cells.words_of(Role.METHOD))}
        return named.pop() if len(named) == 1 else self._statement.card_tail


def _refund_in(status: str) -> str:
    hit = re.search(r"已退款[^\d]{0,4}([\d,]+(?:\.\d+)?)", status)
    return hit[1] if hit else ""
