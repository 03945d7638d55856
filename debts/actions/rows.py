"""Rows by the thousand into the database, past the objects of the ORM, which cost more than all that they carry."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

# The cache in kilobytes where it is below nothing, as SQLite has it, and the log in pages of 4 kB.
ROOM = {"cache_size": -16_000, "wal_autocheckpoint": 8_000}


@contextmanager
def room_for_rows() -> Iterator[None]:
    """Let SQLite keep more of the database in memory (16 MB) while rows are inserted by the thousand.

    Hashes fall anywhere into an index. With the 2 MB that a connection has, its pages are written and read again within
    one transaction; and pages that each transaction changes again are copied out of a longer log (32 MB) less often.
    """
    if connection.vendor != "sqlite":
        yield
        return
    usual = _set_pragmas(ROOM)
    try:
        yield
    finally:
        _set_pragmas(usual)


def _set_pragmas(values: Mapping[str, int]) -> dict[str, int]:
    """Set what SQLite has by these names for the connection; return what it was before."""
    with connection.cursor() as cursor:
        usual = {name: int(cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in values}
        for name, value in values.items():
            cursor.execute(f"PRAGMA {name} = {value}")
    return usual


def take_stock() -> None:
    """Let SQLite count anew how the values of an index lie, as PostgreSQL does by itself: 1.4 s for a million messages.

    Without it every index seems equally telling, and the messages of a loan are sought among all there are.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of the fields ``names``: a foreign key by its number.

    Every field without a value of its own in the database has to be named. Text in a JSON field is JSON already.
    """
    rows = list(rows)
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    written = [
        map(form, column) if (form := _form(field)) else column
        for field, column in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our models
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*written, strict=True)))


def _form(field: Any) -> Callable[[Any], Any] | None:
    """How a value of the field is written; None where it stands as it is."""
    if isinstance(field, models.DateTimeField):
        return _Moments().written if connection.vendor == "sqlite" else connection.ops.adapt_datetimefield_value
    return _as_json if isinstance(field, models.JSONField) else None


ZONE_SIGNS = len("+00:00")


class _Moments:
    """Moments as SQLite keeps them: 2024-03-05 02:22:05.457 of UTC, without the zone. Many rows share one."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._form: str | None = None

    def written(self, moment: datetime | None) -> str | None:
        """The moment as it stands in a row."""
        if moment is not self._last:
            self._last = moment
            self._form = moment.astimezone(UTC).isoformat(" ")[:-ZONE_SIGNS] if moment else None
        return self._form


def _as_json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def newest_pks(model: type[models.Model], owner: Any, count: int) -> Sequence[int]:
    """The numbers of the last ``count`` rows of an owner, the oldest first; whoever asks holds the owner's lock.

    They were inserted just now, together. SQLite lets nobody else write meanwhile, so that they follow one another.
    """
    if connection.vendor == "sqlite":
        last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        return range(last - count + 1, last + 1)
    newest = model._default_manager.filter(owner=owner).order_by("-pk").values_list("pk", flat=True)[:count]
    return sorted(newest)
