"""How a table writes its money, told by its first rows: what a header alone leaves open.

Whether a bare sum came in is known only where others of the table have a minus; a bank may put a minus before each sum
in its column of payments, where elsewhere a minus marks a reversal; 支出 and 收入 may stand under 交易类型.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from debts.intake.bills.columns import Header
from debts.intake.bills.text import SheetRow
from debts.intake.bills.times import order_in
from debts.intake.bills.types import DayOrder, Direction, Family, Role, Sign
from debts.intake.bills.values import RefusedValue, clean, direction_of, is_blank, read_sum

MOST = 0.8
LONGEST_DIRECTION = len("不计收支")
SIDES = (Role.AMOUNT_IN, Role.AMOUNT_OUT)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the first rows of a table show.

    ``header`` also holds the column of directions that its names do not tell; ``sign`` is what a minus before a bare
    sum means; in the columns ``plain_minus`` of one side it means nothing. ``day_order`` is told where
    some days can be read in one way only.
    """

    header: Header
    sign: Sign
    plain_minus: frozenset[Role]
    day_order: DayOrder | None


def habits_of(header: Header, rows: Sequence[SheetRow], family: Family, sign: Sign) -> Habits:
    """What the first rows below a header show; ``sign`` is what a minus means in tables of the family."""
    plain = frozenset(role for role in SIDES if _is_always_minus(header, rows, role))
    order = order_in(_cells(header, rows, Role.WHEN))
    if Role.DIRECTION in header or Role.FUNDS in header or sign is Sign.CARD:
        return Habits(header, sign, plain, order)
    if any(value < 0 for value in _sums(header, rows, Role.AMOUNT)):
        return Habits(header, Sign.ACCOUNT if family is Family.OTHER else sign, plain, order)
    told = _directions(header, rows)
    return Habits(header if told is None else header.with_role(told, Role.DIRECTION), Sign.NONE, plain, order)


def _is_always_minus(header: Header, rows: Iterable[SheetRow], role: Role) -> bool:
    values = [value for value in _sums(header, rows, role) if value]
    return bool(values) and all(value < 0 for value in values)


def _sums(header: Header, rows: Iterable[SheetRow], role: Role) -> list[Decimal]:
    """The sums in all columns of a role; what cannot be read tells nothing."""
    found = []
    for cell in _cells(header, rows, role):
        try:
            found.append(read_sum(cell).value)
        except RefusedValue:
            continue
    return found


def _cells(header: Header, rows: Iterable[SheetRow], role: Role) -> Iterator[str]:
    """The filled cells in all columns of a role."""
    cells = (clean(row.cells[index]) for row in rows for index in header.of(role) if index < len(row.cells))
    return (cell for cell in cells if not is_blank(cell))


def _directions(header: Header, rows: Sequence[SheetRow]) -> int | None:
    """The column of kinds whose cells are nothing but directions."""
    for index in header.of(Role.CATEGORY):
        cells = [clean(row.cells[index]) for row in rows if index < len(row.cells)]
        filled = [cell for cell in cells if not is_blank(cell)]
        if filled and sum(map(_is_direction, filled)) >= MOST * len(filled):
            return index
    return None


def _is_direction(cell: str) -> bool:
    return len(cell) <= LONGEST_DIRECTION and direction_of(cell) in (Direction.IN, Direction.OUT)
