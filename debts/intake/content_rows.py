"""Reads what ``adb shell content query --uri content://sms`` prints: a row of Android's provider on a line.

Row: 0 _id=12, address=10690000, date=1709605353000, type=1, body=【远山消金】您的借款已逾期3天, service_center=NULL

A text stands there as it is, with its commas and line ends; the names of columns tell where it ends.
"""

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import IO

from debts.intake.drafts import Item, Place, PlaceKind, Unreadable, UnreadableCode
from debts.intake.sms_ie import phone_row
from debts.intake.sources import whole

MAX_BYTES = 64 * 1024 * 1024
_ROW = re.compile(r"^Row: \d+ ", re.MULTILINE)
_BEGIN = re.compile(r"Row: \d+ \w+=")
# Other words may stand before a sign of equality within a text.
_COLUMN = re.compile(
    r"(?:^|, )(_id|thread_id|address|person|date|date_sent|protocol|read|status|type|reply_path_present|subject|body"
    r"|service_center|locked|sub_id|phone_id|error_code|creator|seen|priority|sim_id|number|name|duration|new)="
)
_ABSENT = "NULL"
_RECEIVED = "1"


def is_content_rows(begin: str) -> bool:
    """Whether a text that begins so is such a list."""
    return _BEGIN.match(begin) is not None


def read_content_rows(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the rows; without the column ``type``, which was not asked for then, all count as received."""
    text = whole(stream, MAX_BYTES).decode("utf-8", "replace").replace("\r\n", "\n")
    for number, row in enumerate(_ROW.split(text)[1:], 1):
        place, cells = Place(PlaceKind.SMS, number), _cells(row.removesuffix("\n"))
        if cells.keys() & {"body", "number"}:
            yield phone_row({"type": _RECEIVED, **cells}, place, zone)
        else:
            yield Unreadable(place, UnreadableCode.TEXT_MISSING)


def _cells(row: str) -> dict[str, object]:
    """The values by their columns; the first of a name counts, for a text may hold the others."""
    names = list(_COLUMN.finditer(row))
    ends = (*(found.start() for found in names[1:]), len(row))
    cells: dict[str, object] = {}
    for found, end in zip(names, ends, strict=False):
        value = row[found.end() : end]
        if value != _ABSENT:
            cells.setdefault(found[1], value)
    return cells
