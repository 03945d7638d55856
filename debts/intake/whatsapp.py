"""Reads a conversation exported from WhatsApp as text.

    [2024/3/5 10:22:33] 催收小王: 您的借款已逾期            iPhone
    05/03/2024, 10:22 - +86 170 0000 0000: 您的借款已逾期    Android

Which figure is the month is found from all the dates of the file; where they leave it open, the one that keeps the
messages in order.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import IO

from debts.intake.drafts import (
    MAX_TEXT_CHARACTERS,
    Draft,
    Item,
    Place,
    PlaceKind,
    Skipped,
    SkippedCode,
    Unreadable,
    UnreadableCode,
)
from debts.intake.times import in_range
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel

MAX_BYTES = 64 * 1024 * 1024

_DATE = r"(\d{1,4})[/.\-年](\d{1,2})[/.\-月](\d{1,4})日?"
_TIME = r"(上午|下午|凌晨|中午|晚上|早上)?\s?(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([APap]\.?\s?[Mm]\.?)?"
_HEAD = re.compile(rf"[\u200e\u202a]*(?:\[{_DATE},?\s+{_TIME}\] |{_DATE},?\s+{_TIME} - )(.*)", re.DOTALL)
_NAMED = re.compile(r"[\u200e\u202a]*([^:\n]{1,80}): (.*)", re.DOTALL)
_BLANKS = str.maketrans({"\u202f": " ", "\u00a0": " "})
_PARTS_OF_HEAD = 8
_CENTURY = 100
_NOON = 12
_AFTERNOON = frozenset({"下午", "晚上", "中午"})
# What stands for a file, for a message that was taken back or seen once. iPhones set an invisible mark before it.
_MEDIA = re.compile(
    r"\u200e.*|<[^<>\n]{2,40}>|null|\S[^\n]{0,80}\.\w{2,5} \([^()\n]{2,20}\)"
    r"|(?:image|audio|video|sticker|GIF|document) omitted|(?:图片|图像|音频|视频|贴图|文档)已(?:省略|忽略)"
    r"|(?:This message was deleted|You deleted this message|此消息已(?:被)?删除|您已删除此消息)\.?"
)


@dataclass(frozen=True, slots=True)
class _Block:
    figures: tuple[int, int, int]
    clock: tuple[str, int, int, int]
    lines: list[str] = field(default_factory=list)


Order = Callable[[tuple[int, int, int]], tuple[int, int, int]]
_ORDERS: tuple[Order, ...] = (
    lambda three: three,  # year, month, day
    lambda three: (three[2], three[1], three[0]),  # day, month, year
    lambda three: (three[2], three[0], three[1]),  # month, day, year
)


def is_whatsapp(head: str) -> bool:
    """Whether a text that begins so is such an export."""
    lines = [line for line in head.translate(_BLANKS).split("\n")[:10] if line.strip()]
    return bool(lines) and _HEAD.match(lines[0]) is not None


def read_whatsapp(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the conversation; what the owner sent cannot be told from the rest and is read as well."""
    blocks = list(_blocks(stream.read(MAX_BYTES).decode("utf-8-sig", "replace")))
    order = _order(blocks)
    for number, block in enumerate(blocks, 1):
        yield _item(block, order, Place(PlaceKind.MESSAGE, number), zone)


def _blocks(text: str) -> Iterator[_Block]:
    current: _Block | None = None
    for line in text.split("\n"):
        found = _HEAD.match(line.translate(_BLANKS).rstrip("\r"))
        if found is None:
            if current:
                current.lines.append(line.rstrip("\r"))
            continue
        if current:
            yield current
        current = _head(found)
    if current:
        yield current


def _head(found: re.Match[str]) -> _Block:
    *parts, rest = found.groups()
    first, second, third, half, hour, minute, second_of, half_after = (
        parts[:_PARTS_OF_HEAD] if parts[0] else parts[_PARTS_OF_HEAD:]
    )
    clock = (half or (half_after or "").upper().replace(".", "").replace(" ", ""), int(hour), int(minute))
    return _Block((int(first), int(second), int(third)), (*clock, int(second_of or 0)), [rest])


def _order(blocks: Sequence[_Block]) -> Order:
    """The first reading of the figures under which every day exists; of several the one that goes back least."""
    fitting = [order for order in _ORDERS if all(_day(order, block) for block in blocks)]
    return min(fitting, key=lambda order: _steps_back(order, blocks), default=_ORDERS[0])


def _steps_back(order: Order, blocks: Sequence[_Block]) -> int:
    days = [day for block in blocks if (day := _day(order, block))]
    return sum(later < earlier for earlier, later in pairwise(days))


def _day(order: Order, block: _Block) -> datetime | None:
    year, month, day = order(block.figures)
    if (block.figures[0] >= _CENTURY) != (order is _ORDERS[0]):
        return None  # a year in front is written in full
    try:
        return datetime(year + 2000 if year < _CENTURY else year, month, day)  # noqa: DTZ001 - a day, no moment
    except ValueError:
        return None


def _item(block: _Block, order: Order, place: Place, zone: tzinfo) -> Item:
    named = _NAMED.match("\n".join(block.lines))
    if named is None:
        return Skipped(place, SkippedCode.NO_TEXT)  # the app's own remark: encryption, a new number
    text = named[2].strip()
    if not text or _MEDIA.fullmatch(text):
        return Skipped(place, SkippedCode.NO_TEXT)
    text = text.strip("\u200e")
    if len(text) > MAX_TEXT_CHARACTERS:
        return Unreadable(place, UnreadableCode.TEXT_TOO_LONG)
    moment = _moment(block, order, zone)
    if moment is None:
        return Unreadable(place, UnreadableCode.TIME)
    return Draft(storable(text), moment, sender=storable(named[1].strip()), channel=Channel.CHAT, place=place)


def _moment(block: _Block, order: Order, zone: tzinfo) -> datetime | None:
    day = _day(order, block)
    half, hour, minute, second = block.clock
    if half in _AFTERNOON or half == "PM":
        hour = hour if hour >= _NOON else hour + _NOON
    elif half and hour == _NOON:
        hour = 0
    try:
        return in_range(day.replace(hour=hour, minute=minute, second=second, tzinfo=zone)) if day else None
    except ValueError:
        return None
