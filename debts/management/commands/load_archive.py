"""Load a portable archive into a ledger."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from debts.actions import ArchiveConflict, Route, load_archive
from debts.intake.archive import ArchiveProblem, parse_archive
from debts.management.base import OwnerCommand, writing


class Command(OwnerCommand):
    """Load an archive."""

    help = (
        "Loads a portable archive (a ZIP, or the bare ledger.json). What the ledger has already is left alone; "
        "where the same id stands for something else, nothing is loaded and the ids are named."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the owner."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load the file, or name everything that is wrong with it."""
        try:
            archive = parse_archive(options["file"])
            new = load_archive(writing(options, Route.ARCHIVE), archive)
        except ArchiveProblem as problem:
            raise CommandError(f"The archive cannot be used:\n{problem}") from None
        except ArchiveConflict as conflict:
            raise CommandError(f"Nothing was loaded: these ids stand for other facts here: {conflict}.") from None
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem}") from None
        for warning in archive.warnings:
            self.stderr.write(f"left aside: {warning}")
        self.stdout.write(f"{new} facts loaded.")
