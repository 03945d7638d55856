"""Running a program of ours that talks to the network apart, so that it can be kept from private networks."""

import os
import subprocess
import sys
from pathlib import Path

SECONDS = 30
_KEPT = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "SYSTEMROOT")


def run_apart(program: Path, asked: bytes, otherwise: str) -> str:
    """What the program said last to what it was asked; ``otherwise`` where it did not end in time.

    It is given no proxy of ours, for a proxy would connect in its place.
    """
    surroundings = {name: value for name, value in os.environ.items() if name in _KEPT}
    try:
        done = subprocess.run(  # noqa: S603 - our own program with nothing of the user's in its arguments
            [sys.executable, "-I", str(program)],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env=surroundings,
        )
    except subprocess.TimeoutExpired:
        return otherwise
    return done.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2]
