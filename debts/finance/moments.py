"""Moments of which only the day is known: they stand at the end of that day, and are told apart by it.

The last second of a day claims least: a message of that day is then never said to have come after a settlement.
"""

from datetime import date, datetime, time, tzinfo

END_OF_DAY = time(23, 59, 59)


def at_end_of(day: date, zone: tzinfo) -> datetime:
    """The moment that stands for a day of a calendar without a time."""
    return datetime.combine(day, END_OF_DAY, zone)


def is_day_only(moment: datetime, zone: tzinfo) -> bool:
    """Whether ``moment`` stands for a day of the owner's calendar without a time."""
    return moment.astimezone(zone).time() == END_OF_DAY
