"""What a backup holds, and whether it still does.

A backup is a ZIP: ``manifest.json``, a part ``rows/APP.MODEL.jsonl`` for each table and a part ``files/PATH`` for each
file that was handed in. The manifest names every part with its size and SHA-256, and the migrations that the tables
had seen, so that a later version can build the same tables, fill them and bring them up to date. Nothing in it depends
on the kind of the database.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from pydantic import TypeAdapter, ValidationError

FORMAT = "jieqing-backup"
VERSION = 1
MANIFEST = "manifest.json"
ROWS, FILES = "rows/", "files/"
MAX_MANIFEST = 1024**3
_CHUNK = 1024 * 1024
# What the ZIP reader raises for bytes that are not as they were written, whichever they are.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class BackupProblem(ValueError):
    """A backup cannot be made or used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the backup: its name, size in bytes and SHA-256 in hexadecimal figures."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """How long an account's evidence log was, and the hash of its last entry."""

    user: str
    entries: int
    last: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts, the migrations that had been applied, and where the evidence logs ended.

    ``damaged`` names files that were gone or changed already when the backup was made.
    """

    created_at: datetime
    engine: str
    migrations: tuple[tuple[str, str], ...]
    heads: tuple[Head, ...]
    parts: tuple[Part, ...]
    damaged: tuple[str, ...] = ()

    def parts_in(self, folder: str) -> Iterator[Part]:
        """The parts whose names begin with ``folder``."""
        return (part for part in self.parts if part.name.startswith(folder))


_fields = TypeAdapter(Manifest)


def write_manifest(manifest: Manifest) -> str:
    """The manifest as the text of a file."""
    values = {**asdict(manifest), "created_at": manifest.created_at.isoformat(timespec="seconds")}
    return json.dumps({"format": FORMAT, "version": VERSION, **values}, ensure_ascii=False, indent=1) + "\n"


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The ZIP of a backup; every way in which its bytes can be broken becomes a BackupProblem."""
    try:
        with zipfile.ZipFile(path) as container:
            yield container
    except BackupProblem:
        raise
    except _DAMAGE as problem:
        raise BackupProblem(f"It is damaged or no backup of this app ({problem}). Take another one.") from problem


def read_manifest(container: zipfile.ZipFile) -> Manifest:
    """The manifest of a backup; raises BackupProblem where there is none that this version understands."""
    try:
        with container.open(MANIFEST) as file:
            values: Any = json.loads(file.read(MAX_MANIFEST))
        if values.pop("format") != FORMAT:
            raise BackupProblem("It is no backup of this app.")
        if values.pop("version") != VERSION:
            raise BackupProblem("It is of a newer kind. Update the app first, then restore.")
        return _fields.validate_python(values)
    except (KeyError, ValidationError, AttributeError, TypeError, RecursionError) as problem:
        raise BackupProblem("It is no backup of this app, or its list of parts is damaged.") from problem


def check(container: zipfile.ZipFile) -> Manifest:
    """Read every part and compare it with the manifest; the first difference refuses the whole backup."""
    manifest = read_manifest(container)
    named, present = sorted(part.name for part in manifest.parts), sorted(container.namelist())
    if sorted([*named, MANIFEST]) != present:
        raise BackupProblem("It is damaged: its parts are not those that it lists. Take another one.")
    for part in manifest.parts:
        with container.open(part.name) as file:
            if digest(file) != (part.size, part.sha256):
                raise BackupProblem(f"It is damaged: {part.name} is not as it was written. Take another one.")
    return manifest


def digest(file: IO[bytes]) -> tuple[int, str]:
    """The size of a stream in bytes and its SHA-256; it is read to its end."""
    hashed, size = hashlib.sha256(), 0
    while piece := file.read(_CHUNK):
        hashed.update(piece)
        size += len(piece)
    return size, hashed.hexdigest()
