"""The tables as the database has them, whatever the code is at: a state of all migrations that have been applied."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from debts.backup.manifest import BackupProblem, Head

Node = tuple[str, str]
BATCH = 500
# Nothing to keep: who is signed in and who was lately, what is counted for minutes, and pictures that wait for a day to
# be looked through.
LEFT_OUT = frozenset({"sessions.session", "debts.signin", "debts.sharedcount", "debts.pictureinhand"})


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """One unmoving view of the whole database, which holds up no writer."""
    connection.ensure_connection()  # connecting sets the mode, so it has to come first
    is_sqlite = connection.vendor == "sqlite"
    mode = getattr(connection, "transaction_mode", None)
    if is_sqlite:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # the others would wait for our end
    try:
        with transaction.atomic(using=connection.alias):
            if not is_sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if is_sqlite:
            connection.transaction_mode = mode  # type: ignore[attr-defined]  # as it was


def applied_migrations(loader: MigrationLoader) -> list[Node]:
    """The migrations that the database has seen; raises BackupProblem where this version does not know one of them."""
    applied = sorted(loader.applied_migrations or {})
    if not applied:
        hint = f"Start the app once, or run: {settings.MANAGE} migrate"
        raise BackupProblem(f"There is nothing here to back up yet. {hint}")
    refuse_unknown(loader, applied)
    return applied


def refuse_newer(loader: MigrationLoader) -> None:
    """Raise BackupProblem where the database has seen a migration of ours that this version does not know."""
    refuse_unknown(loader, sorted(node for node in loader.applied_migrations or {} if node[0] == "debts"))


def refuse_unknown(loader: MigrationLoader, nodes: Iterable[Node]) -> None:
    """Raise BackupProblem where a migration is one that this version does not have."""
    unknown = [".".join(node) for node in nodes if node not in loader.graph.nodes]
    if unknown:
        names = ", ".join(unknown)
        raise BackupProblem(f"The tables are those of a newer version of the app ({names}). Update the app first.")


def last_of_each_app(loader: MigrationLoader, nodes: Sequence[Node]) -> list[Node]:
    """The migrations of ``nodes`` after which no other of the same app comes."""
    parents = {
        parent.key for node in nodes for parent in loader.graph.node_map[node].parents if parent.key[0] == node[0]
    }
    return [node for node in nodes if node not in parents]


def tables_at(loader: MigrationLoader, nodes: Sequence[Node]) -> dict[str, Any]:
    """The model of each table after ``nodes``, under its label such as ``debts.loan``."""
    apps: Apps = loader.project_state(last_of_each_app(loader, nodes)).apps
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return {model._meta.label_lower: model for model in found if not model._meta.proxy}


def kept_tables(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables whose rows belong into a backup, in the order of their names."""
    return {label: tables[label] for label in sorted(tables) if label not in LEFT_OUT}


def heads(tables: dict[str, Any]) -> tuple[Head, ...]:
    """Where the evidence log of each account ends."""
    users, entries = tables.get("debts.user"), tables.get("debts.evidenceentry")
    if users is None or entries is None:
        return ()
    return tuple(_head(user, entries) for user in users._default_manager.order_by("username"))


def _head(user: Any, entries: Any) -> Head:
    log = entries._default_manager.filter(owner_id=user.pk)
    last = log.order_by("-sequence").values_list("entry_hash", flat=True).first()
    return Head(user.username, log.count(), last or "")


def lines_of(model: Any) -> Iterator[bytes]:
    """The rows of a table as lines of JSON; the first names the columns."""
    columns = [field.attname for field in _columns(model)]
    yield _line(columns)
    rows = model._default_manager.order_by("pk").values_list(*columns)
    yield from map(_line, rows.iterator(chunk_size=BATCH))


def load_lines(model: Any, lines: Iterable[bytes]) -> None:
    """Write the rows that ``lines_of`` gave into an empty table, with their numbers."""
    rows = map(json.loads, lines)
    fields = {field.attname: field for field in _columns(model)}
    for field in fields.values():
        # These would put the time of the restore in place of the time that was kept.
        field.auto_now = field.auto_now_add = False
    columns = [fields[name] for name in next(rows)]
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create([_record(model, columns, row) for row in batch], batch_size=BATCH)


def _record(model: Any, columns: Sequence[Any], row: Sequence[Any]) -> Any:
    values = zip(columns, row, strict=True)
    return model(**{field.attname: _value(field, value) for field, value in values})


def _value(field: Any, plain: Any) -> Any:
    if plain is None and isinstance(field, models.JSONField) and not field.null:
        return models.Value(None, models.JSONField())  # the word null, where the column must hold something
    return field.to_python(plain)


def _columns(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _line(values: Sequence[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: Any) -> str:
    """A value that JSON has no form for, to the last digit; the field's ``to_python`` reads it again."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
