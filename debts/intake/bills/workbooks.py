"""Workbooks (XLSX and XLS) into rows of cells, read by a process of its own: see ``sheet_process`` for why."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from debts.intake.bills.text import SheetRow, whole
from debts.intake.bills.types import BillProblem, BillProblemCode, Place, ProblemCode, UnreadableRow
from debts.intake.programs import lines_of, run_program

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
    data = whole(stream, MAX_BYTES)
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
    written, is_whole = run_program(PROGRAM, data, SECONDS)
    return lines_of(written), is_whole
