"""Reads a workbook (XLSX or XLS) from standard input and writes its rows to standard output, a JSON list each.

    ["Sheet1", 3, "2024-01-05", "131.77"]       sheet, row, cells
    {"problem": "encrypted"}                    last, where the workbook cannot be read to its end

A program of its own, run by ``workbooks``: the library that reads workbooks is fast and reads both kinds, yet a damaged
file can make it end the process that it runs in, or ask for all the memory there is. It runs without the rest of the
app and within limits, so only this program ends.
"""

import contextlib
import datetime as dt
import io
import json
import sys
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MEMORY = 1 << 30
SECONDS = 20
MOST_ROWS = 100_000
MOST_SIGNS = 32_000_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
EXACT_FIGURES = 15  # a float holds so many; the digits behind them are noise, as in 0.30000000000000004


def main() -> None:
    """Write what can be read."""
    _limit()
    try:
        for row in _rows(io.BytesIO(sys.stdin.buffer.read())):
            _write(row)
    except PasswordError:
        _write({"problem": "encrypted"})
    except (CalamineError, MemoryError, ValueError, OverflowError):
        _write({"problem": "broken"})


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on some systems
        import resource  # noqa: PLC0415 - exists on Unix only

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _rows(data: io.BytesIO) -> Iterator[list[str | int]]:
    workbook = CalamineWorkbook.from_filelike(data)
    rows, signs = MOST_ROWS, MOST_SIGNS
    for index, name in enumerate(workbook.sheet_names):
        for number, cells in enumerate(workbook.get_sheet_by_index(index).iter_rows(), start=1):
            texts = _texts(cells)
            rows, signs = rows - 1, signs - sum(map(len, texts))
            if rows < 0 or signs < 0:
                raise ValueError
            if texts:
                yield [name, number, *texts]


def _texts(cells: Sequence[object]) -> list[str]:
    texts = [_text(cell)[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.{EXACT_FIGURES}g}"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    if isinstance(cell, dt.time):
        return cell.isoformat(timespec="seconds")
    return str(cell)


if __name__ == "__main__":
    main()
