"""What a database holds, without the names, numbers and times that chance has given."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

_BY_CHANCE = re.compile(r"[0-9a-f]{24,}")
# Who is signed in, answers that are kept for repeats, and the tables that the search's index is made of.
_LEFT_OUT = re.compile(r"sqlite_.*|django_.*|auth_.*|debts_storedanswer|.*(index|search).*")
_NUMBERS = re.compile(r"id|.*_id")


def state_of(database: Path) -> dict[str, Any]:
    """The rows of each table as plain values, in an order that follows from them."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: _rows(connection, name) for name in sorted(names) if not _LEFT_OUT.fullmatch(name)}


def _rows(connection: sqlite3.Connection, table: str) -> list[Any]:
    cursor = connection.execute(f'select * from "{table}"')  # noqa: S608  its own name
    kept = [place for place, column in enumerate(cursor.description) if not _NUMBERS.fullmatch(column[0])]
    found = Counter(str([_plain(row[place]) for place in kept]) for row in cursor)
    return sorted(found.items())


def _plain(value: Any) -> Any:
    return _BY_CHANCE.sub("#", value) if isinstance(value, str) else value
