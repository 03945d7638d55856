"""An import that is killed at any moment and run again ends as if nobody had killed it."""

import os
import random
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from debts.models.evidence import CHAIN_START
from tests.importing.backups import many

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
CHUNK, MESSAGES = 20, 100
STATEMENTS = 100  # of an import of five chunks, at least
NAME = re.compile(r"\b[0-9a-f]{32}\b")
# Imports in processes that are forked from a prepared one, for starting Django forty times would take minutes. A
# process kills itself before its n-th statement, so that each kill meets an import at work however slow the machine is.
RUN = """
import io, os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from debts.models import User

def killing(moment):
    count = 0
    def execute(run, *statement):
        nonlocal count
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(*statement)
    return execute

call_command("migrate", verbosity=0)
User.objects.create_user("hanliqun")
call_command("check_messages", sys.argv[1], user="hanliqun", stdout=io.StringIO())  # what all need is made once
connection.close()
print(flush=True)
for line in sys.stdin:
    database, moment = line.split()
    child = os.fork()
    if child == 0:
        connection.settings_dict["NAME"] = database
        with connection.execute_wrapper(killing(int(moment))):
            call_command("import_messages", sys.argv[1], user="hanliqun", json=True, chunk=int(sys.argv[2]))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
ASKED = {
    "messages": "select channel, sender, text, received_at, fingerprint, copy, words, removed_at from debts_message",
    "verdicts": "select m.fingerprint, v.code, v.kind, v.is_claim, v.detail, v.plain_text "
    "from debts_verdict v join debts_message m on m.id = v.message_id",
    "grounds": "select m.fingerprint, g.key from debts_ground g join debts_verdict v on v.id = g.verdict_id "
    "join debts_message m on m.id = v.message_id",
    "batches": "select source, sha256, state, read, new, duplicates, skipped, unreadable from debts_importbatch",
    "log": "select sequence, action, record_type from debts_evidenceentry",
}


def state_of(database):
    """What an import leaves. Messages bear names that chance has given them: their fingerprints stand in for these."""
    with closing(sqlite3.connect(database)) as connection:
        names = dict(connection.execute("select ref, fingerprint from debts_message"))
        return {name: sorted(_plain(row, names) for row in connection.execute(sql)) for name, sql in ASKED.items()}


def _plain(row, names):
    return tuple(NAME.sub(lambda found: names.get(found[0], found[0]), str(cell)) for cell in row)


class Importer:
    """Imports of one file into databases."""

    def __init__(self, home, backup):
        command = [sys.executable, "-c", RUN, str(backup), str(CHUNK)]
        settings = {"JIEQING_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ledger.settings", "DATABASE_URL": ""}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, **pipes)
        self.process.stdout.readline()

    def run(self, database, kill_at=0):
        """Import once; say whether the process was killed before the end."""
        self.process.stdin.write(f"{database} {kill_at}\n")
        self.process.stdin.flush()
        while not (line := self.process.stdout.readline()).strip().isdecimal():
            assert line, "the importer has ended"
        return os.WIFSIGNALED(int(line))


@pytest.fixture
def importer(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    one = Importer(home, many(tmp_path / "backup.xml", MESSAGES))
    yield one
    one.process.communicate(timeout=30)


def copy_of(empty, name):
    database = empty.with_name(name)
    database.write_bytes(empty.read_bytes())
    return database


def test_killed_at_twenty_moments_and_run_again_it_ends_as_without(importer, tmp_path):
    chance = random.Random(20251101)  # noqa: S311 - the moments have to be the same every time
    empty = tmp_path / "home" / "jieqing.sqlite3"
    whole = copy_of(empty, "whole.sqlite3")
    assert not importer.run(whole)
    expected = state_of(whole)
    for number in range(KILLS):
        database = copy_of(empty, f"{number}.sqlite3")
        assert importer.run(database, kill_at=chance.randrange(1, STATEMENTS))
        assert not importer.run(database)
        assert state_of(database) == expected
        assert chain_holds(database)


def chain_holds(database):
    """Whether each line of the log bears the hash of the one before, and its number."""
    with closing(sqlite3.connect(database)) as connection:
        sql = "select sequence, previous_hash, entry_hash from debts_evidenceentry order by sequence"
        lines = list(connection.execute(sql))
    heads = [CHAIN_START, *(line[2] for line in lines)]
    return [line[:2] for line in lines] == list(zip(range(1, len(lines) + 1), heads[:-1], strict=True))
