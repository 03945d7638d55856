"""What the installation remembers of its own upkeep: one small file in the state folder."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from debts.dossier.whole import whole_file

NAME = "last-backup.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that was written and read again: when, and the file it went to."""

    made_at: datetime
    path: str


def note_backup(path: Path, now: datetime) -> None:
    """Remember that a backup was made; the backup itself does not need this file."""
    with whole_file(settings.HOME / NAME) as file:
        file.write(json.dumps({"made_at": now.isoformat(), "path": str(path.absolute())}).encode())


def last_backup() -> LastBackup | None:
    """The newest backup that is remembered; None where there was none, or the note cannot be read."""
    try:
        note = json.loads((settings.HOME / NAME).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(note["made_at"]), note["path"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
