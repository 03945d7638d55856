"""What the columns of an unknown table may hold: a proposal for the person to correct, with the first rows to look at.

入帐,事由,数目
2024/1/5,招联金融 还款,-916.80   ->  columns: when, description, amount; a minus is money that left
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from debts.intake.bills.columns import Header, column_of, header_in
from debts.intake.bills.containers import read_rows
from debts.intake.bills.families import sign_of, statement_of
from debts.intake.bills.text import SheetRow
from debts.intake.bills.times import looks_like_day, order_in
from debts.intake.bills.types import BillProblem, BillProblemCode, ColumnMapping, DayOrder, Direction, Role, Sign
from debts.intake.bills.values import RefusedValue, clean, direction_of, is_blank, read_sum

LOOKED_AT = 300
PREVIEWED = 12
MOST = 0.8
FIRST_TRIED = DayOrder.YEAR_FIRST


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposal for the columns of a table.

    ``names`` are the cells of the header row, empty where there seems to be none; ``rows`` the first rows below it.
    ``is_complete`` tells whether rows of money could be read with the mapping as it is.
    """

    mapping: ColumnMapping
    names: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    is_complete: bool


def guess_mapping(source: Path | IO[bytes]) -> Guess:
    """Guess by the names of the columns and by what stands in them; raises BillProblem where the file is no table."""
    rows = [row for row in islice(read_rows(source), LOOKED_AT) if isinstance(row, SheetRow)]
    if not rows:
        raise BillProblem(BillProblemCode.NOT_A_TABLE)
    known = next(((at, header) for at, row in enumerate(rows) if (header := header_in(row.cells))), None)
    if known:
        return _by_header(rows, *known)
    return _by_contents(rows)


def look(source: Path | IO[bytes], mapping: ColumnMapping) -> Guess:
    """The columns of a table as a person maps them: the names at their header row, and the first rows below it."""
    rows = [row for row in islice(read_rows(source), LOOKED_AT) if isinstance(row, SheetRow)]
    own = [row for row in rows if not mapping.sheet or row.place.sheet == mapping.sheet]
    names = next((row.cells for row in own if row.place.line == mapping.header), ())
    below = tuple(row for row in own if row.place.line > mapping.header)
    return Guess(mapping, tuple(map(clean, names)), below[:PREVIEWED], _is_complete(mapping.roles))


def _by_header(rows: Sequence[SheetRow], at: int, header: Header) -> Guess:
    roles = tuple(sorted((index, role) for role in header.roles for index in header.of(role)))
    above = [" ".join(row.cells) for row in rows[:at]]
    below = _below(rows, at)
    sign = sign_of(statement_of(header, above).family)
    mapping = ColumnMapping(roles, rows[at].place.line, sign, _day_order(below, roles), sheet=rows[at].place.sheet)
    return Guess(mapping, header.names, below[:PREVIEWED], is_complete=True)


def _below(rows: Sequence[SheetRow], at: int) -> tuple[SheetRow, ...]:
    return tuple(row for row in rows[at + 1 :] if row.place.sheet == rows[at].place.sheet)


def _by_contents(rows: Sequence[SheetRow]) -> Guess:
    """The first row with a day begins the table; the row before it may hold the names of its columns."""
    first = next((at for at, row in enumerate(rows) if any(map(_is_day, row.cells))), 0)
    is_named = first > 0 and 2 * len(_filled(rows[first - 1])) >= len(_filled(rows[first]))
    names = rows[first - 1].cells if is_named else ()
    below = _below(rows, first - 1) if first else tuple(rows)
    roles = _roles(names, below)
    sign = _sign(below, roles)
    line = rows[first - 1].place.line if is_named else 0
    mapping = ColumnMapping(roles, line, sign, _day_order(below, roles), sheet=rows[first].place.sheet)
    header = Header(names, [])
    return Guess(mapping, header.names, below[:PREVIEWED], _is_complete(roles))


def _is_complete(roles: Sequence[tuple[int, Role]]) -> bool:
    found = {role for _, role in roles}
    return Role.WHEN in found and bool(found & {Role.AMOUNT, Role.AMOUNT_IN, Role.AMOUNT_OUT})


def _filled(row: SheetRow) -> list[str]:
    return [cell for cell in row.cells if cell.strip()]


def _roles(names: Sequence[str], rows: Sequence[SheetRow]) -> tuple[tuple[int, Role], ...]:
    width = max((len(row.cells) for row in rows), default=0)
    roles: list[tuple[int, Role]] = []
    for index in range(width):
        column = column_of(names[index]) if index < len(names) else None
        cells = [row.cells[index] for row in rows if index < len(row.cells)]
        role = column.role if column else _role_by_contents(cells)
        if role and (role not in {one for _, one in roles} or role in (Role.DESCRIPTION, Role.CATEGORY)):
            roles.append((index, role))
    return _with_moment(roles)


def _with_moment(roles: list[tuple[int, Role]]) -> tuple[tuple[int, Role], ...]:
    """A column of times is the moment itself where there is no column of days."""
    if any(role is Role.WHEN for _, role in roles):
        return tuple(roles)
    return tuple((index, Role.WHEN if role is Role.CLOCK else role) for index, role in roles)


def _role_by_contents(cells: Sequence[str]) -> Role | None:
    filled = [cell for cell in cells if not is_blank(clean(cell))]
    if not filled:
        return None
    for fits, role in ((_is_day, Role.WHEN), (_is_money, Role.AMOUNT), (_is_direction, Role.DIRECTION)):
        if sum(map(fits, filled)) >= MOST * len(filled):
            return role
    return Role.DESCRIPTION if sum(map(_has_words, filled)) >= MOST * len(filled) else None


def _is_day(cell: str) -> bool:
    text = clean(cell)
    return looks_like_day(text) and any(sign in text for sign in "-/.年") and not _is_money(text)


def _is_money(cell: str) -> bool:
    """A sum with decimals, a sign or a mark: a bare number may be anything."""
    try:
        found = read_sum(cell)
    except RefusedValue:
        return False
    return found.is_signed or bool(found.currency) or "." in cell


def _is_direction(cell: str) -> bool:
    return len(clean(cell)) <= len("不计收支") and direction_of(cell) is not Direction.UNKNOWN


def _has_words(cell: str) -> bool:
    return sum(map(str.isalpha, clean(cell))) > 1


def _sign(rows: Sequence[SheetRow], roles: Sequence[tuple[int, Role]]) -> Sign:
    """A minus anywhere among the amounts means that the table writes signs, as accounts do."""
    columns = [index for index, role in roles if role is Role.AMOUNT]
    cells = [row.cells[index] for row in rows for index in columns if index < len(row.cells)]
    return Sign.ACCOUNT if any(_is_money(cell) and read_sum(cell).value < 0 for cell in cells) else Sign.NONE


def _day_order(rows: Sequence[SheetRow], roles: Sequence[tuple[int, Role]]) -> DayOrder:
    columns = [index for index, role in roles if role is Role.WHEN]
    return order_in(row.cells[index] for row in rows for index in columns if index < len(row.cells)) or FIRST_TRIED
