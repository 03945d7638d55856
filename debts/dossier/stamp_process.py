"""Asks an authority for one time stamp: address and request as JSON on standard input; the answer on standard output.

    {"address": "http://tsa.example/", "request": "MDkCAQ…", "private": false}   ->  MIIG…

A program of its own for the reason that ``push_process`` gives, with the same guard. Both are run without our modules
in reach, so the guard is taken from the file that lies beside this one.
"""

import base64
import json
import runpy
import sys
import urllib.request
from pathlib import Path

PATIENCE = 10.0  # seconds for each step of a connection
MOST_BYTES = 100_000
HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


def main() -> None:
    """Ask, and say the answer in base64, or ``private`` or ``failed``."""
    asked = json.load(sys.stdin)
    push = runpy.run_path(str(Path(__file__).with_name("push_process.py")))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(  # noqa: S310  the caller lets http and https through only
        asked["address"], base64.b64decode(asked["request"]), HEADERS
    )
    push["guard"](private=asked["private"])
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            content = answer.read(MOST_BYTES + 1)
    except Exception:  # noqa: BLE001  whatever went wrong, there is no stamp; what it was decides what is said
        outcome = "private" if push["refused"] else "failed"
    else:
        outcome = base64.b64encode(content).decode() if 0 < len(content) <= MOST_BYTES else "failed"
    sys.stdout.write(f"\n{outcome}\n")


if __name__ == "__main__":
    main()
