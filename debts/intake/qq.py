"""Reads conversations exported from QQ as text.

    消息记录（此消息记录为文本格式，不支持重新导入）
    ================================================================
    消息分组:我的好友
    ================================================================
    消息对象:远山小李
    ================================================================

    2024-03-05 10:22:33 远山小李
    您的借款已逾期，请今天处理

Several conversations may follow one another. In one with a single person the lines of another name are the owner's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import IO

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.jsonl import decoded
from debts.intake.times import in_range
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel

MAX_BYTES = 64 * 1024 * 1024
_FIRST = re.compile(r"\s*(?:消息记录|訊息記錄)\s*[（(]")
_WITH = re.compile(r"(?:消息对象|訊息對象)[:：]\s*(.*)")
_GROUP = re.compile(r"(?:消息分组|訊息分組)[:：]")
_RULE = re.compile(r"={8,}")
_HALF = r"上午|下午|凌晨|中午|晚上|早上"
_HEAD = re.compile(
    rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}})\s+({_HALF})?\s*(\d{{1,2}}):(\d{{2}}):(\d{{2}})\s+(\S.{{0,80}})"
)
_NUMBER = re.compile(r"\s*[(（<][^()（）<>]{3,40}[)）>]\Z")
_PLACEHOLDERS = re.compile(r"(?:\s*\[[^\[\]\n]{1,12}\])+\s*")
_AFTERNOON = frozenset({"下午", "晚上", "中午"})
_NOON = 12


@dataclass(slots=True)
class _Said:
    """One message: the figures of its head, who said it and what."""

    head: re.Match[str]
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Talk:
    """One conversation: with whom, and what was said."""

    other: str = ""
    said: list[_Said] = field(default_factory=list)


def is_qq(begin: str) -> bool:
    """Whether a text that begins so is such an export."""
    return _FIRST.match(begin) is not None and _GROUP.search(begin) is not None


def read_qq(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the conversations; in groups what the owner said cannot be told from the rest and is read as well."""
    number = 0
    for talk in _talks(_text(stream.read(MAX_BYTES))):
        names = {_NUMBER.sub("", one.head[8]).strip() for one in talk.said}
        other = talk.other if talk.other in names else ""
        for one in talk.said:
            number += 1
            yield _item(one, other, Place(PlaceKind.MESSAGE, number), zone)


def _text(content: bytes) -> str:
    try:
        return decoded(content.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace")


def _talks(text: str) -> Iterator[_Talk]:
    talk = _Talk()
    for line in (one.rstrip("\r") for one in text.split("\n")):
        found = _HEAD.fullmatch(line.strip("\u200e\ufeff "))
        if _GROUP.match(line):
            yield talk
            talk = _Talk()
        elif other := _WITH.match(line):
            talk.other = other[1].strip()
        elif found:
            talk.said.append(_Said(found))
        elif talk.said and not _RULE.fullmatch(line.strip()):
            talk.said[-1].lines.append(line)
    yield talk


def _item(one: _Said, other: str, place: Place, zone: tzinfo) -> Item:
    name = one.head[8].strip()
    if other and _NUMBER.sub("", name).strip() != other:
        return Skipped(place, SkippedCode.SENT)
    text = "\n".join(one.lines).strip()
    if _PLACEHOLDERS.fullmatch(text):
        return Skipped(place, SkippedCode.NO_TEXT)  # a picture or a face, which the export leaves out
    if refused := unfit(text, place):
        return refused
    moment = _moment(one.head, zone)
    if moment is None:
        return Unreadable(place, UnreadableCode.TIME, one.head[0][:40])
    return Draft(storable(text), moment, sender=storable(name), channel=Channel.CHAT, place=place)


def _moment(head: re.Match[str], zone: tzinfo) -> datetime | None:
    year, month, day, hour, minute, second = (int(head[at]) for at in (1, 2, 3, 5, 6, 7))
    if head[4] in _AFTERNOON:
        hour = hour if hour >= _NOON else hour + _NOON
    elif head[4] and hour == _NOON:
        hour = 0
    try:
        return in_range(datetime(year, month, day, hour, minute, second, tzinfo=zone))
    except ValueError:
        return None
