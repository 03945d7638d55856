"""Days in a text, placed in the calendar by the time of the message in UTC+8.

received 2025-09-06:  还款日为9月15日  ->  2025-09-15, due;   逾期12天  ->  2025-08-25, overdue since
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from debts.finance.numerals import NotANumeralError, chinese_number
from debts.reconciler.normalise import NormalisedText
from debts.reconciler.types import DateMention, DateRole

CHINA = timezone(timedelta(hours=8), "UTC+8")
HALF_YEAR = timedelta(days=183)
WINDOW = 10
MAX_DAYS = 20_000
LIMIT = 100

_COUNT = r"\d{1,5}|[一二两三四五六七八九十百]{1,5}"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(MONTHS)
# The look ahead spares the search the alternatives wherever no day can begin.
DAY = re.compile(
    r"(?=[\d\s本次下上每当今即明后昨前逾一二两三四五六七八九十百adfjmnos])(?:"
    r"(?P<year>(?:19|20)\d\d)\s?[年./-]\s?(?P<month>\d{1,2})\s?[月./-]\s?(?P<day>\d{1,2})(?!\d)[日号]?"
    rf"|(?<!\d)(?P<day4>\d{{1,2}})(?:st|nd|rd|th)? ?(?P<name>{_MONTH})[a-z]*\.?,? ?(?P<year2>20\d\d)?(?![\d:])"
    rf"|\b(?P<name2>{_MONTH})[a-z]*\.? (?P<day5>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year3>20\d\d))?(?![\d:])"
    r"|(?P<month2>\d{1,2})\s?月\s?(?P<day2>\d{1,2})\s?[日号]"
    r"|(?<=[日于在:至])\s?(?P<month3>\d{1,2})/(?P<day6>\d{1,2})(?![\d/])"
    r"|(?P<near>本月|次月|下月|下个月|上月|每月|当月)\s?(?P<day3>\d{1,2})\s?[日号]"
    r"|(?P<word>今日|今天|今晚|本日|即日|明日|明天|明晚|次日|后天|昨日|昨天|前天)"
    rf"|(?P<within>{_COUNT})\s?(?:个)?(?:工作)?[日天](?:之)?内"
    rf"|逾期\D{{0,6}}?\s?(?P<late>{_COUNT})\s?(?:余|多)?\s?[天日])",
    re.IGNORECASE,
)
WORDS = {
    "今日": 0, "今天": 0, "今晚": 0, "本日": 0, "即日": 0, "明日": 1, "明天": 1, "明晚": 1, "次日": 1, "后天": 2,
    "昨日": -1, "昨天": -1, "前天": -2,
}  # fmt: skip
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
    today = received_at.astimezone(CHINA).date() if received_at else None
    return tuple(
        DateMention(value, role, normalised.span(start, end))
        for value, role, start, end in _days(normalised.text, today)
    )


def _days(text: str, today: date | None) -> Iterator[tuple[date | None, DateRole, int, int]]:
    for found, hit in enumerate(DAY.finditer(text)):
        if found >= LIMIT:
            return
        yield _value(hit, today), _role(text, hit), hit.start(), hit.end()


def _value(hit: re.Match[str], today: date | None) -> date | None:
    if hit["year"]:
        return _day(int(hit["year"]), int(hit["month"]), int(hit["day"]))
    if hit["name"] or hit["name2"]:
        return _english(hit, today)
    return _beside(hit, today) if today else None


def _beside(hit: re.Match[str], today: date) -> date | None:
    """A day that only the day of the message places in the calendar."""
    month = hit["month2"] or hit["month3"]
    if month:
        return _nearest(int(month), int(hit["day2"] or hit["day6"]), today)
    if hit["near"]:
        return _in_month(hit["near"], int(hit["day3"]), today)
    return _shifted(today, _shift(hit))


def _english(hit: re.Match[str], today: date | None) -> date | None:
    """10SEP2025, 10 Sep, Sep 10, 2025."""
    month = MONTHS.index((hit["name"] or hit["name2"]).lower()) + 1
    day, year = int(hit["day4"] or hit["day5"]), hit["year2"] or hit["year3"]
    if year:
        return _day(int(year), month, day)
    return _nearest(month, day, today) if today else None


def _shift(hit: re.Match[str]) -> int | None:
    if hit["word"]:
        return WORDS[hit["word"]]
    count = read_count(hit["within"] or hit["late"])
    if count is None:
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


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date) -> date | None:
    """The year that brings the day closest to the message: a text of January may speak of December."""
    days = [one for year in (today.year - 1, today.year, today.year + 1) if (one := _day(year, month, day))]
    return min(days, key=lambda one: abs(one - today), default=None)


def _in_month(word: str, day: int, today: date) -> date | None:
    months = {"次月": 1, "下月": 1, "下个月": 1, "上月": -1}.get(word, 0)
    month = today.month + months
    return _day(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def _role(text: str, hit: re.Match[str]) -> DateRole:
    if hit["late"]:
        return DateRole.OVERDUE_SINCE
    if hit["within"]:
        return DateRole.DEADLINE
    before = text[max(0, hit.start() - WINDOW) : hit.start()]
    told = next((role for pattern, role in BEFORE if pattern.search(before)), None)
    after = text[hit.end() : hit.end() + WINDOW + 4]
    return told or next((role for pattern, role in AFTER if pattern.match(after)), DateRole.EVENT)
