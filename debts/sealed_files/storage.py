"""The storage of the files with sealing around it, whatever it is: a folder, or a store somewhere else.

Without keys it hands everything on as it is. With keys it seals what is saved and opens what it sealed; what lay there
before stays readable, and ``reseal`` seals that too.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.core.files.storage.handler import StorageHandler

from debts.sealed_files.form import CannotOpen, Header, Opened, header_of, mark_of, sealed
from debts.sealed_files.keys import read_keys

_BESIDE = ".sealing"


class SealedStorage(Storage):
    """A storage ``around`` which files are sealed: its alias's entry in STORAGES, with BACKEND and OPTIONS.

    The keys are those of the settings: the first one seals, all of them open.
    """

    def __init__(self, around: dict[str, Any]) -> None:
        backends: dict[str, Any] = {"around": around}
        self.around: Storage = StorageHandler(backends)["around"]

    @property
    def keys(self) -> Sequence[bytes]:
        """The keys as they are now."""
        return read_keys(settings.FILES_KEY_FILE)

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        file: Any = self.around.open(name, mode)  # a File reads as a file does
        try:
            if self._sealed_header(name, file) is None:
                file.seek(0)
                return file  # type: ignore[no-any-return]  # as it came
            return File(io.BufferedReader(Opened(file, self.keys)), name)
        except CannotOpen:
            file.close()
            raise

    def _sealed_header(self, name: str, file: Any) -> Header | None:
        """By which key a file is sealed; None where it lies plain, though it may begin as a sealed one does.

        Anybody can hand in a file that begins so. It lies under the hash of what was handed in, which a sealed file
        never does.
        """
        header = header_of(file)
        if header is None or header.mark in map(mark_of, self.keys):
            return header
        file.seek(0)
        return None if hashlib.file_digest(file, "sha256").hexdigest() == PurePosixPath(name).name else header

    def _save(self, name: str, content: "File[Any]") -> str:
        keys = self.keys
        if not keys:
            return self.around.save(name, content)
        with tempfile.TemporaryFile() as aside:
            _write_sealed(content, keys[0], aside)
            return self.around.save(name, File(aside))

    def seal_of(self, name: str) -> Header | None:
        """By which key a file is sealed; None where it lies plain."""
        with self.around.open(name) as file:
            return self._sealed_header(name, file)

    def reseal(self, name: str, *, plain: bool = False) -> bool:
        """Seal a file with the first key, or lay it ``plain``; False where it lies so already.

        A run that is killed loses nothing: in a folder one file takes the place of the other in one step, elsewhere a
        copy lies beside until the new one is whole, and the next run finds it.
        """
        self._recover(name)
        wanted = None if plain else mark_of(self.keys[0])
        found = self.seal_of(name)
        if (found.mark if found else None) == wanted:
            return False
        with tempfile.TemporaryFile() as aside, self.open(name) as file:
            if plain:
                aside.writelines(file.chunks())
            else:
                _write_sealed(file, self.keys[0], aside)
            self._replace(name, aside)
        return True

    def _replace(self, name: str, aside: BinaryIO) -> None:
        aside.seek(0)
        try:
            place = Path(self.around.path(name))
        except NotImplementedError:
            self._replace_elsewhere(name, aside)
            return
        beside = place.with_name(place.name + _BESIDE)
        with beside.open("wb") as file:
            file.writelines(iter(lambda: aside.read(1 << 20), b""))
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(place.stat().st_mode)
        beside.replace(place)

    def _replace_elsewhere(self, name: str, aside: BinaryIO) -> None:
        copy = name + _BESIDE
        self.around.delete(copy)
        self.around.save(copy, File(aside))
        self.around.delete(name)
        self._recover(name)

    def _recover(self, name: str) -> None:
        """Finish what was broken off: the copy beside is whole once the file itself is gone."""
        copy = name + _BESIDE
        if not self.around.exists(name) and self.around.exists(copy):
            with self.around.open(copy) as file:
                self.around.save(name, file)
        self.around.delete(copy)

    def delete(self, name: str) -> None:
        """Delete a file."""
        self.around.delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is one."""
        return self.around.exists(name)

    def size(self, name: str) -> int:
        """How many plain bytes there are."""
        with self.open(name) as file:
            return int(file.seek(0, io.SEEK_END))

    def path(self, name: str) -> str:
        """Where the file lies as it is kept, sealed or not; raises NotImplementedError where there is no folder."""
        return self.around.path(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """What lies in a folder."""
        return self.around.listdir(path)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name as the storage within gives it when it saves."""
        del max_length
        return name


def _write_sealed(plain: "File[Any]", key: bytes, aside: BinaryIO) -> None:
    plain.seek(0)
    aside.writelines(sealed(plain, key))  # type: ignore[arg-type]  # a File reads as a file does
    aside.seek(0)
