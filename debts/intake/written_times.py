"""Times as programs write them into tables, chats and requests: in words, without separators, as Java prints them.

2024/3/5 上午8:02, 20240305 102233, Tue Mar 05 10:22:33 GMT+08:00 2024, 05-Mar-2024 10:22, 25.03.2024 10:22
"""

import re
from datetime import datetime, tzinfo

from debts.intake.paste_headers import read_header
from debts.intake.paste_times import moment_in_full
from debts.intake.times import moment_in_iso, moment_of_count

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[ T]?(\d{2}):?(\d{2}):?(\d{2})(Z?)")
_JAVA = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{1,2}:\d{2}:\d{2}) (CST|HKT|GMT|UTC|GMT[+-]\d{2}:?\d{2}) (\d{4})"
)
_NAMED_MONTH = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{4})\b")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_COUNT = re.compile(r"(\d{10}(?:\d{3})?)(?:\.\d*)?")


def moment_told(written: str, zone: tzinfo) -> datetime | None:
    """The moment that a text names: counted from 1970, in words or in ISO 8601; None where it cannot be told."""
    plain = written.strip()
    if found := _COUNT.fullmatch(plain):
        return moment_of_count(found[1], zone)
    return moment_written(plain, zone) or moment_in_iso(plain, zone)


def moment_written(written: str, zone: tzinfo) -> datetime | None:
    """The moment that a text names, in ``zone``; None where it cannot be told, as without a year."""
    plain = _plain(written.strip())
    header = read_header(plain)
    found = moment_in_full(header.time, zone=zone) if header and not header.sender else None
    return found.astimezone(zone) if found else None


def _plain(written: str) -> str:
    """The same in a notation that headers have."""
    if found := _COMPACT.fullmatch(written):
        year, month, day, hour, minute, second, end = found.groups()
        return f"{year}-{month}-{day} {hour}:{minute}:{second}{end}"
    if found := _JAVA.fullmatch(written):
        month, day, clock, place, year = found.groups()
        return f"{month} {day}, {year} {clock}{_offset(place)}"
    written = _NAMED_MONTH.sub(r"\1 \2 \3", written)
    return _DOTTED.sub(r"\3-\2-\1", written)  # with dots the day always comes first


def _offset(place: str) -> str:
    """GMT+08:00 as an offset; CST and HKT are the zone of the phone, which is the owner's. Others name no time here."""
    return place.removeprefix("GMT") if place[3:] else "Z" if place in ("GMT", "UTC") else ""
