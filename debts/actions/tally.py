"""What an import takes chunk by chunk, and what became of the items so far: plain values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from debts.models import ImportBatch
from debts.reconciler.types import IncomingMessage

MOST_PLACES = 200  # of unreadable items that a report names one by one
COUNTS = ("read", "new", "duplicates", "skipped", "unreadable")


@dataclass(frozen=True, slots=True)
class Trouble:
    """An item that cannot be read: ``kind`` and ``number`` of its place, the file within a container, and why."""

    kind: str
    number: int
    file: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that came with a message; a picture off which the message was read, with the words that were read."""

    name: str
    content: bytes
    read: str = ""


@dataclass(slots=True)
class Chunk:
    """Some items of a file in their order; ``share`` is how much of the file is read with them, where that is known.

    The ids of the messages are their source's own. ``files`` came with the message at that place of the list.
    """

    messages: list[IncomingMessage] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)
    share: float | None = None
    files: dict[int, tuple[NewFile, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.messages) + self.skipped.total() + len(self.troubles)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the items so far. ``report`` holds the reasons, as plain values."""

    read: int = 0
    new: int = 0
    duplicates: int = 0
    skipped: int = 0
    unreadable: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: ImportBatch) -> "Tally":
        """As the batch remembers it."""
        return cls(**{name: getattr(batch, name) for name in COUNTS}, report=batch.report)

    def again(self) -> "Tally":
        """What becomes of the same items when they are read once more and all of them were kept."""
        return replace(self, new=0, duplicates=self.duplicates + self.new)

    def with_chunk(self, chunk: Chunk, new: int, deleted: int) -> "Tally":
        """After one more chunk, of which so many messages were new, and so many had been deleted before."""
        return Tally(
            self.read + len(chunk),
            self.new + new,
            self.duplicates + len(chunk.messages) - new,
            self.skipped + chunk.skipped.total(),
            self.unreadable + len(chunk.troubles),
            _reported(self.report, chunk, deleted),
        )

    def fields(self) -> dict[str, Any]:
        """By the names of the batch's fields."""
        return {**{name: getattr(self, name) for name in COUNTS}, "report": dict(self.report)}


def _reported(report: Mapping[str, Any], chunk: Chunk, deleted: int) -> dict[str, Any]:
    places = report.get("places", [])
    named = chunk.troubles[: MOST_PLACES - len(places)]
    return {
        "skipped": dict(Counter(report.get("skipped", {})) + chunk.skipped),
        "unreadable": dict(Counter(report.get("unreadable", {})) + Counter(one.code for one in chunk.troubles)),
        "places": [*places, *([one.kind, one.number, one.file, one.code, one.detail] for one in named)],
        "deleted": report.get("deleted", 0) + deleted,
        "share": chunk.share,
    }
