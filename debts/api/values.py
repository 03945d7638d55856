"""Values as the API takes and gives them: sums and rates as decimal strings, times with their offset, days in ISO.

The same types read and write. What comes out of the ledger is shown as it is; what comes in is held to the rules.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, Strict, StringConstraints, WithJsonSchema

from debts.intake.times import FIRST_YEAR, LAST_YEAR
from debts.reconciler.characters import storable

MONEY_PATTERN = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"
SUM_PATTERN = r"^([1-9][0-9]{0,9}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$"
RATE_PATTERN = r"^(0|[1-9][0-9]?)(\.[0-9]{1,6})?$"
DAILY_RATE_PATTERN = r"^0(\.[0-9]{1,8})?$"
YEARS = f"{FIRST_YEAR} to {LAST_YEAR}"


def _decimals(pattern: str, example: str) -> Callable[[object], Decimal]:
    rule = re.compile(pattern.removesuffix("$") + r"\Z")

    def read(value: object) -> Decimal:
        if isinstance(value, Decimal):
            return value
        if not isinstance(value, str) or not rule.match(value):
            raise ValueError(f'A decimal string such as "{example}" is needed.')
        return Decimal(value)

    return read


def _decimal(pattern: str, example: str, description: str, write: Callable[[Decimal], str]) -> Any:
    schema = {"type": "string", "pattern": pattern, "description": description, "examples": [example]}
    return Annotated[
        Decimal,
        BeforeValidator(_decimals(pattern, example)),
        PlainSerializer(write, return_type=str),
        WithJsonSchema(schema),
    ]


def say_money(value: Decimal) -> str:
    """A sum to the cent."""
    return f"{value:.2f}"


def say_rate(value: Decimal) -> str:
    """A rate without the zeros that its column pads it with."""
    return f"{value.normalize():f}"


Money = _decimal(MONEY_PATTERN, "916.80", "A sum in the loan's currency.", say_money)
Sum = _decimal(SUM_PATTERN, "916.80", "A sum above nothing, in the loan's currency.", say_money)
Rate = _decimal(RATE_PATTERN, "0.18", "A rate as a fraction: 0.18 is 18 %.", say_rate)
DailyRate = _decimal(DAILY_RATE_PATTERN, "0.0005", "A rate of a day as a fraction.", say_rate)
# What the ledger works out may be below nothing: a refund, interest that was paid ahead.
Figure = Annotated[
    Decimal,
    PlainSerializer(say_money, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "examples": ["916.80"]}),
]


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(
            value.replace(" ", "+") if isinstance(value, str) and "T" in value.upper() else ""
        )  # "+" in an address reads as a blank
        is_good = found.tzinfo is not None and FIRST_YEAR <= found.astimezone(UTC).year <= LAST_YEAR
    except (ValueError, OverflowError):
        is_good = False
    if not is_good:
        raise ValueError("A time in ISO 8601 with its offset is needed, such as 2024-03-05T10:22:00+08:00.")
    return found


def say_moment(value: datetime) -> str:
    """A time by the owner's clock, with the offset."""
    return timezone.localtime(value).isoformat()


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(say_moment, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": f"ISO 8601 with an offset, in the years {YEARS}.",
            "examples": ["2024-03-05T10:22:00+08:00"],
        }
    ),
]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        found = date.fromisoformat(value if isinstance(value, str) and _DAY.match(value) else "")
    except ValueError:
        found = date.max
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("A day in ISO 8601 is needed, such as 2024-03-05.")
    return found


Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date",
            "description": f"ISO 8601, in the years {YEARS}.",
            "examples": ["2024-03-05"],
        }
    ),
]

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _CLOCK.match(value):
        raise ValueError("A time of the day is needed, such as 14:30.")
    return time.fromisoformat(value)


Clock = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["14:30"]}),
]


def _whole(value: object) -> object:
    """JSON knows one kind of number: 12.0 is twelve."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def whole(least: int, most: int) -> Any:
    """A whole number between two bounds."""
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Annotated[int, BeforeValidator(_whole), Strict(), Field(ge=least, le=most), WithJsonSchema(schema)]


Truth = Annotated[bool, Strict()]


def words(longest: int, shortest: int = 0) -> Any:
    """A text; what no database can hold is replaced by the sign for unreadable characters."""
    rules = StringConstraints(max_length=longest, min_length=shortest or None)
    return Annotated[str, rules, AfterValidator(storable)]


Name = Annotated[
    str, StringConstraints(max_length=200, min_length=1, pattern=r"[^\s\x00-\x1f\x80-\x9f]"), AfterValidator(storable)
]
Names = Annotated[list[Name], Field(max_length=100)]
Short = words(200)
Note = words(2000)
Story = words(20_000)
Ref = Annotated[
    str,
    StringConstraints(max_length=128, min_length=1),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": 128,
            "description": "The id of a fact; archives and checks use the same.",
            "examples": ["x1"],
        }
    ),
]


def one_of(choices: Iterable[str]) -> Any:
    """One of the words; nothing, which stands for what is not known, is none of them."""
    return Literal[tuple(str(getattr(choice, "value", choice)) for choice in choices if choice)]
