"""The parts of a score as a drawing: bars that begin where the one above ends. Places only; colours are the sheet's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from debts.dossier.weighing import Step, Weighed

# In units of the drawing, which is shown as wide as a phone's card and never wider than WIDTH pixels.
WIDTH, ROW, BAR = 340, 30, 16
LEFT, RIGHT = 112, 268
NAME_END = LEFT - 8
BESIDE = 6
# The line on which the letters of a row stand, from the row's top.
LETTERS = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a bar from ``x`` on, what stands beside it, and how far the thread to the next row hangs from it."""

    step: Step
    y: int
    x: int
    width: int
    thread_x: int
    beside_x: int

    @property
    def top(self) -> int:
        """The bar's upper edge."""
        return self.y + (ROW - BAR) // 2

    @property
    def letters(self) -> int:
        """The line of the letters."""
        return self.y + LETTERS

    @property
    def thread_end(self) -> int:
        """Where the thread meets the next row's bar."""
        return self.top + ROW


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The drawing of one loan's score, with the whole score as its last row."""

    width: ClassVar[int] = WIDTH
    left: ClassVar[int] = LEFT
    name_end: ClassVar[int] = NAME_END
    bar: ClassVar[int] = BAR

    bars: tuple[Bar, ...]
    total_y: int
    total_width: int

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return self.total_y + ROW

    @property
    def total_top(self) -> int:
        """The upper edge of the bar of the whole score."""
        return self.total_y + (ROW - BAR) // 2

    @property
    def total_letters(self) -> int:
        """The line of the letters beside it."""
        return self.total_y + LETTERS

    @property
    def total_beside(self) -> int:
        """Where the whole score is written."""
        return LEFT + self.total_width + BESIDE


def scale_of(weighed: Iterable[Weighed]) -> int:
    """The longest that any of the scores ever gets, so that loans side by side can be compared."""
    return max((max(step.start, step.end) for one in weighed for step in one.steps), default=0)


def draw(weighed: Weighed, scale: int) -> Waterfall | None:
    """Draw the steps of a loan; None where there are no points to draw."""
    if scale <= 0 or not any(step.weight for step in weighed.steps):
        return None

    def place(points: int) -> int:
        return LEFT + round((RIGHT - LEFT) * points / scale)

    bars = []
    for row, step in enumerate(weighed.steps):
        low, high = place(min(step.start, step.end)), place(max(step.start, step.end))
        bars.append(Bar(step, row * ROW, low, high - low, place(step.end), high + BESIDE))
    total = weighed.steps[-1].end
    return Waterfall(tuple(bars), len(bars) * ROW, place(total) - LEFT)
