"""Write a ledger as a portable archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from debts.dossier.archive import write_archive
from debts.management.base import OwnerCommand, file_troubles, owner_named


class Command(OwnerCommand):
    """Dump an archive."""

    help = "Writes a ledger as a portable archive: a ZIP with all files, or the bare ledger where FILE ends in .json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the owner."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file whole, or not at all."""
        with file_troubles("written"):
            write_archive(owner_named(options["user"]), options["file"], timezone.now())
        self.stdout.write(f"Written to {options['file']}.")
