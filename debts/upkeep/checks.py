"""One check for each thing that must hold; the doctor runs them all, ``/readyz`` those without which nothing works."""

import errno
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from django.conf import settings
from django.core import checks as django_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from debts.importing.background import abandoned
from debts.importing.pictures import overdue
from debts.models import User
from debts.queries import aged_messages
from debts.upkeep.hardships import hardship_of
from debts.upkeep.records import last_backup
from debts.upkeep.sealed import unopened

LITTLE_SPACE, NO_SPACE = 1024**3, 200 * 1024**2  # in bytes; a large import and its index need as much
BACKUP_AGE = timedelta(days=7)


class State(StrEnum):
    """How a check ended."""

    GOOD = "good"
    WORRY = "worry"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """The end of one check: what was looked at, how it is, and what to do where it is not good."""

    name: str
    state: State
    says: str
    advice: str = ""


def readiness() -> Iterator[Check]:
    """The checks that a request depends on: quick, and the same every few seconds."""
    database = _database()
    yield database
    if database.state is State.GOOD:
        yield _migrations()
    yield _storage()
    yield _files()
    yield _space()


def examine(now: datetime) -> Iterator[Check]:
    """All checks, in the order in which one would mend them."""
    needed = list(readiness())
    yield from needed
    yield from _settings()
    if all(check.state is not State.BAD for check in needed[:2]):
        yield from (check(now) for check in _OF_THE_LEDGERS)


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        return Check("database", State.BAD, str(problem).strip(), "Look at DATABASE_URL, and whether its server runs.")
    return Check("database", State.GOOD, f"{connection.vendor} answers")


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        advice = f"Make a backup, then run: {settings.MANAGE} migrate (every start of the server does so)."
        return Check("migrations", State.BAD, f"{len(waiting)} wait to be applied", advice)
    return Check("migrations", State.GOOD, "all are applied")


def _storage() -> Check:
    try:
        with tempfile.TemporaryFile(dir=settings.HOME):
            pass
    except OSError as problem:
        advice = "Give the folder to the user who runs the server, or set JIEQING_HOME to another."
        return Check("state folder", State.BAD, f"cannot be written to: {problem.strerror}", advice)
    return Check("state folder", State.GOOD, "can be written to")


def _files() -> Check:
    """Whether the place of the files answers; for a folder that is the state folder's disk."""
    return _asking_for_files("files", lambda: default_storage.exists("probe"), "their place answers")


def _keeping_files(_now: datetime) -> Check:
    """Write a small file, read it, and delete it."""
    return _asking_for_files("keeping files", _keep_probe, "one was written, read and deleted")


def _keep_probe() -> None:
    name = default_storage.save(f"probe-{uuid4()}", ContentFile(b"probe"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"probe":
                raise OSError(errno.EIO, "another file came back than was written")
    finally:
        default_storage.delete(name)


def _asking_for_files(name: str, ask: Callable[[], object], good: str) -> Check:
    try:
        ask()
    except Exception as problem:
        if hardship_of(problem) is None and not isinstance(problem, OSError):
            raise
        advice = f"See that {settings.FILES_PLACE} is there and may be written to, and FILES_URL if it is set."
        return Check(name, State.BAD, str(problem), advice)
    return Check(name, State.GOOD, good)


def _space() -> Check:
    free = shutil.disk_usage(settings.HOME).free
    state = State.BAD if free < NO_SPACE else State.WORRY if free < LITTLE_SPACE else State.GOOD
    return Check("disk", state, f"{free // 1024**2:,} MB are free", "Make room." if state is not State.GOOD else "")


def _settings() -> Iterator[Check]:
    for problem in django_checks.run_checks():
        state = State.BAD if problem.is_serious() else State.WORRY
        yield Check("settings", state, problem.msg, problem.hint or "")
    if settings.DEBUG:
        yield Check("settings", State.WORRY, "DEBUG is on", "Pages of failures show the program's inside: turn it off.")
    yield _secret_key()


def _secret_key() -> Check:
    path = settings.HOME / "secret-key"
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Check("secret key", State.WORRY, "others on this machine can read it", f"Run: chmod 600 {path}")
    return Check("secret key", State.GOOD, "is kept to its owner")


def seal_key(_now: datetime) -> Check:
    """Whether the key that is here opens what was sealed: who has a second step cannot sign in without."""
    closed = unopened()
    if not str(closed):
        return Check("seal key", State.GOOD, "opens all that was sealed")
    advice = (
        f"Put the seal-key of the old state folder into {settings.HOME} and start the server again. Where it is lost, "
        f"run {settings.MANAGE} turn_off_second_step --user NAME for each of them; passwords of mailboxes are typed in "
        "again, and webhooks made anew."
    )
    state = State.BAD if closed.second_steps else State.WORRY
    return Check("seal key", state, f"is not the one that sealed {closed}", advice)


def _integrity(_now: datetime) -> Check:
    if connection.vendor != "sqlite":
        return Check("integrity", State.GOOD, "is the database server's to keep")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (said,) = cursor.fetchone()
    if said == "ok":
        return Check("integrity", State.GOOD, "the database file is sound")
    return Check("integrity", State.BAD, said, "Stop the server, keep a copy of the folder, and restore a backup.")


def _backup(now: datetime) -> Check:
    last = last_backup()
    if last is None:
        advice = f"Run: {settings.MANAGE} backup PATH, and let cron do so each night."
        return Check("backup", State.WORRY, "none was made", advice)
    says = f"the last one is of {last.made_at:%Y-%m-%d %H:%M %z}, in {last.path}"
    if now - last.made_at > BACKUP_AGE:
        return Check("backup", State.WORRY, says, "It is more than a week old. Look at what should make them.")
    return Check("backup", State.GOOD, says)


def _nothing_left(name: str, left: int, says: str, command: str, good: str) -> Check:
    """Good where nothing is left undone, else a worry that names the command for it."""
    if left:
        return Check(name, State.WORRY, f"{left} {says}", f"Run: {settings.MANAGE} {command}")
    return Check(name, State.GOOD, good)


def _imports(now: datetime) -> Check:
    says, good = "were begun and nobody works on them", "none is left unfinished"
    return _nothing_left("imports", abandoned(now).count(), says, "resume_imports", good)


def _pictures(now: datetime) -> Check:
    says, good = "have waited for more than a day to be looked through", "none waits for longer than a day"
    return _nothing_left("pictures", overdue(now).count(), says, "resume_imports, which deletes them", good)


def _judgements(_now: datetime) -> Check:
    left = sum(aged_messages(owner).count() for owner in User.objects.all())
    return _nothing_left("verdicts", left, "are of an older rulebook", "rejudge", "all are of this rulebook")


_OF_THE_LEDGERS: tuple[Callable[[datetime], Check], ...] = (
    _keeping_files,
    seal_key,
    _integrity,
    _backup,
    _imports,
    _pictures,
    _judgements,
)
