"""What is done while something goes wrong: an import, an upload, an export, a migration, a backup.

Each can be done again after it broke off, and then ends as if it had not.
"""

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from debts.backup.manifest import check, opened
from debts.dossier.verification import verify
from debts.importing import handing_in
from debts.models import ImportBatch, User
from debts.upkeep import bring_up_to_date
from tools.survive.place import NOW, Place
from tools.survive.state import state_of

OWNER, TOKEN = "changqing", "token"
MESSAGES = 120
OLDER = "0007_forwarders"
PAPER = b"%PDF-1.4 " + b"certificate " * 20_000


@dataclass(frozen=True, slots=True)
class Task:
    """``do`` is the work, ``left`` what must be well whatever happened, ``end`` what is the same however it went."""

    do: Callable[[Place], Any]
    left: Callable[[Place], None]
    end: Callable[[Place], Any]
    base: str = "base"


def import_file(place: Place) -> None:
    """Import a backup of a phone, some messages in a transaction."""
    call_command("import_messages", place.outside / "sms.xml", user=OWNER, chunk=25)


def upload(place: Place) -> None:
    """Hand in a paper and a file of messages as a program does, each under a key; then finish what is left."""
    handing_in.PATIENCE = 3600  # a process beside this one would look in another folder
    for path, content, name in (("files", PAPER, "paper.pdf"), ("batches", _read(place, "sms.xml"), "sms.xml")):
        _post(place, path, content, name)
    ImportBatch.objects.exclude(beat_at=None).update(beat_at=timezone.now() - timedelta(minutes=1))
    call_command("resume_imports")


def _post(place: Place, path: str, content: bytes, name: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415  in the child alone

    token = (place.outside / TOKEN).read_text(encoding="ascii")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"one-{path}"}
    answer = Client(raise_request_exception=False).post(
        f"/api/v1/{path}", {"file": SimpleUploadedFile(name, content)}, headers=headers
    )
    if answer.status_code >= 400:  # noqa: PLR2004  a refusal
        raise SystemExit(f"{answer.status_code}: {answer.content.decode()}")


def export(place: Place) -> None:
    """Write the ledger as an archive and as tables."""
    call_command("dump_archive", place.outside / "ledger.zip", user=OWNER)
    call_command("export_accounting", OWNER, format="csv", output=place.outside / "tables.zip")


def migrate(_place: Place) -> None:
    """Bring an older database up to date as a start of the server does, with a backup before."""
    bring_up_to_date(timezone.now())


def back_up(place: Place) -> None:
    """Make a backup under a name."""
    call_command("backup", place.outside / "backup.zip")


def _read(place: Place, name: str) -> bytes:
    return (place.outside / name).read_bytes()


def evidence_agrees(_place: Place) -> None:
    """Check every file, record and entry of the logs; SQLite looks at its own file."""
    for owner in User.objects.all():
        if problems := verify(owner).problems:
            raise AssertionError(problems)
    _database_is_sound()


def _database_is_sound() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (said,) = cursor.fetchone()
    if said != "ok":
        raise AssertionError(said)


def exports_are_whole(place: Place) -> None:
    """A file under the name that was asked for can be read to its end."""
    for name in ("ledger.zip", "tables.zip"):
        if (place.outside / name).exists():
            with zipfile.ZipFile(place.outside / name) as container:
                if container.testzip():
                    raise AssertionError(name)
    evidence_agrees(place)


def tables_are_sound(place: Place) -> None:
    """An older database is what it was, or further on; a backup that stands there leads back."""
    _database_is_sound()
    backups_are_whole(place.home.glob("before-update-*.zip"))


def backup_is_whole(place: Place) -> None:
    """A backup under its name can be read again."""
    backups_are_whole(place.outside.glob("*.zip"))
    evidence_agrees(place)


def backups_are_whole(paths: Any) -> None:
    """Each has every part as it was written."""
    for path in paths:
        with opened(path) as container:
            check(container)


def rows(place: Place) -> Any:
    """All rows, whatever chance has named them; and the files that were handed in."""
    kept = sorted(path.name for path in (place.home / "files").rglob("*") if path.is_file())
    return {**state_of(place.home / "jieqing.sqlite3"), "files": kept, "waiting": _waiting()}


def _waiting() -> list[str]:
    """The imports that are not finished; a stray file that nothing names is swept up after a day."""
    return list(ImportBatch.objects.exclude(upload="").values_list("source", flat=True))


def exported(place: Place) -> Any:
    """What the archive says, and the names of the tables; and that nothing is left beside them."""
    with (
        zipfile.ZipFile(place.outside / "ledger.zip") as archive,
        zipfile.ZipFile(place.outside / "tables.zip") as tables,
    ):
        ledger = json.loads(archive.read("ledger.json"))
        sizes = sorted((one.filename, one.file_size) for one in tables.infolist())
    return {"ledger": ledger, "tables": sizes, "beside": sorted(path.name for path in place.outside.glob("*.part"))}


def backed_up(place: Place) -> Any:
    """The parts of the backup."""
    with opened(place.outside / "backup.zip") as container:
        manifest = check(container)
    return {"parts": sorted((part.name, part.sha256) for part in manifest.parts), **_beside(place.outside)}


def migrated(place: Place) -> Any:
    """All rows, and that there is a way back."""
    evidence_agrees(place)
    return {**rows(place), "ways back": bool(list(place.home.glob("before-update-*.zip"))), **_beside(place.home)}


def _beside(folder: Path) -> dict[str, Any]:
    return {"beside": sorted(path.name for path in folder.glob("*.part"))}


TASKS: Mapping[str, Task] = {
    "import": Task(import_file, evidence_agrees, rows),
    "upload": Task(upload, evidence_agrees, rows),
    "export": Task(export, exports_are_whole, exported),
    "migration": Task(migrate, tables_are_sound, migrated, base="older"),
    "backup": Task(back_up, backup_is_whole, backed_up),
}


def fill(place: Place) -> None:
    """Make an installation with an account, a small ledger, a paper, a token, and a file to import."""
    import io  # noqa: PLC0415  in the child alone

    from debts.actions import Route, WriteContext, create_token, keep_file  # noqa: PLC0415  the same
    from debts.models import TokenScope  # noqa: PLC0415  the same
    from debts.rulebook import load_rulebook  # noqa: PLC0415  the same

    place.outside.mkdir(parents=True)
    (place.home / "uploads").mkdir(parents=True)
    call_command("migrate", verbosity=0)
    ctx = WriteContext(User.objects.create_user(OWNER), Route.COMMAND, NOW)
    load_rulebook()
    call_command("generate_demo", user=OWNER, messages=60, loans=3, seed=1)
    keep_file(ctx, io.BytesIO(b"%PDF-1.4 the paper"), "paper.pdf")
    (place.outside / TOKEN).write_text(create_token(ctx, TokenScope.WRITE), encoding="ascii")
    import_module("tests.importing.backups").many(place.outside / "sms.xml", MESSAGES)


def grow_older(_place: Place) -> None:
    """Take the tables back to those of an earlier version."""
    call_command("migrate", "debts", OLDER, verbosity=0)
