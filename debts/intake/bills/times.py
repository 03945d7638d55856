"""Days and times as bills write them.

"2024-01-05 09:30:00", "2024/1/5", "20240105", "2024年1月5日 9时30分", "01/05" below a title of January 2024
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from debts.intake.bills.types import DayOrder, ProblemCode
from debts.intake.bills.values import RefusedValue, clean
from debts.reconciler.dates import MONTHS

FIRST_YEAR = 1990
LAST_YEAR = 2199
LONGEST = 40

YMD = re.compile(r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?")
PACKED = re.compile(r"(?P<y>(?:19|20|21)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=\D|$|\d{4}(?:\d\d)?(?:\D|$))")
# 113/01/05 and 民國113年1月5日 count from 1912, as Taiwan does.
OF_THE_REPUBLIC = re.compile(r"(?:民[國国])?(?P<y>1[0-2]\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?")
REPUBLIC = 1911
NAMED_MONTH = re.compile(
    rf"(?P<d>\d{{1,2}})?[ -]?(?P<m>{'|'.join(MONTHS)})[a-z]*[.]?(?(d)|[ ](?P<dd>\d{{1,2}})),?[ -]?(?P<y>\d{{4}})"
)
WEEKDAY = re.compile(r"^\s*[(]?(?:星期|周|週)[一二三四五六日天][)]?")
YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})")
NO_YEAR = re.compile(r"(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?")
FORMS = (YMD, PACKED, OF_THE_REPUBLIC, NAMED_MONTH, YEAR_LAST, NO_YEAR)
SERIAL = re.compile(r"(?P<days>[2-8]\d{4})(?P<part>\.\d+)?")
# A spreadsheet counts days from here.
SPREADSHEET_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a count of days has no zone
SECONDS_OF_DAY = 86_400

CLOCK = re.compile(
    r"[t ,]?\s*(?P<half>上午|下午|晚上|凌晨|am|pm)?\s*(?P<h>\d{1,2})\s?[:时点]\s?(?P<mi>\d{1,2})"
    r"(?:\s?[:分]\s?(?P<s>\d{1,2})秒?)?分?(?:[.,]\d{1,9})?\s*(?P<end>am|pm)?\s*(?:z|[+-]\d\d:?\d\d)?"
)
PACKED_CLOCK = re.compile(r"\s*(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?")
FRACTION = re.compile(r"0?\.\d+")
NOON = 12
AFTERNOON = ("下午", "晚上", "pm")
TITLE_MONTH = re.compile(r"(?P<y>20\d\d)\s?[年/.-]\s?(?P<m>0?[1-9]|1[0-2])\s?(?:月|[/.-])")


@dataclass(frozen=True, slots=True)
class DayStyle:
    """How days are written in one table, and the month that its title names, for days without a year."""

    order: DayOrder | None = None
    month: tuple[int, int] | None = None


def looks_like_day(cell: str) -> bool:
    """Whether a cell begins as a day does, be it a good one or not."""
    text = clean(cell)[:LONGEST].lower()
    return any(form.match(text) for form in FORMS) or bool(SERIAL.fullmatch(text))


def order_in(cells: Iterable[str]) -> DayOrder | None:
    """How days such as 25/01/2024 are written in a column; None where every one of them may be read both ways."""
    hits = [hit for cell in cells if (hit := YEAR_LAST.match(clean(cell)))]
    if any(int(hit["a"]) > NOON for hit in hits):
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if any(int(hit["b"]) > NOON for hit in hits) else None


def month_in(title: str) -> tuple[int, int] | None:
    """Year and month that the title of a statement names, as 对账单 2024年01月 does; the last of several."""
    found = [(int(hit["y"]), int(hit["m"])) for hit in TITLE_MONTH.finditer(title)]
    return found[-1] if found else None


def read_when(cell: str, style: DayStyle) -> tuple[date, time | None]:
    """The day in a cell, and the time where one stands behind it; raises RefusedValue."""
    text = clean(cell).lower()
    if len(text) > LONGEST:
        raise RefusedValue(ProblemCode.DAY)
    if serial := SERIAL.fullmatch(text):
        return _from_serial(serial)
    day, rest = _read_day(text, style)
    rest = WEEKDAY.sub("", rest)
    return day, read_clock(rest) if rest.strip() else None


def _read_day(text: str, style: DayStyle) -> tuple[date, str]:
    for form in (YMD, PACKED):
        if hit := form.match(text):
            return _day(hit["y"], hit["m"], hit["d"]), text[hit.end() :]
    if hit := OF_THE_REPUBLIC.match(text):
        return _day(str(int(hit["y"]) + REPUBLIC), hit["m"], hit["d"]), text[hit.end() :]
    if hit := NAMED_MONTH.match(text):
        month = str(MONTHS.index(hit["m"]) + 1)
        return _day(hit["y"], month, hit["d"] or hit["dd"]), text[hit.end() :]
    if hit := YEAR_LAST.match(text):
        month, day = _ordered(hit["a"], hit["b"], style.order)
        return _day(hit["y"], month, day), text[hit.end() :]
    if hit := NO_YEAR.match(text):
        return _in_title_year(hit, style.month), text[hit.end() :]
    raise RefusedValue(ProblemCode.DAY)


def _ordered(first: str, second: str, order: DayOrder | None) -> tuple[str, str]:
    """Month and day of 03/04/2024. Unless somebody said the order, it counts only where no other is possible."""
    if order is DayOrder.DAY_FIRST or (order is not DayOrder.MONTH_FIRST and int(first) > NOON):
        return second, first
    if order is DayOrder.MONTH_FIRST or int(second) > NOON or first == second:
        return first, second
    raise RefusedValue(ProblemCode.DAY_ORDER)


def _in_title_year(hit: re.Match[str], month: tuple[int, int] | None) -> date:
    """A day without a year belongs to the title's month or to the eleven before it."""
    if month is None:
        raise RefusedValue(ProblemCode.DAY_WITHOUT_YEAR)
    year = month[0] - (int(hit["m"]) > month[1])
    return _day(str(year), hit["m"], hit["d"])


def _day(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise RefusedValue(ProblemCode.DAY) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise RefusedValue(ProblemCode.DAY)
    return found


def _from_serial(hit: re.Match[str]) -> tuple[date, time | None]:
    seconds = round(float(hit["part"] or 0) * SECONDS_OF_DAY)
    moment = SPREADSHEET_EPOCH + timedelta(days=int(hit["days"]), seconds=seconds)
    return moment.date(), moment.time() if hit["part"] else None


def read_clock(cell: str) -> time:
    """The time of day in a cell: 09:30, 093000, 9时30分, 下午3:20, or the part of a day that a spreadsheet writes."""
    text = clean(cell).lower()
    if FRACTION.fullmatch(text):
        return (SPREADSHEET_EPOCH + timedelta(seconds=round(float(text) * SECONDS_OF_DAY))).time()
    if text.isdecimal() and len(text) == len("93000"):
        text = f"0{text}"  # a spreadsheet has taken 093000 for a number
    hit = CLOCK.fullmatch(text) or PACKED_CLOCK.fullmatch(text)
    if hit is None:
        raise RefusedValue(ProblemCode.CLOCK)
    parts = hit.groupdict()
    hour, half = int(parts["h"]), parts.get("half") or parts.get("end") or ""
    if half in AFTERNOON and hour < NOON:
        hour += NOON
    try:
        return time(hour, int(parts["mi"]), int(parts["s"] or 0))
    except ValueError:
        raise RefusedValue(ProblemCode.CLOCK) from None
