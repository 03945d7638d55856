"""The lines of a schedule as the page shows them: what each asks, and what became of it.

916.80 due on 5 February, paid on 7 February, no grace  ->  paid, two days late
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, takewhile

from django.utils.translation import gettext as _

from debts.finance import Allocation, Instalment, OpenPart, PaymentKind, Timeline
from debts.finance.outlook import SMALL
from debts.web.loans.standing import LoanStanding

FOLD_FROM = 24


class LineState(StrEnum):
    """What became of an instalment."""

    PAID = "paid"
    WAIVED = "waived"
    ENDED = "ended"  # the loan ended before it fell due, or without a record of what paid it
    LATE = "late"
    DUE = "due"
    PART = "part"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """An instalment with its state; ``on`` is when it was paid off, ``left`` what is still open of it."""

    line: Instalment
    state: LineState
    on: date | None = None
    late_by: int = 0
    left: Decimal = Decimal("0.00")

    @property
    def is_done(self) -> bool:
        """Whether nothing is asked of it any more."""
        return self.state in {LineState.PAID, LineState.WAIVED, LineState.ENDED}

    @property
    def words(self) -> str:
        """The state in words; what is left of a line that counts as paid is rounding."""
        if self.state is LineState.PAID and self.late_by:
            return _("晚 %(days)d 天还清") % {"days": self.late_by}
        words = {
            LineState.PAID: _("已还，差零头") if self.left else _("已还"),
            LineState.WAIVED: _("已减免"),
            LineState.ENDED: _("已结清"),
            LineState.LATE: _("逾期"),
            LineState.DUE: _("到期待还"),
            LineState.PART: _("还了一部分"),
            LineState.OPEN: _("未到期"),
        }
        return words[self.state]

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return "ask" if self.state is LineState.LATE else "ok" if self.is_done else "calm"


@dataclass(frozen=True, slots=True)
class Year:
    """The lines of a calendar year, folded where there are many; open where something is due or late."""

    year: int
    lines: tuple[ScheduleLine, ...]
    is_open: bool

    @property
    def total(self) -> Decimal:
        """What the year asks."""
        return sum((one.line.total for one in self.lines), Decimal("0.00"))

    @property
    def done(self) -> int:
        """How many of the lines are settled."""
        return sum(one.is_done for one in self.lines)


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """The schedule of a loan with its sums; ``years`` hold the lines where they are many."""

    lines: tuple[ScheduleLine, ...]
    years: tuple[Year, ...]
    has_fees: bool

    @property
    def sums(self) -> dict[str, Decimal]:
        """What all lines ask, by its parts."""
        names = ("principal", "interest", "fee", "total")
        return {name: sum((getattr(one.line, name) for one in self.lines), Decimal("0.00")) for name in names}


def schedule_of(standing: LoanStanding) -> ScheduleView | None:
    """The schedule as it stands now; None where none is known."""
    lines = tuple(_lines(standing))
    if not lines:
        return None
    years = _years(lines) if len(lines) > FOLD_FROM else ()
    return ScheduleView(lines, years, any(one.line.fee for one in lines))


def _lines(standing: LoanStanding) -> Iterable[ScheduleLine]:
    course, now = standing.course, standing.position.at
    open_parts = {part.number: part for part in course.open_parts(now)}
    paid_by = _paid_by(course, now)
    for line in course.plan(now):
        part = None if standing.is_settled else open_parts.get(line.number)
        done = _done(line, paid_by.get(line.number), course)
        yield _open(line, part, done, standing) if part else done


def _paid_by(course: Timeline, now: datetime) -> dict[int, Allocation]:
    """By the number of a line the entry that paid it, but for cents that lenders round in their own way."""
    paid_by: dict[int, Allocation] = {}
    for one in course.allocations(now):
        still_open = _open_among(one, course.open_parts(one.payment.paid_at))
        for number in one.numbers:
            if number not in still_open:
                paid_by.setdefault(number, one)
    return paid_by


def _open_among(entry: Allocation, parts: Iterable[OpenPart]) -> set[int]:
    """Those of the lines that the entry touched of which more than cents is open; the parts come in order."""
    last = max(entry.numbers, default=0)
    return {part.number for part in takewhile(lambda part: part.number <= last, parts) if part.total > SMALL}


def _open(line: Instalment, part: OpenPart, done: ScheduleLine, standing: LoanStanding) -> ScheduleLine:
    """A line of which something is open; what lenders round away does not make it late."""
    today = standing.course.day(standing.position.at)
    if line.due_on + timedelta(days=standing.course.terms.grace_days) < today:
        is_late = bool(standing.position.overdue)
        return ScheduleLine(line, LineState.LATE, left=part.total) if is_late else replace(done, left=part.total)
    if line.due_on <= today:
        return ScheduleLine(line, LineState.DUE, left=part.total)
    return ScheduleLine(line, LineState.PART if part.total < line.total else LineState.OPEN, left=part.total)


def _done(line: Instalment, entry: Allocation | None, course: Timeline) -> ScheduleLine:
    if entry is None:
        return ScheduleLine(line, LineState.ENDED)
    day = course.day(entry.payment.paid_at)
    if entry.payment.kind is PaymentKind.WAIVER:
        return ScheduleLine(line, LineState.WAIVED, day)
    late_by = (day - line.due_on).days
    return ScheduleLine(line, LineState.PAID, day, late_by if late_by > course.terms.grace_days else 0)


def _years(lines: Sequence[ScheduleLine]) -> tuple[Year, ...]:
    """The years, that of the first line which is not done open."""
    current = next((one.line.due_on.year for one in lines if not one.is_done), None)
    groups = groupby(lines, key=lambda one: one.line.due_on.year)
    return tuple(Year(year, tuple(group), is_open=year == current) for year, group in groups)
