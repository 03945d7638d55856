"""A ledger that is filled once a process: whoever asks for it again gets a copy, for filling takes seconds."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from debts.models import User
from tests.conftest import NOW
from tools.gallery import Gallery
from tools.gallery_family import fill_family

FOLDERS = ("MEDIA_ROOT", "UPLOADS")


def fill_gallery() -> None:
    """The gallery and its household; who owns it belongs to the staff."""
    owner = User.objects.create_user("zhangsan", password="jie-qing-le-2025", is_staff=True)
    Gallery(owner, NOW).fill()
    fill_family(owner, NOW)


class Kept:
    """The database and the files as ``fill`` leaves them; the files are kept under ``folder``.

    Only SQLite's database is copied in a moment: any other is filled each time.
    """

    def __init__(self, fill: Callable[[], None], folder: Path) -> None:
        self._fill, self._folder = fill, folder
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._is_kept = False

    def give(self) -> None:
        """Fill the database and the files of this test, which must be empty and outside of any transaction."""
        connection.ensure_connection()
        if self._is_kept:
            self._copy_back()
            return
        self._fill()
        if connection.vendor == "sqlite":
            self._keep()

    def close(self) -> None:
        self._database.close()

    def _keep(self) -> None:
        connection.connection.backup(self._database)
        for name in FOLDERS:
            shutil.copytree(getattr(settings, name), self._folder / name)
        self._is_kept = True

    def _copy_back(self) -> None:
        self._database.backup(connection.connection)
        for name in FOLDERS:
            shutil.copytree(self._folder / name, getattr(settings, name), dirs_exist_ok=True)
        ContentType.objects.clear_cache()
