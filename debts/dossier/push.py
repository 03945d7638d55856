"""Push messages by Bark, ntfy, 企业微信, 钉钉, 飞书, Server 酱 and others: apprise in a process of its own.

Which services there are is data of a kind: the beginnings of addresses that are taken. Others that the library knows
would run programs, write files or speak to this machine.
"""

import json
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from debts.dossier.apart import run_apart

PROGRAM = Path(__file__).with_name("push_process.py")
SCHEMES = (
    "bark", "barks", "ntfy", "ntfys", "wecombot", "dingtalk", "feishu", "lark", "schan", "pushdeer", "pushdeers",
    "tgram", "gotify", "gotifys", "json", "jsons",
)  # fmt: skip


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
    answer = run_apart(PROGRAM, json.dumps(asked).encode(), PushCode.FAILED)
    if answer != "sent":
        raise PushFailed(PushCode(answer) if answer in set(PushCode) else PushCode.FAILED)
