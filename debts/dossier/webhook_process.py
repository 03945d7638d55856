"""Posts one body: address, headers and body as JSON on standard input; what came of it on standard output.

    {"address": "https://home.example/", "headers": {…}, "body": "{…}", "private": false}   ->  sent

A program of its own for the reason that ``push_process`` gives, with the same guard. A redirection is not followed: the
answer to it would come from an address that nobody has given.
"""

import json
import runpy
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

PATIENCE = 8.0  # seconds for each step of a connection


class Stay(urllib.request.HTTPRedirectHandler):
    """Leads nowhere else."""

    def redirect_request(self, *_args: Any) -> None:
        """Take the redirection for the answer."""


def main() -> None:
    """Post, and say ``sent``, ``private``, ``status`` or ``connection``."""
    asked = json.load(sys.stdin)
    push = runpy.run_path(str(Path(__file__).with_name("push_process.py")))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay())
    request = urllib.request.Request(  # noqa: S310  the caller lets http and https through only
        asked["address"], asked["body"].encode(), asked["headers"], method="POST"
    )
    push["guard"](private=asked["private"])
    try:
        opener.open(request, timeout=PATIENCE).close()
    except urllib.error.HTTPError:
        outcome = "status"
    except Exception:  # noqa: BLE001  whatever went wrong, nobody was told; what it was decides what is said
        outcome = "private" if push["refused"] else "connection"
    else:
        outcome = "sent"
    sys.stdout.write(f"\n{outcome}\n")


if __name__ == "__main__":
    main()
