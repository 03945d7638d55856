"""Moments as backups write them, kept to two centuries: what lies outside is a slip, not a time."""

from datetime import UTC, datetime, timedelta, tzinfo

FIRST_YEAR = 1970
LAST_YEAR = 2199
_COARSE, _TOO_FINE = 10**11, 10**14
_MOST_FIGURES = 20

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


def moment_of_count(figures: str, zone: tzinfo) -> datetime | None:
    """Seconds, milliseconds or finer since the epoch, told apart by their size; None where they are no such time.

    Nobody has messages from before 1973, when the epoch was as many milliseconds ago as it will be seconds in 5138.
    """
    if not (figures.isascii() and figures.isdigit() and len(figures) <= _MOST_FIGURES):
        return None
    count = int(figures)
    while count >= _TOO_FINE:
        count //= 1000
    return moment_of_ms(count if count >= _COARSE else 1000 * count, zone)


def moment_in_iso(written: str, zone: tzinfo) -> datetime | None:
    """A day with a time as ISO 8601 writes them, in ``zone`` where no offset is told; None for all else."""
    if ":" not in written:  # a day alone would become midnight, and midnight is a time of its own to the rules
        return None
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return in_range(found if found.tzinfo else found.replace(tzinfo=zone))


def in_range(moment: datetime) -> datetime | None:
    """The moment; None where its year is none of these two centuries."""
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None
