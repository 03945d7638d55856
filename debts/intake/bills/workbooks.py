"""Workbooks (XLSX and XLS) into rows of cells, read by a process of its own: see ``sheet_process`` for why."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from debts.intake.bills.text import SheetRow
from debts.intake.bills.types import BillProblem, BillProblemCode, Place, ProblemCode, UnreadableRow

PROGRAM = Path(__file__).with_name("sheet_process.py")
MAX_BYTES = 32 << 20
SECONDS = 40
# The name of the one part that a workbook behind a password has.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(stream: IO[bytes]) -> Iterator[SheetRow | UnreadableRow]:
    """The rows of all sheets. Where a workbook breaks off, what was read before counts and the break is named.

    Raises:
        BillProblem: The workbook is encrypted, too large, or nothing of it can be read.
    """
    stream.seek(0)
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BillProblem(BillProblemCode.TOO_LARGE)
    if ENCRYPTED in data:
        raise BillProblem(BillProblemCode.ENCRYPTED_WORKBOOK)
    lines, is_whole = _run(data)
    place: Place | None = None
    for line in lines:
        row = json.loads(line)
        if isinstance(row, dict):
            _refuse(row["problem"], place)
            is_whole = False
            continue
        place = Place(row[1], row[0])
        yield SheetRow(place, tuple(row[2:]))
    if not is_whole:
        _refuse("broken", place)
        yield UnreadableRow(place or Place(1), ProblemCode.REST_UNREADABLE)


def _refuse(problem: str, place: Place | None) -> None:
    if problem == "encrypted":
        raise BillProblem(BillProblemCode.ENCRYPTED_WORKBOOK)
    if place is None:
        raise BillProblem(BillProblemCode.BROKEN_WORKBOOK)


def _run(data: bytes) -> tuple[list[bytes], bool]:
    """The lines that the program wrote, and whether it came to a good end."""
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program with nothing of the user's in its arguments
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return [], False
    lines = done.stdout.split(b"\n")
    # The last line ends with a line end, unless the program was stopped in its middle.
    return [line for line in lines[:-1] if line], done.returncode == 0
