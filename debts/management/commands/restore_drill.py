"""Prove that a backup can be put back."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from debts.upkeep import last_backup


class Command(BaseCommand):
    """Put a backup back somewhere else."""

    help = (
        "Restores the last backup, or the one named, into a folder that is thrown away afterwards, and verifies the "
        "evidence there. Fails where the backup does not lead back. The installation itself is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the backup."""
        parser.add_argument(
            "path", nargs="?", type=Path, metavar="PATH", help="a file that backup wrote; the last one if left out"
        )
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the file with the secret key, if encrypted")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the restore as a program of its own, whose settings name the other folder."""
        path, identity = options["path"] or _last(), options["identity"]
        key = [f"--identity={identity.absolute()}"] if identity else []
        with tempfile.TemporaryDirectory(prefix="jieqing-drill-", dir=os.environ.get("TMPDIR")) as home:
            done = subprocess.run(  # noqa: S603  the command is our own
                [sys.executable, "-m", "django", "restore", str(path.absolute()), *key],
                cwd=settings.BASE_DIR,
                env=_environment(home),
                capture_output=True,
                text=True,
                check=False,
            )
        self.stdout.write(done.stdout.rstrip())
        if done.returncode:
            raise CommandError(f"{path} does not lead back: {done.stderr.strip()}")
        self.stdout.write(f"{path} leads back.")


def _last() -> Path:
    last = last_backup()
    if last is None:
        raise CommandError(f"No backup was made yet. Make one with: {settings.MANAGE} backup PATH")
    return Path(last.path)


def _environment(home: str) -> dict[str, str]:
    """This program's own, but for the state folder, with SQLite and the files in it: the drill writes both."""
    ours = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "FILES_URL")}
    return {**ours, "JIEQING_HOME": home, "DJANGO_SETTINGS_MODULE": "ledger.settings"}
