"""Moments as backups write them, kept to two centuries: what lies outside is a slip, not a time."""

from datetime import UTC, datetime, timedelta, tzinfo

FIRST_YEAR = 1970
LAST_YEAR = 2199

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of_ms(value: object, zone: tzinfo) -> datetime | None:
    """Milliseconds since the epoch as a time in ``zone``; None where they are no time of these two centuries."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        seconds, rest = divmod(int(value), 1000)
        found = _EPOCH + timedelta(0, seconds, 1000 * rest)  # to name milliseconds takes twice as long
    except (ValueError, OverflowError):
        return None
    return in_range(found.astimezone(zone))


def in_range(moment: datetime) -> datetime | None:
    """The moment; None where its year is none of these two centuries."""
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None
