"""Making a backup while the app runs: all rows as of one moment, then the files that they name."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from debts.backup.manifest import FILES, MANIFEST, ROWS, Manifest, Part, check, opened, write_manifest
from debts.backup.tables import applied_migrations, heads, kept_tables, lines_of, snapshot, tables_at
from debts.dossier.whole import whole_file
from debts.sealed_files.form import CannotOpen


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: accounts, entries of their evidence logs, files, bytes; and files that were not whole here."""

    accounts: int
    entries: int
    files: int
    size: int
    damaged: tuple[str, ...]


def write_backup(path: Path, now: datetime) -> Backup:
    """Write a backup of everything to ``path``, read it once more, and only then let it stand there.

    Files are never changed once they are kept, so those that the rows name are copied after the rows.
    """
    with whole_file(path) as file:
        os.fchmod(file.fileno(), 0o600)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
            manifest = _write_parts(container, now)
            container.writestr(MANIFEST, write_manifest(manifest))
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
        with opened(Path(file.name)) as written:
            check(written)
    entries = sum(head.entries for head in manifest.heads)
    files = sum(1 for _ in manifest.parts_in(FILES))
    return Backup(len(manifest.heads), entries, files, size, manifest.damaged)


def _write_parts(container: zipfile.ZipFile, now: datetime) -> Manifest:
    with snapshot(connection):
        loader = MigrationLoader(connection)
        migrations = applied_migrations(loader)
        tables = kept_tables(tables_at(loader, migrations))
        parts = [_write(container, f"{ROWS}{label}.jsonl", lines_of(model)) for label, model in tables.items()]
        ends = heads(tables)
        files = _files(tables)
    damaged = []
    for kept, sha256 in sorted(files.items()):
        part = _write_file(container, kept)
        parts += [part] if part else []
        if not part or part.sha256 != sha256:
            damaged.append(kept)
    return Manifest(now, connection.vendor, tuple(migrations), ends, tuple(parts), tuple(damaged))


def _files(tables: dict[str, Any]) -> dict[str, str]:
    """The path of each file that was handed in, with the SHA-256 that it was kept under."""
    attachments = tables.get("debts.attachment")
    return dict(attachments._default_manager.values_list("path", "sha256")) if attachments else {}


def _write_file(container: zipfile.ZipFile, path: str) -> Part | None:
    """Copy a file; None where it is gone, or sealed so that its first piece does not open."""
    if not default_storage.exists(path):
        return None
    try:
        with default_storage.open(path) as file:
            pieces = file.chunks()
            first = next(pieces, b"")
            return _write(container, FILES + path, chain([first], _until_broken(pieces)), zipfile.ZIP_STORED)
    except CannotOpen:  # only before the part was begun
        return None


def _until_broken(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces up to one that was changed: what is left has another hash, and so is named as damaged."""
    with suppress(CannotOpen):
        yield from pieces


def _write(
    container: zipfile.ZipFile, name: str, pieces: Iterable[bytes] | Iterator[bytes], method: int = zipfile.ZIP_DEFLATED
) -> Part:
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo(name)
    entry.compress_type = method
    with container.open(entry, "w", force_zip64=True) as part:
        for piece in pieces:
            digest.update(piece)
            size += part.write(piece)
    return Part(name, size, digest.hexdigest())
