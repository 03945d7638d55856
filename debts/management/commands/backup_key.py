"""Make a key for encrypted backups."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from debts.backup import make_key


class Command(BaseCommand):
    """Make a key."""

    help = (
        "Writes a new secret key to FILE and prints the public key that belongs to it, for `backup --encrypt-to`. Keep "
        "the file on another machine, and a copy of it: without it no encrypted backup can be read again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the place."""
        parser.add_argument("file", type=Path, metavar="FILE", help="the file for the secret key; it must not exist")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it, or say why not."""
        try:
            public = make_key(options["file"], timezone.now())
        except FileExistsError:
            raise CommandError(f"{options['file']} is there already, and a key must not be written over.") from None
        except OSError as problem:
            raise CommandError(f"No key was made: {problem}") from None
        self.stdout.write(public)
