"""The time words of a phone's message list, put into the calendar.

    TimeWords(month=3, day=5, weekday=1, hour=10, minute=22), asked on 2026-11-22 -> 2024-03-05 10:22
    (the latest 5 March that was a Tuesday)

A time that is impossible, ambiguous or still to come is not taken: the person is asked instead.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from debts.reconciler.dates import calendar_day

FIRST_YEAR = 1990  # nobody has messages from before; a phone whose clock was never set writes 1970
_YEARS_BACK = 11  # every weekday falls on every day of the year at least once in so many years, 29 February aside
_AFTERNOON = frozenset({"下午", "晚上", "傍晚", "pm"})
_MORNING = frozenset({"上午", "凌晨", "清晨", "早上", "am"})
_NOON = "中午"
_LAST_NOON_HOUR = 2
_HALF_DAY = 12
_HOURS_BACK = 6  # less is a message that came late
_LEAP_YEAR = 2024
# A file has no moment of its own that it was written; only the future of its readers is none.
_LATEST = datetime(2199, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What a header says about the time; None where it says nothing.

    ``days_ago`` is 0 for 今天, 1 for 昨天; ``minutes_ago`` is 0 for 刚刚, 5 for 5分钟前.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    days_ago: int | None = None
    minutes_ago: int | None = None
    weekday: int | None = None
    half: str = ""
    hour: int | None = None
    minute: int = 0
    second: int = 0
    offset_minutes: int | None = None
    is_ambiguous: bool = False

    @property
    def has_day(self) -> bool:
        """Whether a day is named, be it in full, in part or as 昨天."""
        told = (self.day, self.days_ago, self.minutes_ago, self.weekday)
        return self.is_ambiguous or any(one is not None for one in told)

    @property
    def has_time(self) -> bool:
        """Whether a time of day is named."""
        return self.hour is not None or self.minutes_ago is not None


def moment_of(words: TimeWords, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment that the words name, read at ``now`` in ``zone``; None where it cannot be told or lies ahead."""
    if words.minutes_ago is not None:
        return (now.astimezone(zone) - timedelta(minutes=words.minutes_ago)).replace(second=0, microsecond=0)
    clock = clock_of(words)
    if clock is None or words.is_ambiguous:
        return None
    if words.offset_minutes is not None:
        zone = timezone(timedelta(minutes=words.offset_minutes))
    day = _day(words, now.astimezone(zone).date())
    if day is None or day.year < FIRST_YEAR:
        return None
    found = datetime.combine(day, clock, tzinfo=zone)
    return None if found > now else found


def moment_in_full(words: TimeWords, *, zone: tzinfo) -> datetime | None:
    """The moment that the words name with its year, whenever they were written; None where they do not."""
    return moment_of(words, now=_LATEST, zone=zone) if words.year is not None else None


def day_after(words: TimeWords) -> TimeWords:
    """The words for the next day; the same where they name no day of the calendar."""
    if words.days_ago:
        return replace(words, days_ago=words.days_ago - 1)
    named = words.month is not None and words.day is not None
    found = calendar_day(words.year or _LEAP_YEAR, words.month or 0, words.day or 0) if named else None
    if found is None:
        return words
    later = found + timedelta(days=1)
    year = later.year if words.year else None
    return replace(words, year=year, month=later.month, day=later.day, weekday=None)


def is_past_midnight(earlier: TimeWords, later: TimeWords) -> bool:
    """Whether the clock of a conversation went back so far that a day must have begun in between."""
    first, second = clock_of(earlier), clock_of(later)
    if first is None or second is None:
        return False
    return first.hour - second.hour > _HOURS_BACK


def clock_of(words: TimeWords) -> time | None:
    """The time of day that the words name; None where they name none."""
    if words.hour is None:
        return None
    hour = _hour(words.hour, words.half)
    try:
        return None if hour is None else time(hour, words.minute, words.second)
    except ValueError:
        return None


def _hour(hour: int, half: str) -> int | None:
    if half in _AFTERNOON:
        return _afternoon(hour, half)
    if half in _MORNING and hour == _HALF_DAY:
        return 0
    if half == _NOON and hour <= _LAST_NOON_HOUR:
        return hour + _HALF_DAY
    return hour


def _afternoon(hour: int, half: str) -> int | None:
    if hour == _HALF_DAY and half == "晚上":  # midnight of which day?
        return None
    return hour + _HALF_DAY if hour < _HALF_DAY else hour


def _day(words: TimeWords, today: date) -> date | None:
    if words.days_ago is not None:
        return today - timedelta(days=words.days_ago)
    if words.month is not None and words.day is not None:
        return _dated(words, words.month, words.day, today)
    if words.weekday is not None:
        return today - timedelta(days=(today.weekday() - words.weekday) % 7)
    return today


def _dated(words: TimeWords, month: int, day: int, today: date) -> date | None:
    if words.year is not None:
        return calendar_day(words.year, month, day)
    for year in range(today.year, today.year - _YEARS_BACK, -1):
        found = calendar_day(year, month, day)
        if found and found <= today and words.weekday in (None, found.weekday()):
            return found
    return None
