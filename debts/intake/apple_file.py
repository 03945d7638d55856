"""Puts the message database of an iPhone where SQLite can open it: a copy of its own, with the log beside it."""

import shutil
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from debts.intake.apple import read_apple
from debts.intake.drafts import Item


def read_apple_file(stream: IO[bytes], log: IO[bytes] | None, *, zone: tzinfo) -> Iterator[Item]:
    """Read a database that comes as a stream; ``log`` is its ``-wal``, in which the newest messages may lie."""
    with TemporaryDirectory(prefix="jieqing-") as folder:
        path = Path(folder) / "messages.db"
        for part, suffix in ((stream, ""), (log, "-wal")):
            if part is not None:
                with part, path.with_name(path.name + suffix).open("wb") as copy:
                    shutil.copyfileobj(part, copy, 1 << 20)
        yield from read_apple(path, zone)
