"""When an answer is due after something was handed in, by the periods of the channel, and when it is late.

A complaint that a lender has from 2 March 2026 on  ->  decision by 17 March, in complex cases by 1 April, 1 May at most

Periods are data of the rulebook. The day of the event is not counted. Late is what has not come once the first working
day from the due day on has passed: a product choice in the lender's favour, for no office answers on a holiday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from debts.rulebook import Start, TimeLimit
from debts.rulebook.workdays import Due, first_working_day_from, working_day_after


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period that runs: its rule, and its last day; not certain where holidays on the way are not announced yet."""

    limit: TimeLimit
    due: Due

    def is_past(self, today: date) -> bool:
        """Whether an answer that has not come is late."""
        return today > first_working_day_from(self.due.day).day


class Lateness(StrEnum):
    """How far a matter is that was handed in and not answered."""

    RUNNING = "running"
    LATE = "late"  # the first period that the law sets is over; a longer one may still run
    OVERDUE = "overdue"  # the longest is over
    NO_PERIOD = "no_period"


def deadlines_of(limits: Iterable[TimeLimit], handed_in: date, accepted: date | None = None) -> tuple[Deadline, ...]:
    """The periods of a channel for what reached it on that day, in order of their ends.

    Once it has said that the matter was ``accepted`` or passed on, the period for saying so is over, and those that are
    counted from then on begin. Periods of the person's own are not among them.
    """
    running = (limit for limit in limits if accepted is None or not limit.is_for_receipt)
    starts = {Start.RECEIPT: handed_in, Start.ACCEPTANCE: accepted}
    begun = ((limit, starts.get(limit.starts)) for limit in running)
    deadlines = (Deadline(limit, _end(limit, start)) for limit, start in begun if start is not None)
    return tuple(sorted(deadlines, key=lambda one: one.due.day))


def lateness(deadlines: Iterable[Deadline], today: date) -> Lateness:
    """How far the matter is; periods that are only yardsticks make nobody late."""
    binding = sorted((one for one in deadlines if one.limit.is_statutory), key=lambda one: one.due.day)
    if not binding:
        return Lateness.NO_PERIOD
    if binding[-1].is_past(today):
        return Lateness.OVERDUE
    return Lateness.LATE if binding[0].is_past(today) else Lateness.RUNNING


def next_deadline(deadlines: Iterable[Deadline], today: date) -> Deadline | None:
    """The next last day that has not passed; None where all have."""
    coming = (one for one in deadlines if one.due.day >= today)
    return min(coming, key=lambda one: one.due.day, default=None)


def _end(limit: TimeLimit, start: date) -> Due:
    if limit.is_working_days:
        return working_day_after(start, limit.days)
    return Due(start + timedelta(days=limit.days), is_certain=True)
