"""Messages within one JSON value: a list of them, or a document that has them somewhere in it.

    {"name": "催收小王", "type": "personal_chat", "messages": [{"id": 2, "date": "…", "from": "催收小王", "text": "…"}]}

So write Telegram, the exporters of QQ and WeChat, and many small programs. What holds a text and tells when it came or
from whom is a message, wherever it stands. A document that says who its owner is tells what the owner wrote.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import IO

from debts.intake.drafts import Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode
from debts.intake.jsonl import decoded, is_message, item_of
from debts.intake.sources import whole

MAX_BYTES = 64 * 1024 * 1024  # the whole value is held
_BOM = b"\xef\xbb\xbf"
_MOST_DEPTH = 8
_MOST_FAULTS = 40  # as deep as objects lie in one another, and as many damaged ones
_HEAD = 4096
_LIST_WITHIN = re.compile(r'"[^"\n]{1,40}"\s{0,8}:\s{0,8}[\[{]\s{0,8}["{]')
_OWNERS = frozenset({"selfuin", "selfuid", "selfid", "selfwxid", "ownerid"})
_IDS = ("from_id", "uin", "uid", "senderUsername", "sender")


def is_document(begin: bytes) -> bool:
    """Whether a text that begins so is one object over many lines, or one that has others in it, and no JSON lines."""
    text = begin.decode("utf-8", "ignore")
    if not text.startswith("{"):
        return False
    first, _, rest = text.partition("\n")
    second = rest.lstrip()[:1]
    if second:
        return second != "{" and not first.rstrip().endswith("}")
    return _LIST_WITHIN.search(first[:_HEAD]) is not None


def read_list(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read a list of messages; of one that breaks off what stands before the break."""
    text, number, fault = _text(stream), 0, None
    try:
        values = _values(text)
        for number, value in enumerate(values, 1):
            yield item_of(value, Place(PlaceKind.MESSAGE, number), zone)
    except (ValueError, RecursionError) as problem:
        fault = problem
    if fault:
        yield _broken(fault, number)


def _values(text: str) -> Iterator[object]:
    """The values of a list one by one."""
    decoder, at = json.JSONDecoder(strict=False), _next(text, 0)
    if text[at : at + 1] != "[":
        raise ValueError
    at = _next(text, at + 1)
    while text[at : at + 1] != "]":
        value, at = decoder.raw_decode(text, at)
        yield value
        at = _next(text, at)
        if text[at : at + 1] == ",":
            at = _next(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("", text, at)
    if text[at + 1 :].strip():
        raise json.JSONDecodeError("", text, at + 1)


_SPACE = re.compile(r"[ \t\r\n]*")


def _next(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def read_document(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the messages of a document; of one that breaks off those before the break, and where that is."""
    text = _text(stream)
    fault: Exception | None = None
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as problem:
        value, fault = list(_rescued(text)), problem
    owners = frozenset(_owners(value, 2))
    number = 0
    for number, one in enumerate(_messages(value, _MOST_DEPTH), 1):
        yield _item(one, owners, Place(PlaceKind.MESSAGE, number), zone)
    if fault:
        yield _broken(fault, number)
    elif not number:
        yield Unreadable(Place(PlaceKind.LINE, 1), UnreadableCode.TEXT_MISSING, "text")


def _rescued(text: str) -> Iterator[object]:
    """The objects that are whole in a document that is not; it is given up where too many are none."""
    decoder, at, left = json.JSONDecoder(strict=False), text.find("{"), _MOST_FAULTS
    while at >= 0 and left:
        try:
            value, at = decoder.raw_decode(text, at)
            yield value
        except (ValueError, RecursionError):
            at, left = at + 1, left - 1
        at = text.find("{", at)


def _text(stream: IO[bytes]) -> str:
    content = whole(stream, MAX_BYTES)
    try:
        return decoded(content.removeprefix(_BOM))
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace")


def _broken(problem: Exception, before: int) -> Unreadable:
    """Where a value cannot be read any further: after so many messages, or on which line."""
    if before:
        return Unreadable(Place(PlaceKind.MESSAGE, before + 1), UnreadableCode.JSON)
    line = problem.lineno if isinstance(problem, json.JSONDecodeError) else 1
    return Unreadable(Place(PlaceKind.LINE, line), UnreadableCode.JSON)


def _messages(value: object, depth: int) -> Iterator[dict[str, object]]:
    """The objects of a value that are messages, in their order."""
    if isinstance(value, dict) and is_message(value):
        yield value
    elif isinstance(value, dict | list) and depth:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _messages(one, depth - 1)


def _owners(value: object, depth: int) -> Iterator[str]:
    """How the document's owner is called in it."""
    if not isinstance(value, dict):
        return
    for key, one in value.items():
        if key.casefold() in _OWNERS and isinstance(one, str | int):
            yield str(one)
        elif key == "personal_information" and isinstance(one, dict):  # of Telegram
            yield f"user{one.get('user_id')}"
        elif depth:
            yield from _owners(one, depth - 1)


def _item(value: Mapping[str, object], owners: frozenset[str], place: Place, zone: tzinfo) -> Item:
    sender = value.get("sender")
    people = (value, sender) if isinstance(sender, dict) else (value,)
    if owners and any(str(one.get(key)) in owners for one in people for key in _IDS if one.get(key)):
        return Skipped(place, SkippedCode.SENT)
    return item_of(dict(value), place, zone)
