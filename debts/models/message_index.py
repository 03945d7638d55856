"""The index over the words of messages: which pairs of characters stand in which message, and nothing of their order.

It is no model, for each database has a table of its own kind: FTS5 without content, positions or sizes in SQLite, a
``tsvector`` under GIN in PostgreSQL. It only names candidates; whoever asks compares the texts. A message that was
taken back stays in it, and is left out by whoever asks, so that taking back and bringing back cost nothing here.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from debts.reconciler.searching import Pairs, line_of, pairs_for

TABLE = "debts_messageindex"
_OPTIONS = "content='', detail=none, columnsize=0, tokenize='ascii'"
_CREATE = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(pairs, {_OPTIONS})",
    ],
    "postgresql": [
        f"CREATE TABLE IF NOT EXISTS {TABLE} (message_id bigint PRIMARY KEY, pairs tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_pairs ON {TABLE} USING gin (pairs)",
    ],
}
_CLEAR = {
    "sqlite": f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')",  # noqa: S608  a name of ours, as below
    "postgresql": f"DELETE FROM {TABLE}",  # noqa: S608
}
_INSERT = {
    "sqlite": f"INSERT INTO {TABLE} (rowid, pairs) VALUES (%s, %s)",  # noqa: S608
    "postgresql": f"INSERT INTO {TABLE} (message_id, pairs) VALUES (%s, %s::tsvector)"  # noqa: S608
    " ON CONFLICT (message_id) DO UPDATE SET pairs = excluded.pairs",
}
_FIND = {
    "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
    "postgresql": f"SELECT message_id FROM {TABLE} WHERE pairs @@ %s::tsquery",  # noqa: S608
}


def create_index(database: BaseDatabaseWrapper) -> None:
    """Make the table, empty."""
    with database.cursor() as cursor:
        for statement in _CREATE[database.vendor]:
            cursor.execute(statement)
        cursor.execute(_CLEAR[database.vendor])


def drop_index(database: BaseDatabaseWrapper) -> None:
    """Remove the table."""
    with database.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def clear_index() -> None:
    """Forget all messages."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR[connection.vendor])


def index_texts(
    rows: Iterable[tuple[int, str, str]],
    database: BaseDatabaseWrapper = connection,
) -> None:
    """Take in messages that are not in the index yet: row number, text and sender, the lowest number first."""
    lines = [(pk, f"{line_of(text)} {_line_of_sender(sender)}") for pk, text, sender in rows]
    if lines:
        with database.cursor() as cursor:
            cursor.executemany(_INSERT[database.vendor], lines)


_line_of_sender = lru_cache(maxsize=4096)(line_of)


def candidates(words: tuple[str, ...]) -> RawSQL:
    """The row numbers of the messages in which the folded ``words`` may stand, for a filter; none is missing."""
    vendor = connection.vendor
    return RawSQL(_FIND[vendor], [_QUERY[vendor](pairs_for(words))], BigIntegerField())  # noqa: S611  see above


def _fts5(pairs: Pairs) -> str:
    return " AND ".join([*(f'"{one}"' for one in pairs.whole), *(f'"{one}" *' for one in pairs.beginnings)])


def _tsquery(pairs: Pairs) -> str:
    return " & ".join([*(f"'{one}'" for one in pairs.whole), *(f"'{one}':*" for one in pairs.beginnings)])


_QUERY = {"sqlite": _fts5, "postgresql": _tsquery}
