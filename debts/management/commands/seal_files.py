"""Seal the files that were handed in, with a new key or the one that is there; or lay them plain again."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from debts.models import Attachment
from debts.sealed_files.form import CannotOpen
from debts.sealed_files.keys import add_key
from debts.sealed_files.storage import SealedStorage


class Command(BaseCommand):
    """Seal all files, or open them."""

    help = (
        "Seals every kept file with the first key of FILES_KEY_FILE, those that lie plain or under an older key. With "
        "--new-key a key is made first, and the file for it where there is none; with --plain all are laid plain. It "
        "may be broken off and run again, and pages can be used meanwhile. Keep a copy of the keys apart from the "
        "backups: a sealed file without its key is lost."
    )
    requires_system_checks = ()  # one of them asks for the keys, which are made here

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done."""
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--new-key", action="store_true", help="make a new key and seal with it")
        way.add_argument("--plain", action="store_true", help="lay all files plain, so that the keys can go")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say how many files are sealed otherwise than before."""
        keys, storage = _keys(), _storage()
        if options["new_key"]:
            _make_key(keys)
        changed, lost = 0, 0
        for path in _paths():
            try:
                changed += storage.reseal(path, plain=options["plain"])
            except (CannotOpen, FileNotFoundError) as problem:
                lost += 1
                self.stderr.write(f"{path}: {problem}")
        self.stdout.write(f"{changed} files were {'laid plain' if options['plain'] else 'sealed'}.")
        if lost:
            raise CommandError(f"{lost} files could not be opened and stay as they are; see above.")


def _paths() -> Iterator[str]:
    """Where each kept file lies; none in a new installation, which may get its key before its tables."""
    if Attachment._meta.db_table in connection.introspection.table_names():
        yield from Attachment.objects.order_by("path").values_list("path", flat=True).distinct().iterator()


def _keys() -> Path:
    """The file of the keys, as the settings have it."""
    if settings.FILES_KEY_FILE is None:
        raise CommandError("Name a file for the keys in FILES_KEY_FILE, outside of the state folder and its backups.")
    return Path(settings.FILES_KEY_FILE)


def _storage() -> SealedStorage:
    """The storage of the files, as the settings have it."""
    found = storages["default"]
    if not isinstance(found, SealedStorage):
        raise CommandError("The files lie in a storage that is not sealed here.")
    return found


def _make_key(path: Path) -> None:
    try:
        add_key(path)
    except OSError as problem:
        raise CommandError(f"No key was made: {problem}") from None
