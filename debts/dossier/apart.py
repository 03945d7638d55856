"""Running a program of ours that talks to the network apart, so that it can be kept from private networks."""

import os
from pathlib import Path

from debts.intake.programs import run_program

SECONDS = 30
_KEPT = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "SYSTEMROOT")


def run_apart(program: Path, asked: bytes, otherwise: str) -> str:
    """What the program said last to what it was asked; ``otherwise`` where it came to no good end in time.

    It is given no proxy of ours, for a proxy would connect in its place.
    """
    surroundings = {name: value for name, value in os.environ.items() if name in _KEPT}
    written, is_whole = run_program(program, asked, SECONDS, surroundings)
    return written.decode("utf-8", "replace").strip().rpartition("\n")[2] if is_whole else otherwise
