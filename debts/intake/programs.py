"""Programs of ours that run in a process of their own: asked on standard input, they answer on standard output."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def run_program(
    program: Path, asked: bytes, seconds: float, surroundings: Mapping[str, str] | None = None
) -> tuple[bytes, bool]:
    """What the program wrote, and whether it came to a good end in time; without ``surroundings`` it is given ours."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program with nothing of the user's in its arguments
            [sys.executable, "-I", str(program)],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            env=surroundings,
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", False
    return done.stdout, done.returncode == 0


def lines_of(written: bytes) -> list[bytes]:
    """Its lines; the last one does not end where the program was stopped in its middle, and is left out."""
    return [line for line in written.split(b"\n")[:-1] if line]
