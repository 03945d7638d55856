"""The rounds: each in a copy of the same installation, counted and told in a line."""

import random
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from os import kill
from pathlib import Path
from typing import Any

from tools.survive.place import Ended, Limits, Place, begun, run, waited
from tools.survive.tasks import TASKS, Task, fill, grow_older

BY_CLOCK = 4  # every fourth kill comes from outside, at whatever the process is doing


class Lost(Exception):
    """Something did not survive; the text says what."""


@dataclass(slots=True)
class Usual:
    """How a task goes when nothing goes wrong: its end state, how many calls it makes and the seconds it takes."""

    end: Any
    calls: int
    seconds: float


@dataclass(slots=True)
class Told:
    """What is counted of the kills of a task."""

    rounds: int = 0
    met: int = 0  # those that came while it was at work
    failed: list[str] = field(default_factory=list)


class Rounds:
    """All rounds of one run; the same seed chooses the same moments."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self._chance = random.Random(seed)  # noqa: S311  the moments have to be the same every time
        self.bases = {"base": self._base("base", fill)}
        self.bases["older"] = self._base("older", grow_older, self.bases["base"])
        self._usual: dict[str, Usual] = {}

    def _base(self, name: str, work: Callable[[Place], Any], start: Place | None = None) -> Place:
        place = start.copied_to(self.folder / name) if start else Place(self.folder / name)
        place.folder.mkdir(exist_ok=True)
        well(run(place, work))
        return place

    def fresh(self, task: Task) -> Place:
        """A copy of the installation that the task starts from."""
        return self.bases[task.base].copied_to(self.folder / "round")

    def usual(self, name: str) -> Usual:
        """How the task goes undisturbed; found out once."""
        if name not in self._usual:
            place, start = self.fresh(TASKS[name]), time.monotonic()
            calls = well(run(place, TASKS[name].do, Limits(counting=True)))["calls"]
            seconds = time.monotonic() - start
            self._usual[name] = Usual(well(run(place, TASKS[name].end))["work"], calls, seconds)
        return self._usual[name]

    def kills(self, rounds: int) -> int:
        """So many kills over all tasks, in turn; answers with how many lost something."""
        told = {name: Told() for name in TASKS}
        for number, name in enumerate(islice(cycle(TASKS), rounds)):
            one = told[name]
            one.rounds += 1
            try:
                one.met += self._kill(name, by_clock=number // len(TASKS) % BY_CLOCK == BY_CLOCK - 1)
            except Lost as lost:
                one.failed.append(str(lost))
        for name, one in told.items():
            print(f"kill -9  {name:<10} {one.rounds:>3} rounds, {one.met:>3} while at work, {len(one.failed)} lost")
            for words in one.failed:
                print(f"         {words}", flush=True)
        return sum(len(one.failed) for one in told.values())

    def _kill(self, name: str, *, by_clock: bool) -> bool:
        task, usual = TASKS[name], self.usual(name)
        share, place = self._chance.random(), self.fresh(task)
        if by_clock:
            ended = _killed_after(place, task, usual.seconds * share)
        else:
            ended = run(place, task.do, Limits(die_at=1 + int(usual.calls * share)))
        self.goes_on(name, place)
        return ended.was_killed

    def goes_on(self, name: str, place: Place) -> None:
        """See that what is there is sound, and that doing it again ends as it does undisturbed; raises Lost."""
        task, usual = TASKS[name], self.usual(name)
        well(run(place, task.left))
        well(run(place, task.do))
        well(run(place, task.left))
        if (end := well(run(place, task.end))["work"]) != usual.end:
            differing = [part for part in usual.end if end.get(part) != usual.end[part]]
            raise Lost(f"{name} does not end as it does undisturbed: {differing}")

    def hardships(self, every: Mapping[str, Callable[["Rounds"], list[str]]]) -> int:
        """Go through the hardships; answers with how many lost something."""
        failed = 0
        for name, meet in every.items():
            try:
                lines = meet(self)
            except Lost as lost:
                failed += 1
                lines = [f"LOST: {lost}"]
            for line in lines:
                print(f"{name}: {line}", flush=True)
        return failed


def _killed_after(place: Place, task: Task, seconds: float) -> Ended:
    child, report = begun(place, task.do, Limits())
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        kill(child, signal.SIGKILL)
    return waited(child, report)


def well(ended: Ended) -> Any:
    """What a child gave that has to have come to its end; raises Lost with its last words otherwise."""
    if not ended.is_well:
        raise Lost(" | ".join(ended.said.strip().splitlines()[-3:]) or f"status {ended.status}")
    return ended.given
