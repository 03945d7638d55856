"""What the columns of a bill hold, told by their names, and which row is the header.

A bank renames a column from one year to the next, so names are known by what is in them: 借方发生额/元(支取), 支出金额
and 记账金额(支出) are all money that left. The words stand in the rulebook.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from debts.intake.bills.times import looks_like_day
from debts.intake.bills.types import Role
from debts.intake.bills.values import clean
from debts.reconciler.normalise import normalise
from debts.rulebook.bills import load_bill_book

LONGEST_NAME = 48
FEWEST_ROLES = 3
FEWEST_CELLS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """The role of a column, and its rank among those of the same role."""

    role: Role
    rank: int = 0


def key_of(name: str) -> str:
    """A column's name in simplified characters, without blanks, unit and remarks in another language."""
    text = re.sub(r"\s+", "", normalise(clean(name)).text.lower())
    text = re.sub(r"\[[^\[\]]*\]|[(](?:元|人民币|人民币元|¥|rmb|cny)[)]|[*:]", "", text)
    return text[:LONGEST_NAME]


@lru_cache(maxsize=2048)
def column_of(name: str) -> Column | None:
    """What a column of this name holds; None where it is nothing that we need."""
    key = key_of(name)
    if not key:
        return None
    known = next((one for one in load_bill_book().columns if one.words.search(key)), None)
    return Column(Role(known.role), known.rank) if known and known.role else None


class Header:
    """A header row: which columns hold what, the best of each role first."""

    def __init__(self, cells: Sequence[str], columns: Iterable[tuple[int, Column]]) -> None:
        self.names = tuple(clean(cell) for cell in cells)
        by_role: dict[Role, list[tuple[int, int]]] = {}
        for index, column in columns:
            by_role.setdefault(column.role, []).append((column.rank, index))
        self._ranked = {role: tuple(sorted(found)) for role, found in by_role.items()}
        self._indexes = {role: tuple(index for _, index in found) for role, found in self._ranked.items()}

    def __contains__(self, role: Role) -> bool:
        return role in self._ranked

    def of(self, role: Role) -> tuple[int, ...]:
        """The columns of a role, the one that counts first at the beginning."""
        return self._indexes.get(role, ())

    def ranked(self, role: Role) -> tuple[tuple[int, int], ...]:
        """The ranks and columns of a role, in that order."""
        return self._ranked.get(role, ())

    def with_role(self, index: int, role: Role) -> "Header":
        """The same header, with what one of its columns holds said otherwise."""
        columns = [(at, Column(old, rank)) for old, found in self._ranked.items() for rank, at in found if at != index]
        return Header(self.names, [*columns, (index, Column(role))])

    @property
    def roles(self) -> frozenset[Role]:
        """Everything that the columns hold."""
        return frozenset(self._ranked)

    @property
    def is_usable(self) -> bool:
        """Whether rows of money can be read below it."""
        return Role.WHEN in self and bool(self.roles & {Role.AMOUNT, Role.AMOUNT_IN, Role.AMOUNT_OUT})


def header_in(cells: Sequence[str]) -> Header | None:
    """The header that a row is; None where it is none, as a row with days or long numbers."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < FEWEST_CELLS or any(_is_data(cell) for cell in filled):
        return None
    columns = [(index, column) for index, cell in enumerate(cells) if (column := column_of(cell))]
    header = Header(cells, _settled(columns))
    return header if header.is_usable and len(header.roles) >= FEWEST_ROLES else None


def continued(header: Header, cells: Sequence[str]) -> Header | None:
    """The header of two rows that begins with ``header``, 交易金额 above 存入 and 支取; None if it has but one row."""
    sides = {column.role for cell in cells if (column := column_of(cell))} & {Role.AMOUNT_IN, Role.AMOUNT_OUT}
    if len(sides) == 1 or not sides or any(map(_is_data, cells)):
        return None
    width = max(len(header.names), len(cells))
    upper, lower = (tuple(row) + ("",) * (width - len(row)) for row in (header.names, cells))
    return header_in([below if below.strip() else above for above, below in zip(upper, lower, strict=True)])


def _settled(columns: list[tuple[int, Column]]) -> list[tuple[int, Column]]:
    """Names whose meaning hangs on their neighbours.

    交易时间 is a time of day beside a column of days, and the whole moment where there is none; 入账金额 is what came
    in, beside a column of what went out.
    """
    roles = {column.role for _, column in columns}
    instead: dict[Column, Column] = {}
    if Role.WHEN not in roles:
        instead[Column(Role.CLOCK)] = Column(Role.WHEN)
    if Role.AMOUNT_OUT in roles and Role.AMOUNT_IN not in roles:
        instead[Column(Role.AMOUNT)] = Column(Role.AMOUNT_IN)
    return [(index, instead.get(column, column)) for index, column in columns]


def _is_data(cell: str) -> bool:
    text = clean(cell)
    return looks_like_day(text) or sum(map(str.isdecimal, text)) >= len("2024") or len(text) > LONGEST_NAME
