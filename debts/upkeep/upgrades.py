"""Bringing the database up to this version: looked at before, backed up, migrated, looked at after."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from debts.actions.rows import take_stock
from debts.backup import BackupProblem, has_accounts, refuse_newer, write_backup

KEPT = 3
BEFORE = "before-update-"
UPDATING = 0x6A71_0001  # a number of ours among those that the database server locks


@dataclass(eq=False)  # a frozen exception takes no traceback
class NoRoom(Exception):
    """There is less room on the disk than the update needs, in bytes."""

    needed: int
    free: int

    def __str__(self) -> str:
        needed, free = (size // 1024**2 for size in (self.needed, self.free))
        return f"the update needs {needed + 1:,} MB of free space and there are {free:,} MB"


def bring_up_to_date(now: datetime) -> Path | None:
    """Apply the migrations that wait; return the backup that leads back, None where none was needed.

    Nothing is touched where the tables are of a newer version, where the disk has no room or where the backup fails:
    BackupProblem, NoRoom or OSError then say why. A migration that fails leaves its own step undone, and the backup
    leads back to the state before. Of several nodes that start at once one does it, and the others wait for its end.
    """
    with _one_at_a_time():
        return _bring_up_to_date(now)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let the others who ask PostgreSQL for the same number wait; it forgets who had it when their connection ends."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPDATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UPDATING])


def _bring_up_to_date(now: datetime) -> Path | None:
    executor = MigrationExecutor(connection)
    refuse_newer(executor.loader)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return None
    way_back = _back_up(now) if has_accounts() else None
    call_command("migrate", interactive=False, verbosity=0)
    _look_after(way_back)
    take_stock()
    return way_back


def _back_up(now: datetime) -> Path:
    needed, free = 3 * _size(), shutil.disk_usage(settings.HOME).free
    if needed > free:
        raise NoRoom(needed, free)
    path = Path(settings.HOME) / f"{BEFORE}{timezone.localtime(now):%Y%m%d-%H%M%S}.zip"
    write_backup(path, now)
    drop_older(settings.HOME.glob(f"{BEFORE}*.zip"), KEPT)
    drop_halves(settings.HOME, f"{BEFORE}*.zip", now)
    return path


def _size() -> int:
    """The bytes of our own database file; what a server keeps is not on this disk."""
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if connection.vendor == "sqlite" and path.exists() else 0


def _look_after(way_back: Path | None) -> None:
    """Check after the migrations that no reference leads nowhere; SQLite lets them be while tables are rebuilt."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        broken = cursor.fetchall()
    if broken:
        raise BackupProblem(f"{len(broken)} rows point nowhere after the update; the state before is in {way_back}")


def drop_halves(folder: Path, pattern: str, now: datetime) -> None:
    """Delete what backups that were killed midway have left there; one that is still being written is younger."""
    for path in folder.glob(f"{pattern}.part"):
        if path.stat().st_mtime < (now - timedelta(days=1)).timestamp():
            path.unlink(missing_ok=True)


def drop_older(backups: Iterable[Path], kept: int) -> list[Path]:
    """Delete all but the ``kept`` newest, whose names end in the time they were made at; return those deleted."""
    older = sorted(backups, key=lambda path: path.name)[:-kept]
    for path in older:
        path.unlink()
    return older
