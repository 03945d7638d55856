"""Put a backup back."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from debts.backup import BackupProblem, NotEmpty, plain_backup, restore
from debts.dossier.verification import verify
from debts.models import User
from debts.upkeep import State, seal_key


class Command(BaseCommand):
    """Restore a backup."""

    help = (
        "Puts a backup back, also one of an older version or of another kind of database, and verifies the evidence. "
        "A damaged backup is refused whole. It takes an installation without accounts; with --force, what is here is "
        "backed up into the state folder first and then replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether to replace what is here."""
        parser.add_argument("path", type=Path, metavar="PATH", help="a file that backup wrote")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the file with the secret key, if encrypted")
        parser.add_argument("--force", action="store_true", help="replace what is here, after a backup of it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore all or nothing; the exit status is 1 where the evidence does not agree."""
        replace_into = settings.HOME if options["force"] else None
        try:
            with plain_backup(options["path"], options["identity"]) as path:
                done = restore(path, timezone.now(), replace_into=replace_into)
        except NotEmpty:
            raise CommandError(
                "There are accounts here already, so nothing was restored. Restore into a new installation, or say "
                "--force to replace what is here after a backup of it."
            ) from None
        except BackupProblem as problem:
            raise CommandError(f"The backup cannot be used: {problem}") from None
        except (OSError, DatabaseError) as problem:
            raise CommandError(f"Nothing was restored: {problem}") from None
        if done.safety:
            self.stdout.write(f"What was here before is kept in {done.safety}.")
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Restored: {done.accounts} accounts, {done.entries} log entries, {done.files} files.")
        sealed = seal_key(timezone.now())
        if sealed.state is not State.GOOD:
            self.stderr.write(f"The seal-key of this installation {sealed.says}. {sealed.advice}")
        self._verify()

    def _verify(self) -> None:
        """Say of every account whether its evidence agrees."""
        reports = [(owner.username, verify(owner)) for owner in User.objects.order_by("pk")]
        for name, report in reports:
            self.stdout.write(f"{name}: evidence {'does not agree' if report.problems else 'agrees'}, {report.head}")
            for problem in report.problems:
                self.stderr.write(f"  {problem}")
        if any(report.problems for _, report in reports):
            sys.exit(1)
