"""A state folder of its own for each round, and children of this process that work in it.

The parent asks the database for nothing, so that each child opens a connection of its own.
"""

import io
import json
import logging
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

NOW = datetime(2025, 11, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Work = Callable[["Place"], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A state folder, and beside it what a task reads and writes."""

    folder: Path

    @property
    def home(self) -> Path:
        """The state folder."""
        return self.folder / "home"

    @property
    def outside(self) -> Path:
        """The folder for what comes in and goes out: files to import, exports, backups."""
        return self.folder / "outside"

    def copied_to(self, folder: Path) -> "Place":
        """The same, elsewhere."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Place(folder)

    def removed(self) -> None:
        """Throw it away."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: the status of the process, what the work gave, and what it said on its way."""

    status: int
    given: Any
    said: str

    @property
    def was_killed(self) -> bool:
        """Whether it was killed before its end."""
        return os.WIFSIGNALED(self.status)

    @property
    def is_well(self) -> bool:
        """Whether it came to its end."""
        return self.status == 0


@dataclass(slots=True)
class Limits:
    """What a child has to do with. ``die_at`` is the number of the call before which it kills itself."""

    die_at: int = 0
    counting: bool = False
    memory: int = 0  # bytes of addresses beyond those that the program has already
    patience: float = 20.0  # seconds that SQLite waits for a lock
    clock: datetime = NOW
    ticking: bool = False


class Calls:
    """Counts the calls of functions; kills the process before a certain one."""

    def __init__(self, die_at: int) -> None:
        self.count = 0
        self._die_at = die_at

    def __call__(self, _frame: Any, event: str, _argument: Any) -> None:
        """Count one, as ``sys.setprofile`` asks."""
        if event in {"call", "c_call"}:
            self.count += 1
            if self.count == self._die_at:
                os.kill(os.getpid(), signal.SIGKILL)


def begun(place: Place, work: Work, limits: Limits) -> tuple[int, IO[str]]:
    """Start a child on the work; answers with its number and the file in which it leaves its report.

    That file has no name and lies elsewhere, for the child's own disk may be full.
    """
    report = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed when its report was read
    child = os.fork()
    if child == 0:
        _be_child(place, work, limits, report)
    return child, report


def waited(child: int, report: IO[str]) -> Ended:
    """Wait for its end."""
    status = os.waitpid(child, 0)[1]
    with report:
        report.seek(0)
        text = report.read()
    told = json.loads(text) if text.endswith("}") else {}
    return Ended(status, told.get("given"), told.get("said", ""))


def run(place: Place, work: Work, limits: Limits | None = None) -> Ended:
    """Let a child do the work to its end, whichever that is."""
    return waited(*begun(place, work, limits or Limits()))


def _be_child(place: Place, work: Work, limits: Limits, report: IO[str]) -> None:
    """Do the work and leave. What it raised is told as ``ledger.commands`` tells it."""
    said, given, status = io.StringIO(), None, 1
    logging.disable()
    try:
        with redirect_stdout(said), redirect_stderr(said), override_settings(**_settings(place)):
            connection.settings_dict["NAME"] = str(place.home / "jieqing.sqlite3")
            connection.settings_dict["OPTIONS"]["timeout"] = limits.patience
            with time_machine.travel(limits.clock, tick=limits.ticking):
                given = _limited(place, work, limits)
        status = 0
    except SystemExit as left:
        said.write(str(left.code))
    except BaseException:  # noqa: BLE001  the report says it
        traceback.print_exc(file=said)
    finally:
        try:
            report.write(json.dumps({"given": given, "said": said.getvalue()}))
            report.flush()
        finally:
            os._exit(status)  # whatever happens, the child must not go on in its parent's place


def _settings(place: Place) -> dict[str, Any]:
    uploads = place.home / "uploads"
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # served as they lie
    return {
        "HOME": place.home,
        "MEDIA_ROOT": place.home / "files",
        "UPLOADS": uploads,
        "FILE_UPLOAD_TEMP_DIR": uploads,
        "STORAGES": {**settings.STORAGES, "staticfiles": static},
    }


def _with_memory(room: int) -> None:
    """Let this process have so many bytes more than it has; as many as there are, where that is 0."""
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (_addresses() + room if room else most, most))


def _limited(place: Place, work: Work, limits: Limits) -> Any:
    _with_memory(limits.memory)
    calls = Calls(limits.die_at)
    if limits.counting or limits.die_at:
        sys.setprofile(calls)
    try:
        given = work(place)
    finally:
        sys.setprofile(None)
        _with_memory(0)  # too little may be left to write down what happened
    return {"work": given, "calls": calls.count}


def _addresses() -> int:
    """The bytes of addresses that this process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
