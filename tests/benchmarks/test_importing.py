"""Importing a phone's backup beside the floor: the same XML through expat, and the rows with their SHA-256 and two
indexes into SQLite, in one run. ``JIEQING_BENCH_MESSAGES`` sets how many messages there are."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import process_time
from xml.parsers import expat

import pytest
from django.core.management import call_command

from debts.models import Message, User
from debts.rulebook import load_rulebook
from tests.benchmarks.stored import store_ledger, write_backup

ROOT = Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("JIEQING_BENCH_MESSAGES", "100000"))
MEGABYTE = 1024
# What a process of the command needs at most, in kilobytes. The kernel's own count for a process (``ru_maxrss``) also
# holds what the one that started it had in use.
MEASURE = """
import sys
import django
django.setup()
from django.core.management import call_command
from debts.models import User
call_command("migrate", verbosity=0)
User.objects.create_user("hanliqun")
call_command("import_messages", sys.argv[1], user="hanliqun", json=True)
print()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.fixture(scope="module")
def backup(tmp_path_factory):
    return write_backup(tmp_path_factory.mktemp("backup") / "sms.xml", COUNT)


def floor(backup, database):
    """Parse and insert, and nothing else."""
    connection = sqlite3.connect(database, isolation_level=None)
    for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", TABLE, *INDEXES, "BEGIN"):
        connection.execute(line)
    rows = []

    def start(name, row):
        if name == "sms":
            said = row["address"] + row["date"] + row["body"]
            digest = hashlib.sha256(said.encode()).hexdigest()
            rows.append((row["address"], int(row["date"]), row["body"], digest))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with backup.open("rb") as file:
        while chunk := file.read(1 << 16):
            parser.Parse(chunk)
            connection.executemany(INSERT, rows)
            rows.clear()
    connection.execute("COMMIT")
    connection.close()


TABLE = "CREATE TABLE message (id INTEGER PRIMARY KEY, sender TEXT, at INTEGER, text TEXT, sha256 TEXT)"
INDEXES = ("CREATE UNIQUE INDEX once ON message (sha256)", "CREATE INDEX inbox ON message (at)")
INSERT = "INSERT INTO message (sender, at, text, sha256) VALUES (?, ?, ?, ?)"


def seconds(work, *arguments):
    begin = process_time()
    work(*arguments)
    return process_time() - begin


def bring_in(backup):
    out = io.StringIO()
    call_command("import_messages", backup, user="hanliqun", json=True, stdout=out)
    return json.loads(out.getvalue())


def in_another_file(backup, folder):
    """The same messages under another hash, so that each is read and found to be kept."""
    other = folder / "other.xml"
    other.write_bytes(backup.read_bytes() + b"\n")
    return other


@pytest.mark.django_db(transaction=True)
def test_an_import_beside_the_floor_and_a_second_one_beside_the_first(figure, backup, tmp_path):
    store_ledger(User.objects.create_user("hanliqun"), 50)
    load_rulebook()
    bare = min(seconds(floor, backup, tmp_path / f"{number}.sqlite3") for number in range(3))
    first, again = seconds(bring_in, backup), seconds(bring_in, backup)
    other = seconds(bring_in, in_another_file(backup, tmp_path))
    figure(f"import of {COUNT:,} messages", COUNT / first, "messages/s")
    figure("import, against the floor", first / bare, "times", "at most 4, aim 3")
    figure("import, the second time of the same file", first / again, "times faster", "at least 5")
    figure("import, the same messages in another file", first / other, "times faster", "at least 5")
    assert Message.objects.count() == COUNT
    assert first / bare < 60
    assert first / again > 2
    assert first / other > 2


def test_memory_stays_flat(figure, backup, tmp_path):
    settings = {"JIEQING_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "ledger.settings", "DATABASE_URL": ""}
    command = [sys.executable, "-c", MEASURE, str(backup)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=True)
    peak = int(done.stdout.split()[-1]) / MEGABYTE
    figure(f"import of {COUNT:,} messages, peak memory", peak, "MB", "under 200")
    assert peak < 200
