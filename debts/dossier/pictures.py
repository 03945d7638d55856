"""Small copies of pictures for printing, made by a process of its own: see ``picture_process`` for why."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from debts.dossier.sheet_cache import SheetCache
from debts.evidence.canonical import sha256_of_file
from debts.intake.programs import lines_of, run_program

PROGRAM = Path(__file__).with_name("picture_process.py")
SECONDS = 120
MOST_DEATHS = 20


class PictureProblem(StrEnum):
    """Why a picture is not printed."""

    BROKEN = "broken"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    GONE = "gone"  # its file is not on the disk any more


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it can be printed: names of JPEG files, one for each piece; and what the file says of itself.

    ``taken_at`` is in the file's own words. A picture with a ``problem`` has no sheets.
    """

    sheets: tuple[str, ...] = ()
    width: int = 0
    height: int = 0
    taken_at: str = ""
    device: str = ""
    has_place: bool = False
    problem: PictureProblem | None = None


MADE_BEFORE: SheetCache[Picture] = SheetCache()


def read_pictures(folder: Path, names: Sequence[str]) -> dict[str, Picture]:
    """Make sheets of the files ``names`` in ``folder``, beside them; every name is answered.

    Those of a picture that was read before are laid there as they were made then.
    """
    keys = {name: sha256_of_file(folder / name) for name in names}
    known = {name: picture for name in names if (picture := _laid(folder, name, keys[name]))}
    made = _made(folder, [name for name in names if name not in known])
    for name, picture in made.items():
        if picture.problem is None:
            MADE_BEFORE.keep(keys[name], picture, tuple((folder / sheet).read_bytes() for sheet in picture.sheets))
    return {name: known.get(name) or made[name] for name in names}


def _laid(folder: Path, name: str, key: str) -> Picture | None:
    """The picture with its kept sheets, written beside it under names of its own; None where none are kept."""
    kept = MADE_BEFORE.recall(key)
    if kept is None:
        return None
    picture, sheets = kept
    named = tuple(f"{name}.{number}.jpg" for number in range(1, len(sheets) + 1))
    for sheet, content in zip(named, sheets, strict=True):
        (folder / sheet).write_bytes(content)
    return replace(picture, sheets=named)


def _made(folder: Path, names: Sequence[str]) -> dict[str, Picture]:
    """Have the process make the sheets.

    Where the process dies, the picture at which it died is broken and the others are tried without it.
    """
    found: dict[str, Picture] = {}
    for _ in range(MOST_DEATHS):
        left = [name for name in names if name not in found]
        if not left:
            break
        answered = dict(_run(folder, left))
        found |= answered
        if len(answered) < len(left):
            found[next(name for name in left if name not in answered)] = Picture(problem=PictureProblem.BROKEN)
    return {name: found.get(name, Picture(problem=PictureProblem.BROKEN)) for name in names}


def _run(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, Picture]]:
    asked = json.dumps({"folder": str(folder), "pictures": list(names)}).encode()
    written, _is_whole = run_program(PROGRAM, asked, SECONDS)
    for line in lines_of(written):
        told = json.loads(line)
        yield told["name"], _picture(told)


def _picture(told: Mapping[str, Any]) -> Picture:
    if "problem" in told:
        return Picture(problem=PictureProblem(told["problem"]))
    width, height = told["size"]
    said = {name: told[name] for name in ("taken_at", "device", "has_place") if name in told}
    return Picture(tuple(told["sheets"]), width, height, **said)
