"""Working days of the Chinese mainland, public holidays and the days worked in their stead (调休) included.

    working_day_after(date(2026, 2, 13), 2)  ->  24 February: the 14th is worked, then comes Spring Festival

The State Council announces the next year in autumn. Of a year that is not announced only the weekends are known, so an
answer that reaches into it is not certain.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar

FIRST_YEAR: int = min(chinese_calendar.holidays).year
LAST_YEAR: int = max(chinese_calendar.holidays).year
_SATURDAY = 5
_DAY = timedelta(days=1)


class Due(NamedTuple):
    """A day that was counted out, and whether all the days on the way to it are known."""

    day: date
    is_certain: bool


def is_announced(day: date) -> bool:
    """Whether the holidays of its year are known."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_working_day(day: date) -> bool:
    """Whether it is a working day, as far as it is known: in a year not announced, every weekday."""
    if not is_announced(day):
        return day.weekday() < _SATURDAY
    works: bool = chinese_calendar.is_workday(day)
    return works


def working_day_after(day: date, count: int) -> Due:
    """The working day number ``count`` (at least 1) after ``day``, which does not count itself."""
    if count < 1:
        raise ValueError("a period has at least one day")
    found = day
    days = _after(day)
    for _ in range(count):
        found = next(one for one in days if is_working_day(one))
    return Due(found, is_announced(day) and is_announced(found))


def first_working_day_from(day: date) -> Due:
    """The day itself where it is a working day, else the next one."""
    return working_day_after(day - _DAY, 1)


def _after(day: date) -> Iterator[date]:
    while True:
        day += _DAY
        yield day
