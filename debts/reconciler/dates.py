"""Days in a text, placed in the calendar by the time of the message in UTC+8.

received 2025-09-06:  还款日为9月15日  ->  2025-09-15, due;   逾期12天  ->  2025-08-25, overdue since
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice
from typing import Any

from dateutil.relativedelta import relativedelta

from debts.finance.numerals import NotANumeralError, chinese_number
from debts.reconciler.normalise import NormalisedText
from debts.reconciler.types import DateMention, DateRole
from debts.rulebook.templates import by_template

CHINA = timezone(timedelta(hours=8), "UTC+8")
WINDOW = 10
MAX_DAYS = 20_000
LIMIT = 100
YEAR = re.compile(r"(?:19|20)\d\d")

_COUNT = r"\d{1,5}|[一二两三四五六七八九十百]{1,5}"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(MONTHS)
_FIGURE = r"[\d*x]{1,2}|[一二三四五六七八九十]{1,3}"
# The look ahead spares the search the alternatives wherever no day can begin.
DAY = re.compile(
    r"(?=[\d\s*x本次下上每当今即明后大昨前这逾周星礼月年一二两三四五六七八九十百adfjmnos])(?:"
    r"(?P<year>(?:19|20)\d\d)\s?[年./-]\s?(?P<month>\d{1,2})\s?[月./-]\s?(?P<day>\d{1,2})(?!\d)[日号]?"
    r"|(?<=[日于至在])(?P<whole>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
    rf"|(?<!\d)(?P<day4>\d{{1,2}})(?:st|nd|rd|th)? ?(?P<name>{_MONTH})[a-z]*\.?,? ?(?P<year2>20\d\d)?(?![\d:])"
    rf"|\b(?P<name2>{_MONTH})[a-z]*\.? (?P<day5>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year3>20\d\d))?(?![\d:])"
    rf"|(?P<month2>{_FIGURE})\s?月\s?(?P<day2>{_FIGURE})\s?[日号]"
    r"|(?:(?<=[日于在:至])\s?|(?<![\d/.-])(?=\d\d?[/.]\d\d?日?之?前))(?P<month3>\d{1,2})[/.](?P<day6>\d{1,2})(?![\d/.%元])"
    r"|(?P<near>[本次下上每当]月|[下上这]个月)\s?(?P<day3>\d{1,2})\s?[日号]"
    r"|(?<![\d月年/.:第-])(?P<day7>\d{1,2})\s?(?:号|日(?=(?:之)?前|到期|还款|扣款|自动|应还|截止|\d{1,2}[:点时]))"
    r"|(?P<end>[本下上当这]?个?月[底末]|今?年[底末]|[本这]个?[周月]内)"
    r"|(?P<week>[本这下上]?个?)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    r"|(?P<word>今日|今天|今晚|今早|本日|即日|明日|明天|明晚|明早|次日|大后天|后天|后日|昨日|昨天|昨晚|前天)"
    rf"|(?P<within>{_COUNT})\s?(?:个)?(?:(?P<working>工作)[日天]|[日天](?!前)|(?P<hours>小时))(?:之|以)?内"
    rf"|逾期\D{{0,6}}?\s?(?P<late>{_COUNT})\s?(?:余|多)?\s?[天日])",
    re.IGNORECASE,
)
WORDS = {
    "今日": 0, "今天": 0, "今晚": 0, "今早": 0, "本日": 0, "即日": 0, "明日": 1, "明天": 1, "明晚": 1, "明早": 1,
    "次日": 1, "后天": 2, "后日": 2, "大后天": 3, "昨日": -1, "昨天": -1, "昨晚": -1, "前天": -2,
}  # fmt: skip
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
WEEK = 7
# How many weeks or months ahead 下周, 次月 and 上月 are.
AHEAD = {"次": 1, "下": 1, "上": -1}
BEFORE = (
    (re.compile(r"(?:截至|截止到|截止至|截止(?![日期]))\D{0,3}$"), DateRole.AS_OF),
    (re.compile(r"(?:还款日|到期日|应还款日|缴款日|扣款日|账单日|截止日|期限)\D{0,4}$"), DateRole.DUE),
    (re.compile(r"(?:还款时间|支付时间|已于|成功于)\D{0,3}$"), DateRole.PAID),
    (
        re.compile(
            r"(?:due(?: date)?(?: is)?(?: on| by)?|payable (?:on|by)|debited on|before|by)[ :]*$", re.IGNORECASE
        ),
        DateRole.DUE,
    ),
    (re.compile(r"(?:最迟|最晚|限|限于|务必于|务必在|请于|请在|须在|须于)\D{0,3}$"), DateRole.DEADLINE),
)
AFTER = (
    (re.compile(r"(?:\d{1,2}[:点时]\d{0,2})?(?:分)?(?:之)?(?:前|内|下班前|止|截止)"), DateRole.DEADLINE),
    (re.compile(r".{0,4}(?:应还|到期|为还款日|是还款日|还款日|自动扣款|扣款|应缴|将到期)"), DateRole.DUE),
    (re.compile(r"起(?:已)?逾期|开始逾期|逾期"), DateRole.OVERDUE_SINCE),
    (re.compile(r".{0,6}(?:还款|支付|扣款)\d{0,9}.{0,6}成功|已还"), DateRole.PAID),
)


def read_dates(normalised: NormalisedText, received_at: datetime | None) -> tuple[DateMention, ...]:
    """Every day in the text; without the time of the message a day that depends on it has no value."""
    now = received_at.astimezone(CHINA) if received_at else None
    return tuple(
        DateMention(value, role, normalised.span(start, end)) for value, role, start, end in _days(normalised, now)
    )


def _days(normalised: NormalisedText, now: datetime | None) -> Iterator[tuple[date | None, DateRole, int, int]]:
    text, template = normalised.text, normalised.template
    has_year = YEAR.search(text) is not None
    for hit, role in _places(text, template) if has_year else _places_in(template):
        yield _value(hit if has_year else _Day(hit, text), now, role), role, hit.start(), hit.end()


def _places(text: str, template: str) -> Sequence[tuple[re.Match[str], DateRole]]:
    """Where a text tells days, and what part each has."""
    return [(hit, _role(template, hit)) for hit in islice(DAY.finditer(text), LIMIT)]


@by_template
def _places_in(template: str) -> Sequence[tuple[re.Match[str], DateRole]]:
    """The same for all texts of a template without a year: figures are told from others only there."""
    return _places(template, template)


class _Day:
    """A day of a template as one of its texts tells it."""

    def __init__(self, hit: re.Match[str], text: str) -> None:
        self._hit = hit
        self._text = text

    def __getitem__(self, name: str) -> str | Any:
        start, end = self._hit.span(name)
        return self._text[start:end] if start >= 0 else None


_Hit = re.Match[str] | _Day


def _value(hit: _Hit, now: datetime | None, role: DateRole) -> date | None:
    if hit["year"]:
        return calendar_day(int(hit["year"]), int(hit["month"]), int(hit["day"]))
    if hit["whole"]:
        return calendar_day(int(hit["whole"][:4]), int(hit["whole"][4:6]), int(hit["whole"][6:]))
    if hit["name"] or hit["name2"]:
        return _english(hit, now.date() if now else None)
    return _beside(hit, now, role) if now else None


def _beside(hit: _Hit, now: datetime, role: DateRole) -> date | None:
    """A day that only the time of the message places in the calendar."""
    today = now.date()
    if month := hit["month2"] or hit["month3"]:
        return _nearest(read_count(month), read_count(hit["day2"] or hit["day6"]), today)
    if hit["near"]:
        return _shifted_month(today, AHEAD.get(hit["near"][0], 0), int(hit["day3"]))
    if hit["day7"]:
        return _of_month(int(hit["day7"]), today, ahead=role is DateRole.DEADLINE)
    return _counted(hit, now)


def _counted(hit: _Hit, now: datetime) -> date | None:
    """A day that is counted from the message: 月底, 周五, 48小时内, 明天, 逾期12天."""
    today = now.date()
    if hit["end"]:
        return _end_of(hit["end"], today)
    if hit["weekday"]:
        return _weekday(hit["week"], WEEKDAYS[hit["weekday"]], today)
    if hit["hours"]:
        return _after_hours(now, read_count(hit["within"]))
    return _shifted(today, _shift(hit))


def _of_month(day: int, today: date, *, ahead: bool) -> date | None:
    """The day of that number closest to the message, a deadline never behind it."""
    around = (_shifted_month(today, months, day) for months in (-1, 0, 1))
    days = [one for one in around if one and not (ahead and one < today)]
    return min(days, key=lambda one: abs(one - today), default=None)


def _end_of(word: str, today: date) -> date:
    if "年" in word:
        return date(today.year, 12, 31)
    if "周" in word:
        return _weekday("本", WEEKDAYS["日"], today)
    return today + relativedelta(months=AHEAD.get(word[0], 0), day=31)


def _weekday(week: str, weekday: int, today: date) -> date:
    """周五 alone is the next one, 本周五 that of this week, 下周五 that of the next."""
    if not week:
        return today + timedelta(days=(weekday - today.weekday()) % WEEK)
    return today + timedelta(days=weekday - today.weekday() + WEEK * AHEAD.get(week[0], 0))


def _after_hours(now: datetime, hours: int | None) -> date | None:
    return None if hours is None or hours > MAX_DAYS else (now + timedelta(hours=hours)).date()


def _english(hit: _Hit, today: date | None) -> date | None:
    """10SEP2025, 10 Sep, Sep 10, 2025."""
    month = MONTHS.index((hit["name"] or hit["name2"]).lower()) + 1
    day, year = int(hit["day4"] or hit["day5"]), hit["year2"] or hit["year3"]
    if year:
        return calendar_day(int(year), month, day)
    return _nearest(month, day, today) if today else None


def _shift(hit: _Hit) -> int | None:
    """How many days the day lies ahead; working days cannot be counted without a calendar of holidays."""
    if hit["word"]:
        return WORDS[hit["word"]]
    count = read_count(hit["within"] or hit["late"])
    if count is None or hit["working"]:
        return None
    return count if hit["within"] else -count


def read_count(text: str) -> int | None:
    """A small whole number in figures or in Chinese; None where it is neither."""
    try:
        return int(text) if text.isdecimal() else chinese_number(text)
    except NotANumeralError:
        return None


def _shifted(today: date, days: int | None) -> date | None:
    return None if days is None or abs(days) > MAX_DAYS else today + timedelta(days=days)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int | None, day: int | None, today: date) -> date | None:
    """The year that brings the day closest to the message: a text of January may speak of December."""
    if month is None or day is None:
        return None
    days = [one for year in (today.year - 1, today.year, today.year + 1) if (one := calendar_day(year, month, day))]
    return min(days, key=lambda one: abs(one - today), default=None)


def _shifted_month(today: date, months: int, day: int) -> date | None:
    """The day of that number, so many months from now."""
    month = today.month - 1 + months
    return calendar_day(today.year + month // 12, month % 12 + 1, day)


def _role(template: str, hit: re.Match[str]) -> DateRole:
    if hit["late"]:
        return DateRole.OVERDUE_SINCE
    if hit["within"] or (hit["end"] or "").endswith("内"):
        return DateRole.DEADLINE
    before, after = template[max(0, hit.start() - WINDOW) : hit.start()], template[hit.end() : hit.end() + WINDOW + 4]
    return _role_between(before, after)


@lru_cache(maxsize=4096)
def _role_between(before: str, after: str) -> DateRole:
    """What the words around a day make of it; their figures do not matter."""
    told = next((role for pattern, role in BEFORE if pattern.search(before)), None)
    return told or next((role for pattern, role in AFTER if pattern.match(after)), DateRole.EVENT)
