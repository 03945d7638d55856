"""Push messages by Bark, ntfy, 企业微信, 钉钉, 飞书, Server 酱 and others: apprise in a process of its own.

Which services there are is data of a kind: the beginnings of addresses that are taken. Others that the library knows
would run programs, write files or speak to this machine.
"""

import json
import os
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

from django.conf import settings

PROGRAM = Path(__file__).with_name("push_process.py")
SECONDS = 30
SCHEMES = (
    "bark", "barks", "ntfy", "ntfys", "wecombot", "dingtalk", "feishu", "lark", "schan", "pushdeer", "pushdeers",
    "tgram", "gotify", "gotifys", "json", "jsons",
)  # fmt: skip
_KEPT = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "SYSTEMROOT")


class PushCode(StrEnum):
    """Why a push message was not sent."""

    ADDRESS = "address"
    PRIVATE = "private"
    FAILED = "failed"


class PushFailed(Exception):
    """A push message was not sent."""

    def __init__(self, code: PushCode) -> None:
        super().__init__(code)
        self.code = code


def is_pushable(address: str) -> bool:
    """Whether an address begins as those of the services do."""
    scheme, separator, rest = address.strip().partition("://")
    return bool(separator and rest) and scheme.lower() in SCHEMES


def push(address: str, title: str, body: str) -> None:
    """Send one push message.

    Raises:
        PushFailed: It was not sent; the code says why.
    """
    if not is_pushable(address):
        raise PushFailed(PushCode.ADDRESS)
    asked = {"address": address, "title": title, "body": body, "private": settings.PUSH_TO_PRIVATE_NETWORKS}
    answer = _run(json.dumps(asked).encode())
    if answer != "sent":
        raise PushFailed(PushCode(answer) if answer in set(PushCode) else PushCode.FAILED)


def _run(asked: bytes) -> str:
    """What the program said last. It is given no proxy of ours, for a proxy would connect in its place."""
    surroundings = {name: value for name, value in os.environ.items() if name in _KEPT}
    try:
        done = subprocess.run(  # noqa: S603 - our own program with nothing of the user's in its arguments
            [sys.executable, "-I", str(PROGRAM)],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env=surroundings,
        )
    except subprocess.TimeoutExpired:
        return PushCode.FAILED
    return done.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2]
