"""The table of docs/security.md is held to the tests that it names."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [re.split(r"\s*\|\s*", line.strip("| ")) for line in TABLE.splitlines() if re.match(r"\| V\d", line)]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]*test_\w+\.py(?:::\w+)?)`", TABLE)))


def test_the_table_is_read():
    assert len(ROWS) > 100
    assert len(NAMED) > 80


def test_every_test_that_is_named_is_there(subtests):
    for named in NAMED:
        path, _, name = named.partition("::")
        with subtests.test(named):
            assert f"def {name or 'test_'}" in (ROOT / path).read_text(encoding="utf-8")


def test_every_row_says_how_it_stands_and_where():
    assert [row for row in ROWS if len(row) != 4 or row[1] not in {"met", "part", "host", "open"}] == []


def test_what_is_met_is_shown_by_something():
    silent = {row[0] for row in ROWS if row[1] == "met" and not row[2] and row[3] == "none"}
    assert silent == set()


def test_no_item_stands_twice():
    items = [item for row in ROWS for item in row[0].split(", ")]
    assert sorted(items) == sorted(set(items))
    assert all(re.fullmatch(r"V\d{1,2}\.\d{1,2}\.\d{1,2}", item) for item in items)
