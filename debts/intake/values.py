"""JSON values into values of the ledger, strictly: what is not exactly right is refused with a code, never guessed.

money("916.80")   -> Decimal("916.80")
money("1,916.8")  -> Refused(ProblemCode.MONEY)
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from debts.finance import MAX_AMOUNT, MAX_ANNUAL_RATE
from debts.finance.schedules import MAX_DUE_DAY, MAX_TERM_DAYS
from debts.intake.times import FIRST_YEAR, LAST_YEAR
from debts.reconciler.characters import is_storable

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)
Reader = Callable[[object], T]

MAX_TERM_MONTHS = 1200
MAX_GRACE_DAYS = 366
# What keeps the walk through an archive going where a value is missing, until that is told.
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
NO_DAY = NO_TIME.date()

_MONEY = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?")
_RATE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,8})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_REGION = re.compile(r"[A-Z]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ProblemCode(StrEnum):
    """What is wrong at one place of a portable archive; the shell puts it into words."""

    NOT_AN_ARCHIVE = "not_an_archive"
    VERSION = "version"
    JSON = "json"
    DUPLICATE_KEY = "duplicate_key"
    TOO_LARGE = "too_large"
    MISSING = "missing"
    NOT_AN_OBJECT = "not_an_object"
    NOT_A_LIST = "not_a_list"
    TEXT = "text"
    CHARACTERS = "characters"
    MONEY = "money"
    RATE = "rate"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    TIME_WITHOUT_OFFSET = "time_without_offset"
    OUT_OF_RANGE = "out_of_range"
    TRUTH = "truth"
    CHOICE = "choice"
    CURRENCY = "currency"
    REGION = "region"
    TIME_ZONE = "time_zone"
    SHA256 = "sha256"
    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_REFERENCE = "unknown_reference"
    UNKNOWN_KEY = "unknown_key"
    ZIP = "zip"
    ENTRY_NAME = "entry_name"
    ENTRY_UNKNOWN = "entry_unknown"
    ENTRY_TWICE = "entry_twice"
    ENTRY_ENCRYPTED = "entry_encrypted"
    FILE_ABSENT = "file_absent"
    FILE_CHANGED = "file_changed"


class RefusedError(ValueError):
    """A value that cannot be taken; ``code`` says in which way."""

    def __init__(self, code: ProblemCode) -> None:
        super().__init__(code)
        self.code = code


def text(value: object) -> str:
    """Any string that a database can keep."""
    if not isinstance(value, str):
        raise RefusedError(ProblemCode.TEXT)
    if not is_storable(value):
        raise RefusedError(ProblemCode.CHARACTERS)
    return value


def identifier(value: object) -> str:
    """A string that is not blank."""
    found = text(value)
    if not found.strip():
        raise RefusedError(ProblemCode.MISSING)
    return found


def money(value: object) -> Decimal:
    """A sum as a decimal string: ASCII digits, at most two places, neither negative nor in exponents."""
    return Decimal(_matching(value, _MONEY, ProblemCode.MONEY))


def positive_money(value: object) -> Decimal:
    """A sum that is more than nothing and that the ledger can hold."""
    found = money(value)
    if not 0 < found <= MAX_AMOUNT:
        raise RefusedError(ProblemCode.MONEY)
    return found


def rate(value: object) -> Decimal:
    """A rate as a fraction in a decimal string: ``"0.18"`` is 18 % a year; more than 10,000 % is a slip."""
    found = Decimal(_matching(value, _RATE, ProblemCode.RATE))
    if found > MAX_ANNUAL_RATE:
        raise RefusedError(ProblemCode.RATE)
    return found


def currency(value: object) -> str:
    """Three capital letters, as in ISO 4217."""
    return _matching(value, _CURRENCY, ProblemCode.CURRENCY)


def region(value: object) -> str:
    """Two capital letters, as in ISO 3166, ``other``, or nothing where it is not known."""
    return str(value) if value in ("", "other") else _matching(value, _REGION, ProblemCode.REGION)


def sha256(value: object) -> str:
    """A SHA-256 in lower-case hexadecimal figures."""
    return _matching(value, _SHA256, ProblemCode.SHA256)


def day(value: object) -> date:
    """A date such as ``2024-03-05``."""
    written = _matching(value, _DAY, ProblemCode.DAY)
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise RefusedError(ProblemCode.DAY) from None
    return _in_range(found)


def moment(value: object) -> datetime:
    """An ISO 8601 time with its offset from UTC."""
    written = text(value)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise RefusedError(ProblemCode.TIME) from None
    if found.tzinfo is None:
        raise RefusedError(ProblemCode.TIME_WITHOUT_OFFSET)
    return _in_range(found)


def truth(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise RefusedError(ProblemCode.TRUTH)
    return value


def term_months(value: object) -> int:
    """The number of months a loan runs."""
    return _whole(value, 1, MAX_TERM_MONTHS)


def term_days(value: object) -> int:
    """The number of days a loan runs that is paid back at once."""
    return _whole(value, 1, MAX_TERM_DAYS)


def due_day(value: object) -> int:
    """A day of the month; 31 is its last."""
    return _whole(value, 1, MAX_DUE_DAY)


def remind_days(value: object) -> int:
    """The number of days before a due day."""
    return _whole(value, 0, MAX_DUE_DAY)


class Language(StrEnum):
    """The languages that mails and calendars are written in."""

    CHINESE = "zh-hans"
    TRADITIONAL_CHINESE = "zh-hant"
    ENGLISH = "en"


def grace_days(value: object) -> int:
    """The number of days that a lender is given after a settlement."""
    return _whole(value, 0, MAX_GRACE_DAYS)


def time_zone(value: object) -> str:
    """The name of a zone that the system's zone data knows."""
    name = identifier(value)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # zoneinfo has no single way of not knowing a name
        raise RefusedError(ProblemCode.TIME_ZONE) from None
    return name


def one_of(words: type[Choice]) -> Reader[Choice]:
    """A reader for the words of an enumeration."""

    def choose(value: object) -> Choice:
        try:
            return words(text(value))
        except RefusedError:
            raise
        except ValueError:
            raise RefusedError(ProblemCode.CHOICE) from None

    return choose


def _matching(value: object, form: re.Pattern[str], code: ProblemCode) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise RefusedError(code)
    return value


def _whole(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedError(ProblemCode.NUMBER)
    if not least <= value <= most:
        raise RefusedError(ProblemCode.OUT_OF_RANGE)
    return value


Day = TypeVar("Day", bound=date)


def _in_range(found: Day) -> Day:
    # Schedules add months and zones shift hours: at the ends of the calendar both would overflow.
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise RefusedError(ProblemCode.OUT_OF_RANGE)
    return found
