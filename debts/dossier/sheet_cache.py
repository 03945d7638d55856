"""Sheets that were made of pictures before, by the SHA-256 of the picture: one form of an export follows another.

They are kept in memory only and never on the disk, so nothing outlives a picture that its owner deletes by more than
the process. The same bytes give the same sheets, whoever owns them, so one owner learns nothing of another.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

ROOM = 16 << 20
About = TypeVar("About")


@dataclass(slots=True)
class SheetCache(Generic[About]):
    """What was told of pictures, with the bytes of their sheets; beyond ``room`` bytes the least used are forgotten."""

    room: int = ROOM
    _kept: OrderedDict[str, tuple[About, tuple[bytes, ...]]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _size: int = 0

    def recall(self, key: str) -> tuple[About, tuple[bytes, ...]] | None:
        """What was kept under the key, None where that is nothing or was forgotten."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: str, about: About, sheets: tuple[bytes, ...]) -> None:
        """Keep it unless it takes more than a quarter of the room."""
        size = sum(map(len, sheets))
        with self._lock:
            if key in self._kept or size > self.room // 4:
                return
            self._kept[key] = (about, sheets)
            self._size += size
            while self._size > self.room:
                _, (_, forgotten) = self._kept.popitem(last=False)
                self._size -= sum(map(len, forgotten))

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0
