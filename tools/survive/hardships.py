"""What may be lacking while the ledger is at work: room, rights, a lock, the right time, memory.

Each is met by the tasks of ``tasks``. They have to say what is lacking in a sentence, pages have to be read meanwhile,
and afterwards the same is done again and has to end as it does undisturbed.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.management import CommandError
from django.db import connection, transaction
from django.test import Client

from debts.backup import BackupProblem
from debts.models import User
from debts.upkeep import NoRoom
from debts.upkeep.hardships import TOLD, Hardship
from debts.web.errors import HARDSHIPS as SAID
from ledger.commands import told_of
from tools.survive.place import NOW, Ended, Limits, Place, Work, begun, run, waited
from tools.survive.rounds import Lost, Rounds, well
from tools.survive.tasks import OWNER, TASKS

MEGABYTE = 1024 * 1024
CLEAR = (CommandError, BackupProblem, NoRoom)  # whose own words people read
BY_API = "The machine lacks something"
NO_ROOM = "MB of free space"
# Python itself, and some libraries, cannot say that memory ran out: where it lacks for a frame, one call goes astray.
# Where it lacks for the sentence as well, the name of the error is all that is said.
BROKEN = ("error return without exception", "'frame' object is not callable", "\nMemoryError\n")
SAVED = 302
MOST_TRIES = 200  # the log of the database is written over from its start, so that a few go into its old room
PAGES = ("/", "/messages/", "/loans/")


def telling(work: Work) -> Work:
    """The work as a command: what was lacking is its last word."""

    def told(place: Place) -> Any:
        try:
            return work(place)
        except Exception as problem:
            own = str(problem) if isinstance(problem, CLEAR) else repr(problem)
            raise SystemExit(told_of(problem) or own) from problem

    return told


def read_pages(_place: Place) -> None:
    """Read some pages as the owner; the session is made before anything is lacking."""
    client = signed_in()
    for page in PAGES:
        if (status := client.get(page).status_code) != 200:  # noqa: PLR2004  all is well
            raise SystemExit(f"{page} was answered with {status}")


def signed_in() -> Client:
    """A person before a page."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=OWNER))
    return client


def expect(ended: Ended, *hardships: Hardship, what: str) -> str:
    """See that a child was refused with one of these sentences."""
    for hardship in hardships:
        if TOLD[hardship] in ended.said:
            return f"{what} says: {TOLD[hardship]}"
    for words in (BY_API, NO_ROOM):
        if words in ended.said:
            return f"{what} says: {words} …"
    if ended.is_well:
        return f"{what} had enough"
    raise Lost(f"{what} says {ended.said.strip().splitlines()[-1:] or ended.status}")


def full_disk(rounds: Rounds) -> list[str]:
    """Each task on a small disk with less and less room."""
    if os.geteuid() != 0:
        return ["left out: only root can mount a small disk"]
    lines = []
    for name, task in TASKS.items():
        for room in (0, 100, 700):  # kB
            with small_disk(rounds.fresh(task)) as (place, fill_but):
                fill_but(room)
                lines.append(expect(run(place, telling(task.do)), Hardship.FULL, what=f"{name}, {room} kB left"))
                fill_but(None)
                rounds.goes_on(name, place)
    return lines


@contextmanager
def small_disk(place: Place) -> Iterator[tuple[Place, Callable[[int | None], None]]]:
    """The installation on a disk of its own; the function fills it but for so many kB, or empties it again."""
    disk = place.folder.with_name("disk")
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "none", disk], check=True)  # noqa: S603, S607  as root
    filler = disk / "filler"

    def fill_but(room: int | None) -> None:
        filler.unlink(missing_ok=True)
        if room is not None:
            with filler.open("wb") as file:
                file.write(b"\0" * max(0, shutil.disk_usage(disk).free - room * 1024))

    try:
        yield place.copied_to(disk / "round"), fill_but
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)  # noqa: S603, S607  the same


def page_on_a_full_disk(rounds: Rounds) -> list[str]:
    """What a person is told who saves something, and that pages are read."""
    if os.geteuid() != 0:
        return ["left out: only root can mount a small disk"]

    def save(place: Place) -> None:
        client = signed_in()
        read_pages(place)
        with (place.folder.parent / "filler").open("wb", buffering=0) as file:
            while shutil.disk_usage(place.folder).free:
                file.write(b"\0" * min(MEGABYTE, shutil.disk_usage(place.folder).free))
        answers = (client.post("/lenders/new/", {"name": f"第{number}银行"}) for number in range(MOST_TRIES))
        _expect_page(next((one for one in answers if one.status_code != SAVED), None), Hardship.FULL)
        for page in PAGES:
            if client.get(page).status_code != 200:  # noqa: PLR2004  all is well
                raise SystemExit(f"{page} cannot be read")

    with small_disk(rounds.bases["base"]) as (place, _fill):
        well(run(place, save))
    return ["a page says that the disk is full, and others are read"]


def _expect_page(answer: Any, hardship: Hardship) -> None:
    if answer is None:
        raise SystemExit("everything was saved on a full disk")
    text = answer.content.decode()
    if answer.status_code != 503 or str(SAID[hardship]) not in text:  # noqa: PLR2004  told as a lack
        raise SystemExit(f"the page says {answer.status_code}: {text[-300:]}")


def read_only(rounds: Rounds) -> list[str]:
    """Each task on a disk that can only be read, as a memory card becomes when it wears out."""
    lines = []
    for name, task in TASKS.items():
        place = rounds.fresh(task)
        with unwritable(place):
            ended = run(place, telling(task.do))
        lines.append(expect(ended, Hardship.READ_ONLY, Hardship.DATABASE, what=name))
        rounds.goes_on(name, place)
    return lines


@contextmanager
def unwritable(place: Place) -> Iterator[None]:
    """The whole folder as it is, to be read only; root would write wherever rights alone forbid it."""
    if os.geteuid() != 0:
        subprocess.run(["chmod", "-R", "a-w", place.folder], check=True)  # noqa: S603, S607  its own folder
        yield
        subprocess.run(["chmod", "-R", "u+w", place.folder], check=True)  # noqa: S603, S607  the same
        return
    subprocess.run(["mount", "--bind", place.folder, place.folder], check=True)  # noqa: S603, S607  the same
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", place.folder], check=True)  # noqa: S603, S607  the same
        yield
    finally:
        subprocess.run(["umount", place.folder], check=True)  # noqa: S603, S607  the same


def locked(rounds: Rounds) -> list[str]:
    """Each task while somebody holds the only lock for writing and waiting ends soon; pages are read meanwhile."""
    lines = []
    for name, task in TASKS.items():
        place = rounds.fresh(task)
        holder, report = begun(place, _hold, Limits())
        while not (place.folder / "held").exists():
            if os.waitpid(holder, os.WNOHANG)[0]:
                raise Lost("nobody holds the lock")
        ended = run(place, telling(task.do), Limits(patience=0.2))
        lines.append(expect(ended, Hardship.BUSY, what=name))
        (place.folder / "held").unlink()
        well(waited(holder, report))
        rounds.goes_on(name, place)
    return lines


def _hold(place: Place) -> None:
    with transaction.atomic():
        (place.folder / "held").touch()
        while (place.folder / "held").exists():
            connection.ensure_connection()


def page_while_locked(rounds: Rounds) -> list[str]:
    """What a person is told who saves something while another holds the lock, and that pages are read."""

    def save(place: Place) -> None:
        client = signed_in()
        holder, report = begun(place, _hold, Limits())
        while not (place.folder / "held").exists():
            pass
        try:
            for page in PAGES:
                if client.get(page).status_code != 200:  # noqa: PLR2004  all is well
                    raise SystemExit(f"{page} cannot be read")
            _expect_page(client.post("/lenders/new/", {"name": "某某银行股份有限公司"}), Hardship.BUSY)
        finally:
            (place.folder / "held").unlink()
            waited(holder, report)

    well(run(rounds.fresh(TASKS["import"]), save, Limits(patience=0.2)))
    return ["a page says that another writes, and others are read"]


def clock_jumps(rounds: Rounds) -> list[str]:
    """Each task broken off by a kill at a time far ahead, and done again when the clock is right."""
    for name, task in TASKS.items():
        usual, place = rounds.usual(name), rounds.fresh(task)
        for shift in (timedelta(days=4000), timedelta(days=-400)):
            run(place, task.do, Limits(clock=NOW + shift, die_at=usual.calls // 2))
        well(run(place, task.left))
        well(run(place, task.do))
        well(run(place, task.left))
    return [f"{len(TASKS)} tasks were broken off ten years ahead and a year back, and done when the clock was right"]


def little_memory(rounds: Rounds) -> list[str]:
    """Each task with less and less memory to be had."""
    lines = []
    for name, task in TASKS.items():
        for room in (1, 4, 12):  # MB
            place = rounds.fresh(task)
            limits = replace(Limits(), memory=room * MEGABYTE)
            ended = run(place, telling(task.do), limits)
            if ended.is_well or ended.was_killed or any(words in ended.said for words in BROKEN):
                lines.append(f"{name}, {room} MB: {'had enough' if ended.is_well else 'ended without a word'}")
            else:
                # SQLite says of a file that it cannot be opened where there is no memory to open it with.
                lines.append(expect(ended, Hardship.MEMORY, Hardship.DATABASE, what=f"{name}, {room} MB"))
            rounds.goes_on(name, place)
    return lines


HARDSHIPS: Mapping[str, Callable[[Rounds], list[str]]] = {
    "disk full": full_disk,
    "disk full, pages": page_on_a_full_disk,
    "read-only folder": read_only,
    "locked": locked,
    "locked, pages": page_while_locked,
    "clock jumps": clock_jumps,
    "little memory": little_memory,
}
