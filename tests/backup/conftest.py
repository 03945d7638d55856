"""Installations of their own, each with its folder and database, and the processes that work on them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from copy import deepcopy
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.actions.ledger_text import LEDGER

ROOT = Path(__file__).resolve().parent.parent.parent
PAPER = b"%PDF-1.4 the paper"
PAPER_HASH = hashlib.sha256(PAPER).hexdigest()


class Installation:
    """A state folder and a database for processes, apart from those of the tests."""

    def __init__(self, home, database=""):
        self.home = home
        self.environment = {**os.environ, "JIEQING_HOME": str(home), "DATABASE_URL": database}

    def started(self):
        """Give it the tables of this version, as a first start does; on SQLite those that the tests have are copied."""
        if connection.vendor == "sqlite":
            shutil.copy(settings.EMPTY_DATABASE, self.home / "jieqing.sqlite3")
        else:
            self.must(["migrate", "--verbosity=0"])
        return self

    def start(self, program, *words, **options):
        program = [sys.executable, ROOT / "tests" / "backup" / program, *words]
        environment = {**self.environment, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True, **options)

    def run(self, *commands, given=None):
        """Run commands in one process; answers with its exit status and all that it said."""
        words = [json.dumps([str(word) for word in command]) for command in commands]
        process = self.start("run_commands.py", *words, stderr=subprocess.STDOUT, stdin=subprocess.PIPE)
        said, _ = process.communicate(given, timeout=1800)
        return process.returncode, said

    def must(self, *commands, given=None):
        status, said = self.run(*commands, given=given)
        assert status == 0, said
        return said


def ledger_with_a_paper(path):
    ledger = deepcopy(LEDGER)
    ledger["loans"][0]["proofs"][0] |= {"file": "结清证明.pdf", "sha256": PAPER_HASH}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ledger.json", json.dumps(ledger))
        archive.writestr(f"files/{PAPER_HASH}", PAPER)
    return path


def fill(installation, folder):
    """Give it an account with a ledger and a paper, and write a backup of it into the folder."""
    archive = ledger_with_a_paper(folder / "ledger.zip")
    installation.backup = folder / "first.zip"
    installation.started().must(
        ["create_user", "changqing", "--password-stdin"],
        ["load_archive", archive, "--user=changqing"],
        ["backup", installation.backup],
        given="jiu-wan-li-feng-peng\n",
    )
    return installation


@pytest.fixture(scope="module")
def installations(tmp_path_factory, django_db_setup, django_db_blocker):
    """Make new installations on the kind of database that the tests run on, or on SQLite where asked for."""
    numbers, made = count(1), []

    def database():
        if connection.vendor == "sqlite":
            return ""
        made.append(f"jieqing_backup_{os.getpid()}_{next(numbers)}")
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {made[-1]}")
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{made[-1]}").geturl()

    def new(*, on_sqlite=False):
        return Installation(tmp_path_factory.mktemp("home"), "" if on_sqlite else database())

    yield new
    for name in made:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def filled(installations, tmp_path_factory):
    """An installation with an account, its ledger and a paper, and a backup of it."""
    return fill(installations(), tmp_path_factory.mktemp("backups"))
