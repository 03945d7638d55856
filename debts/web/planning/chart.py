"""What is left of the debts over the months, as lines in a drawing: places only, colours belong to the style sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from debts.finance import PayoffPlan, Strategy

WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 6, 474, 30, 186
# Nobody sees more points than this on a line of such a width.
_POINTS = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One plan as a line."""

    strategy: Strategy
    points: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines of all plans on one scale, from the whole debt down to nothing."""

    lines: tuple[Line, ...]
    most: Decimal
    months: int
    ends_on: date


def draw(plans: Sequence[PayoffPlan], start: date) -> Chart:
    """Place every plan on a scale of the longest time and the largest sum."""
    months = max(plan.months for plan in plans)
    most = max(max(plan.course) for plan in plans)
    lines = tuple(_line(plan, months, most) for plan in plans)
    return Chart(lines, most, months, start + relativedelta(months=months))


def _line(plan: PayoffPlan, months: int, most: Decimal) -> Line:
    step = max(1, plan.months // _POINTS)
    shown = [*range(0, plan.months, step), plan.months]
    places = [(_across(month, months), _down(plan.course[month], most)) for month in shown]
    return Line(plan.strategy, " ".join(f"{x},{y}" for x, y in places))


def _across(month: int, months: int) -> int:
    return LEFT + round((RIGHT - LEFT) * month / months)


def _down(left: Decimal, most: Decimal) -> int:
    return BOTTOM - round((BOTTOM - TOP) * left / most)
