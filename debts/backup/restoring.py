"""Putting a backup back: checked whole first, then files, then all rows in one transaction or none."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from debts.actions.indexing import index_all_messages
from debts.backup.manifest import FILES, ROWS, BackupProblem, Manifest, check, digest, opened
from debts.backup.tables import heads, kept_tables, last_of_each_app, load_lines, refuse_unknown, tables_at
from debts.backup.writing import write_backup
from debts.models import User
from debts.sealed_files.form import CannotOpen


class NotEmpty(ValueError):
    """There are accounts here already."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where what was here before has been kept."""

    accounts: int
    entries: int
    files: int
    safety: Path | None


def restore(path: Path, now: datetime, *, replace_into: Path | None = None) -> Restored:
    """Put a backup back into an installation without accounts.

    With ``replace_into``, one that has accounts is first backed up to a new file in that folder and then replaced.
    Raises BackupProblem or NotEmpty before anything has changed. Whatever fails later leaves all rows as they were;
    files that were put back by then stay, and nobody points at them.
    """
    with opened(path) as container:
        manifest = check(container)
    refuse_unknown(MigrationLoader(connection), manifest.migrations)
    safety = _make_room(now, replace_into)
    with zipfile.ZipFile(path) as container:
        _put_files(container, manifest)
        _rebuild(container, manifest)
    entries, files = sum(head.entries for head in manifest.heads), sum(1 for _ in manifest.parts_in(FILES))
    return Restored(len(manifest.heads), entries, files, safety)


def _make_room(now: datetime, replace_into: Path | None) -> Path | None:
    """See that nothing is lost: answers with the file that keeps what is here, where anything is."""
    if not has_accounts():
        return None
    if replace_into is None:
        raise NotEmpty
    safety = replace_into / f"before-restore-{timezone.localtime(now):%Y%m%d-%H%M%S-%f}.zip"
    write_backup(safety, now)
    return safety


def has_accounts() -> bool:
    """Whether anybody keeps a ledger here; a database without tables has nobody."""
    return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()


def _put_files(container: zipfile.ZipFile, manifest: Manifest) -> None:
    """Put every file in its place, unless it lies there whole."""
    for part in manifest.parts_in(FILES):
        path = part.name.removeprefix(FILES)
        if _lies_there(path, part.sha256):
            continue
        default_storage.delete(path)
        with container.open(part.name) as file:
            default_storage.save(path, File(file))


def _lies_there(path: str, sha256: str) -> bool:
    if not default_storage.exists(path):
        return False
    try:
        with default_storage.open(path) as file:
            return digest(file)[1] == sha256
    except CannotOpen:  # sealed with a key that is not here; the backup has the bytes
        return False


def _rebuild(container: zipfile.ZipFile, manifest: Manifest) -> None:
    """Have the tables as they were, fill them, and bring them up to this version."""
    with _without_checks_of_rows():
        loader = _tables_as_they_were(manifest)
        every = tables_at(loader, manifest.migrations)
        _empty(every)
        tables = kept_tables(every)
        _load(container, manifest, tables)
        if heads(tables) != manifest.heads:
            raise BackupProblem("Its evidence logs do not end as it says. Nothing was restored; take another one.")
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        index_all_messages()  # a backup holds no index


def _tables_as_they_were(manifest: Manifest) -> MigrationLoader:
    """Make the tables of the backup's version, unless just these are here: making them takes most of a restore."""
    executor = MigrationExecutor(connection)
    if set(executor.loader.applied_migrations or {}) != set(manifest.migrations):
        _drop_tables()
        executor = MigrationExecutor(connection)
        executor.migrate(last_of_each_app(executor.loader, manifest.migrations))
    return executor.loader


@contextmanager
def _without_checks_of_rows() -> Iterator[None]:
    """One transaction in which rows may point at rows that come later, and tables may change."""
    is_off = connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    finally:
        if is_off:
            connection.enable_constraint_checking()


def _drop_tables() -> None:
    """Remove all tables of the app. The file of SQLite is ours alone; a database of PostgreSQL may hold others."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # A virtual table takes the tables that it is made of with it, so these come first.
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY sql LIKE 'CREATE V%' DESC")
            names, manner = [name for (name,) in cursor.fetchall() if not name.startswith("sqlite_")], ""
        else:
            names, manner = _own_tables(), " CASCADE"
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}{manner}")


def _own_tables() -> list[str]:
    loader = MigrationLoader(connection)
    known = [node for node in loader.applied_migrations or {} if node in loader.graph.nodes]
    models = tables_at(loader, known).values() if known else ()
    present = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*present, "django_migrations", *(model._meta.db_table for model in models)})


def _empty(tables: dict[str, Any]) -> None:
    """Take out what migrations have put in: it is in the backup as well, or was taken out.

    PostgreSQL empties a table only together with all that point at it, those that no backup holds among them.
    """
    names = [model._meta.db_table for model in tables.values()]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), names))


def _load(container: zipfile.ZipFile, manifest: Manifest, tables: dict[str, Any]) -> None:
    _check_references("DEFERRED")  # migrations have made it check some at once
    for part in manifest.parts_in(ROWS):
        label = part.name.removeprefix(ROWS).removesuffix(".jsonl")
        if label not in tables:
            raise BackupProblem(f"It has rows of a table that its version did not have: {label}.")
        with container.open(part.name) as lines:
            load_lines(tables[label], lines)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
            cursor.execute(statement)
    _check_references("IMMEDIATE")  # those that wait for the end forbid to change the tables before it


def _check_references(when: str) -> None:
    """Tell PostgreSQL when to check that rows point at others; SQLite is asked at the end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")
