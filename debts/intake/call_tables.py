"""Rows of a list of calls, as phones and telephone companies give it: a number, a kind, a time and how long it took.

10690000,呼入,2024-03-05 10:22:00,35秒      ->  来电接通，通话35秒
"""

import re
from collections.abc import Collection
from datetime import datetime, tzinfo

from debts.intake.android import call
from debts.intake.columns import Cell
from debts.intake.drafts import Item, Place
from debts.rulebook.message_tables import Column, load_message_tables

# The kinds as phones number them.
_NUMBERS = {"answered": "1", "outgoing": "2", "missed": "3", "rejected": "5", "blocked": "6"}
_BY_COLONS = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})")
_IN_WORDS = re.compile(r"(?:(\d{1,3})(?:小时|时|h))?(?:(\d{1,3})(?:分钟|分|m))?(?:(\d{1,5})(?:秒|s)?)?")


def is_call_log(roles: Collection[Column]) -> bool:
    """Whether the columns of a table are those of a list of calls."""
    people, times = {Column.SENDER, Column.NAME}, {Column.WHEN, Column.DAY}
    return (
        Column.DURATION in roles and Column.BOX in roles and not (people.isdisjoint(roles) or times.isdisjoint(roles))
    )


def listed_call(cell: Cell, at: datetime | None, place: Place, zone: tzinfo) -> Item:
    """The call of a row, in the words that a phone's own list gives it."""
    kind = load_message_tables().calls.get(cell(Column.BOX).casefold(), "")
    row = {
        "number": cell(Column.SENDER) or cell(Column.NAME),
        "type": _NUMBERS.get(kind, ""),
        "date": str(round(at.timestamp() * 1000)) if at else "",
        "duration": seconds_of(cell(Column.DURATION)),
    }
    return call(row, place, zone)


def seconds_of(written: str) -> str:
    """How many seconds a call took; empty where that cannot be told."""
    plain = "".join(written.split())
    found = _BY_COLONS.fullmatch(plain) or _IN_WORDS.fullmatch(plain)
    if not plain or found is None:
        return ""
    hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return str(3600 * hours + 60 * minutes + seconds)
