"""When a loan was overdue, since when, and with how much: the spells of arrears from the first day to the last.

due on 5 February, paid on 1 March  ->  overdue from 6 February to 28 February, 916.80 at most
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from debts.finance.money import ZERO
from debts.finance.schedules import schedule
from debts.finance.terms import grace_of
from debts.finance.timelines import Timeline

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """Days in a row at whose end something was overdue; ``last_day`` is None while it lasts.

    ``due_on`` is the due day that was missed first and ``most`` the largest sum that was overdue at once.
    """

    first_day: date
    last_day: date | None
    due_on: date
    most: Decimal


def spells(timeline: Timeline, until: datetime) -> tuple[Spell, ...]:
    """The arrears until a moment, oldest first; days on which nobody can tell what was due are none of them."""
    found: list[Spell] = []
    for day in _days_to_look_at(timeline, timeline.day(until)):
        position = timeline.at(min(until, datetime.combine(day, time.max, timeline.zone)))
        is_running = bool(found) and found[-1].last_day is None
        if position.overdue and position.overdue_since:
            before = found.pop() if is_running else Spell(day, None, position.overdue_since, ZERO)
            found.append(Spell(before.first_day, None, before.due_on, max(before.most, position.overdue)))
        elif is_running:
            before = found.pop()
            found.append(Spell(before.first_day, day - A_DAY, before.due_on, before.most))
    return tuple(found)


def _days_to_look_at(timeline: Timeline, until: date) -> list[date]:
    """The days on which arrears can begin, change or end."""
    return sorted(day for day in {*_days(timeline)} if day <= until)


def _days(timeline: Timeline) -> Iterator[date]:
    """Days of entries, of statements, and those after a due day and its grace: an early repayment adds no due days."""
    grace = grace_of(timeline.terms) + A_DAY
    yield from (line.due_on + grace for line in schedule(timeline.terms))
    for statement in timeline.terms.statements:
        yield from (statement.day, statement.due_on + A_DAY)
    for entry in timeline.entries:
        yield timeline.day(entry.paid_at)
        if entry.reversed_at:
            yield timeline.day(entry.reversed_at)
