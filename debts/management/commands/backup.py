"""Back up the whole installation."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from debts.backup import BackupProblem, recipients_of, write_backup, write_sealed
from debts.upkeep import drop_halves, drop_older, note_backup


class Command(BaseCommand):
    """Make a backup."""

    help = (
        "Writes everything (all accounts and their ledgers, all files) as of one moment to one file while the app "
        "runs, and reads it again before it counts. PATH is a file, or a folder where it is named by the time. "
        "With --encrypt-to, or the setting BACKUP_RECIPIENTS, only the holder of a secret key can read it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the place."""
        parser.add_argument("path", type=Path, metavar="PATH", help="the file to write, or a folder for it")
        parser.add_argument(
            "--keep",
            type=_at_least_one,
            metavar="N",
            help="in a folder: delete all but the N newest once this one is made",
        )
        parser.add_argument(
            "--encrypt-to",
            action="append",
            metavar="KEY",
            help="encrypt it (age) for this public key, as backup_key printed it; may be repeated",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file whole, or not at all; the exit status is 1 where a kept file was damaged already."""
        now, path = timezone.now(), options["path"]
        folder = path if path.is_dir() else None
        if options["keep"] and not folder:
            raise CommandError("--keep is for a folder of backups; this PATH is a file.")
        if folder:
            path /= f"jieqing-{timezone.localtime(now):%Y%m%d-%H%M%S}.zip"
        try:
            recipients = recipients_of(options["encrypt_to"] or settings.BACKUP_RECIPIENTS)
            if folder and recipients:
                path = path.with_name(f"{path.name}.age")
            backup = write_sealed(path, now, recipients) if recipients else write_backup(path, now)
        except (OSError, DatabaseError, BackupProblem) as problem:
            raise CommandError(f"No backup was made: {problem}") from None
        counts = f"{backup.accounts} accounts, {backup.entries} log entries, {backup.files} files"
        self.stdout.write(f"Written to {path} and read again: {counts}, {backup.size} bytes.")
        note_backup(path, now)
        if folder:
            drop_halves(folder, "jieqing-*.zip*", now)
        if folder and options["keep"]:
            made = [*folder.glob("jieqing-*.zip"), *folder.glob("jieqing-*.zip.age")]
            self._drop(drop_older(made, options["keep"]))
        for name in backup.damaged:
            lack = "gone, does not open or is not as it was handed in"
            self.stderr.write(f"This file is {lack}, here and so in the backup: {name}")
        if backup.damaged:
            sys.exit(1)

    def _drop(self, dropped: list[Path]) -> None:
        for path in dropped:
            self.stdout.write(f"Deleted the older {path}.")


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
