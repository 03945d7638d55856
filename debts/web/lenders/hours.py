"""Contacts by weekday and hour, as two drawings and a table: places only, all colours belong to the style sheet.

A wide screen has the hours from left to right, a narrow one from top to bottom.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from debts.rulebook.types import QuietHours

DAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
HOURS = range(24)
# So many steps of a colour can be told apart; the number stands in each cell all the same.
_LEVELS = 4
_GAP = 2
# From the middle of a cell down to the line on which its number stands.
_TO_BASELINE = 5

Counts = Mapping[tuple[int, int], int]
"""How many contacts there were, by weekday (0 is Monday) and hour of the day."""


@dataclass(frozen=True, slots=True)
class Label:
    """A word at the edge of a drawing."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of a weekday with contacts: ``level`` runs from 1, few, to 4, the most; a handful is never many.

    ``text_x`` and ``text_y`` are where its number stands.
    """

    x: int
    y: int
    count: int
    level: int
    text_x: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of hours that should be quiet."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The measures of a drawing: of a cell, and of the room for labels beside and above."""

    cell_width: int
    cell_height: int
    left: int
    top: int
    hours_go_down: bool

    @property
    def width(self) -> int:
        """Of the whole drawing."""
        return self.left + self.cell_width * (len(DAYS) if self.hours_go_down else len(HOURS))

    @property
    def height(self) -> int:
        """Of the whole drawing."""
        return self.top + self.cell_height * (len(HOURS) if self.hours_go_down else len(DAYS))

    @property
    def tile_width(self) -> int:
        """Of what is drawn of a cell: a gap stays between two."""
        return self.cell_width - _GAP

    @property
    def tile_height(self) -> int:
        """The same downwards."""
        return self.cell_height - _GAP

    def place(self, day: int, hour: int) -> tuple[int, int]:
        """The upper left corner of a cell."""
        column, row = (day, hour) if self.hours_go_down else (hour, day)
        return self.left + column * self.cell_width, self.top + row * self.cell_height

    def across(self, column: int) -> int:
        """The middle of a column."""
        return self.left + column * self.cell_width + self.cell_width // 2

    def down(self, row: int) -> int:
        """Where a number stands in a row."""
        return self.top + row * self.cell_height + self.cell_height // 2 + _TO_BASELINE


WIDE = Grid(cell_width=39, cell_height=34, left=60, top=28, hours_go_down=False)
UPRIGHT = Grid(cell_width=42, cell_height=27, left=46, top=28, hours_go_down=True)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing with all that stands in it."""

    name: str
    grid: Grid
    cells: tuple[Cell, ...]
    columns: tuple[Label, ...]
    rows: tuple[Label, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class HourRow:
    """A line of the table: an hour with its contacts on each weekday."""

    hour: int
    is_quiet: bool
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """On all weekdays."""
        return sum(self.counts)


def draw(name: str, grid: Grid, counts: Counts, quiet: QuietHours | None) -> Drawing:
    """Place the counts; ``quiet`` are the hours to mark, None where no rule sets any."""
    most = max(counts.values(), default=0)
    days, hours = [str(day) for day in DAYS], [f"{hour:02}" for hour in HOURS]
    columns, rows = (days, hours) if grid.hours_go_down else (hours, days)
    return Drawing(
        name=name,
        grid=grid,
        cells=tuple(_cell(grid, when, count, most) for when, count in sorted(counts.items()) if count),
        columns=tuple(Label(grid.across(place), grid.top - 10, text) for place, text in enumerate(columns)),
        rows=tuple(Label(grid.left - 10, grid.down(place), text) for place, text in enumerate(rows)),
        bands=tuple(_band(grid, stretch) for stretch in _stretches(quiet)),
    )


def _cell(grid: Grid, when: tuple[int, int], count: int, most: int) -> Cell:
    x, y = grid.place(*when)
    column, row = reversed(when) if not grid.hours_go_down else when
    return Cell(x, y, count, math.ceil(_LEVELS * count / max(most, _LEVELS)), grid.across(column), grid.down(row))


def _stretches(quiet: QuietHours | None) -> list[list[int]]:
    """The hours to mark, those that follow each other together."""
    runs = groupby(HOURS, key=lambda hour: is_quiet(hour, quiet))
    return [list(run) for marked, run in runs if marked]


def _band(grid: Grid, hours: Sequence[int]) -> Band:
    x, y = grid.place(0, hours[0])
    along, across = len(hours), len(DAYS)
    columns, rows = (across, along) if grid.hours_go_down else (along, across)
    return Band(x, y, columns * grid.cell_width, rows * grid.cell_height)


def is_quiet(hour: int, quiet: QuietHours | None) -> bool:
    """Whether an hour should be quiet."""
    return quiet is not None and quiet.covers(time(hour))


def table(counts: Counts, quiet: QuietHours | None) -> list[HourRow]:
    """The hours in which there was anything, each with its weekdays."""
    by_hour = {hour: tuple(counts.get((day, hour), 0) for day in range(len(DAYS))) for hour in HOURS}
    return [HourRow(hour, is_quiet(hour, quiet), row) for hour, row in by_hour.items() if any(row)]
