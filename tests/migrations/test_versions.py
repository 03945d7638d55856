"""A database of each earlier version is brought up to date and says what it said; see `tools.keep_version`."""

import re
import sqlite3
import tarfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.backup.conftest import Installation

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.tar.gz"))
# Django's own book-keeping, and the index of the search with the tables that SQLite makes for it.
LEFT_OUT = re.compile(r"sqlite_.*|django_migrations|django_content_type|auth_permission|debts_messageindex.*")


def rows_of(database):
    """Each table's rows, as counts of what they say by column."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        found = {name: connection.execute(f'select * from "{name}"') for name in names if not LEFT_OUT.fullmatch(name)}  # noqa: S608
        return {name: [dict(zip(columns_of(rows), row, strict=True)) for row in rows] for name, rows in found.items()}


def columns_of(cursor):
    return [column[0] for column in cursor.description]


def said(rows, columns):
    return Counter(tuple(row[column] for column in columns) for row in rows)


@pytest.fixture(params=VERSIONS, ids=lambda path: path.name.removesuffix(".tar.gz"))
def earlier(request, tmp_path):
    """An installation as that version left it, and the rows that it had."""
    with tarfile.open(request.param) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # early 3.11 knows no filters
        archive.extractall(tmp_path)  # noqa: S202  our own
    return Installation(tmp_path), rows_of(tmp_path / "jieqing.sqlite3")


def test_there_is_a_version_to_try():
    assert VERSIONS


def test_an_earlier_version_is_brought_up_to_date_and_nothing_else_changes(earlier):
    installation, before = earlier
    told = installation.must(["migrate", "--verbosity=0"], ["migrate", "--check"], ["verify_evidence"])
    assert told.count(" entries, ") == 2
    after = rows_of(installation.home / "jieqing.sqlite3")
    for table, rows in before.items():
        columns = [column for column in rows[0] if column in after[table][0]] if rows and after[table] else []
        assert said(after[table], columns) == said(rows, columns), table
