"""Sends one push message: an address, a title and a body as JSON on standard input; what came of it on standard output.

    {"address": "ntfys://ntfy.sh/topic", "title": "…", "body": "…", "private": false}   ->  sent

A program of its own, run by ``push``. The library that knows the services follows redirections and looks names up by
itself, so checking an address beforehand would check another one than is used. Here the interpreter is told to refuse
every connection to a network that is not public, at the moment when it is made; that cannot be taken back, so the
program ends afterwards.
"""

import ipaddress
import json
import logging
import sys
from typing import Any

PATIENCE = 8.0  # seconds for each step of a connection


class Forbidden(Exception):
    """A connection to where none may go."""


refused: list[str] = []


def main() -> None:
    """Send, and say ``sent``, ``private``, ``address`` or ``failed``."""
    asked = json.load(sys.stdin)
    logging.disable()
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415  it takes a third of a second

    asset = AppriseAsset(app_id="jieqing", app_desc="", app_url="", image_url_mask="", image_url_logo="")
    service = Apprise(asset=asset, debug=False)
    if not service.add(asked["address"]):
        say("address")
        return
    guard(private=asked["private"])
    is_sent = service.notify(title=asked["title"], body=asked["body"])
    say("sent" if is_sent else "private" if refused else "failed")


def say(outcome: str) -> None:
    """Write what came of it as a line of its own."""
    sys.stdout.write(f"\n{outcome}\n")


def guard(*, private: bool) -> None:
    """From now on let nothing connect but by TCP to a public address, and start no program."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and not (private or is_public(arguments[1])):
            refused.append("private")
            raise Forbidden
        if event in {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.sendto"}:
            raise Forbidden

    sys.addaudithook(watch)


def is_public(address: Any) -> bool:
    """Whether a socket's address is a number of the public internet; a name or a path on this machine is none."""
    if not isinstance(address, tuple) or not isinstance(address[0], str):
        return False
    try:
        ip = ipaddress.ip_address(address[0].partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return (mapped or ip).is_global and ip.is_global and not ip.is_multicast


if __name__ == "__main__":
    main()
