"""Export a ledger for plain-text accounting or spreadsheets."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from debts.dossier.exports import Format, accounting_lines, write_export
from debts.dossier.whole import whole_file
from debts.management.base import file_troubles, owner_named
from debts.models import User

FORMATS = (Format.BEANCOUNT, Format.HLEDGER, Format.CSV)


class Command(BaseCommand):
    """Write the loans of an account as double entries, or everything as tables."""

    help = (
        "Writes a ledger for beancount or hledger, or everything in it as a ZIP of CSV files. Text goes to standard "
        "output unless --output names a file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the owner, the format and the file."""
        parser.add_argument("user", metavar="NAME", help="the account whose ledger it is")
        parser.add_argument("--format", choices=[form.value for form in FORMATS], default=Format.BEANCOUNT.value)
        parser.add_argument("--output", type=Path, metavar="PATH")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file whole, or not at all."""
        owner, form, path = owner_named(options["user"]), Format(options["format"]), options["output"]
        if path is None:
            self._print(owner, form)
            return
        with file_troubles("written"), whole_file(path) as file:
            write_export(owner, form, file, timezone.now())
        self.stdout.write(f"Written to {path}.")

    def _print(self, owner: User, form: Format) -> None:
        if form is Format.CSV:
            raise CommandError("A ZIP needs a file: say --output PATH.")
        for line in accounting_lines(owner, form, timezone.now()):
            self.stdout.write(line)
