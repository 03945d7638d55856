"""Has pictures read by a program of its own, kept warm for several of them, and stops it where it takes too long.

with Recogniser() as recogniser:
    written = recogniser.read(data)
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, Self

from debts.intake.screenshots.types import Line, PictureCode, PictureProblem, Written

PROGRAM = Path(__file__).with_name("ocr_process.py")
MAX_BYTES = 25 << 20  # a photo of a phone's screen has four to eight megabytes
PATIENCE = 45.0  # seconds on the clock for one picture; the program has less of the processor's
_ONE_AT_A_TIME = threading.Lock()  # each reader holds some 600 MB while it works


class Recogniser:
    """Reads the writing on pictures, one after the other. The program starts with the first and ends with the block."""

    def __init__(
        self,
        patience: float = PATIENCE,
        program: Path = PROGRAM,
        turns: AbstractContextManager[object] = _ONE_AT_A_TIME,
    ) -> None:
        self._patience = patience
        self._program = program
        self._turns = turns
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._turns.__enter__()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._end()
        self._turns.__exit__(None, None, None)

    @property
    def process_id(self) -> int | None:
        """The number of the running program, for whoever measures it; None while there is none."""
        return self._process.pid if self._process else None

    def read(self, data: bytes) -> Written:
        """The lines on a picture.

        Raises:
            PictureProblem: It is none that can be read, or takes too long or too much; the next one can be read again.
        """
        if len(data) > MAX_BYTES:
            raise PictureProblem(PictureCode.TOO_LARGE)
        answer = self._ask(data)
        if problem := answer.get("problem"):
            raise PictureProblem(PictureCode(problem))
        written = Written(answer["width"], answer["height"], tuple(map(_line, answer["lines"])))
        if not written.lines:
            raise PictureProblem(PictureCode.NO_TEXT)
        return written

    def _ask(self, data: bytes) -> Mapping[str, Any]:
        process = self._running()
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(self._patience, stop)
        timer.start()
        try:
            line = _exchange(process, data)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            code = self._end()
            is_slow = is_late.is_set() or code in _STOPPED_FOR_TIME
            raise PictureProblem(PictureCode.TOO_SLOW if is_slow else PictureCode.CRASHED)
        answer: Mapping[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - our own program with nothing of the user's in its arguments
                [sys.executable, "-I", str(self._program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
            )
        return self._process

    def _end(self) -> int | None:
        """Stop the program and say how it ended; None where there was none."""
        process, self._process = self._process, None
        if process is None:
            return None
        process.poll()
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(BrokenPipeError):  # what was not written yet is for nobody
                    pipe.close()
        return process.wait()


_STOPPED_FOR_TIME = frozenset({-24})  # SIGXCPU: the limit of the processor's seconds


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Hand a picture over and take the answer; an unfinished line where the program ended."""
    if process.stdin is None or process.stdout is None:
        return b""
    with suppress(BrokenPipeError):  # it has ended, which the missing answer says
        process.stdin.write(b"%d\n" % len(data))
        process.stdin.write(data)
        process.stdin.flush()
    return process.stdout.readline()


def _line(told: list[Any]) -> Line:
    text, box, scores, patch = told
    area, colour = patch or (None, ())
    return Line(text, _box(box), tuple(scores), _box(area) if area else None, tuple(colour))


def _box(sides: list[int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = sides
    return left, top, right, bottom
