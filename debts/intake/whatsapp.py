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

from debts.intake.columns import is_own
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
from debts.intake.paste_times import TimeWords, moment_in_full
from debts.intake.sources import whole
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel

MAX_BYTES = 64 * 1024 * 1024

_DATE = r"(\d{1,4})[/.\-年](\d{1,2})[/.\-月](\d{1,4})日?"
_TIME = r"(上午|下午|凌晨|中午|晚上|早上)?\s?(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([APap]\.?\s?[Mm]\.?)?"
_HEAD = re.compile(rf"[\u200e\u200f\u202a]*(?:\[{_DATE},?\s+{_TIME}\] |{_DATE},?\s+(?:à )?{_TIME} - )(.*)", re.DOTALL)
_NAMED = re.compile(r"[\u200e\u202a]*([^:：\n]{1,80})(?:: |：)(.*)", re.DOTALL)
_BLANKS = str.maketrans({"\u202f": " ", "\u00a0": " "})
_PARTS_OF_HEAD = 8
_CENTURY = 100
# What the app writes in place of a picture, a withdrawn message, or above the words that came with a file.
# On Android it stands in angle brackets, in whatever language.
_MEDIA = re.compile(
    r"<[^<>\d\n]{4,40}>|null"
    r"|(?:image|video|audio|document|sticker|GIF|Contact card) omitted"
    r"|(?:Bild|Video|Audio|Sticker|GIF|Dokument|Kontaktkarte) weggelassen"
    r"|(?:imagen|video|audio|sticker|GIF|documento|Tarjeta de contacto) omitid[oa]"
    r"|(?:imagem|vídeo|áudio|figurinha|GIF|documento|Cartão do contato) (?:ocultad[oa]|omitid[oa])"
    r"|(?:image|vidéo|audio|sticker|GIF|document|Fiche contact) (?:absent|omis)e?"
    r"|(?:immagine|video|audio|sticker|GIF|documento|Scheda contatto) omess[oa]"
    r"|(?:图片|图像|照片|视频|影片|音频|文档|文件|贴图|表情|GIF|联系人卡片|圖片|影像|音訊|文件|貼圖|聯絡人卡片)已(?:省略|略去|忽略)"
    r"|已(?:省略|略去|忽略)(?:图片|图像|照片|视频|影片|音频|文档|文件|贴图|GIF|圖片|影像|音訊|貼圖|檔案)"
    r"|(?:This message was|You) deleted(?: this message)?\.?"
    r"|(?:Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht)\.?"
    r"|(?:Se eliminó este mensaje|Este mensaje fue eliminado|Eliminaste este mensaje)\.?"
    r"|(?:(?:Esta )?mensagem (?:foi )?apagada|Você apagou esta mensagem)\.?"
    r"|(?:Ce message a été supprimé|Vous avez supprimé ce message|Questo messaggio è stato eliminato)\.?"
    r"|(?:此消息已被?删除|[您你]已?删除了?此消息|此訊息已被?刪除|這則訊息已被?刪除|您已刪除此訊息|你已刪除此訊息|你刪除了這則訊息)。?",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"\u200e.*(?:end-to-end encrypted|端到端加密|端對端加密)")
_FILE = re.compile(
    r"(?:\A\u200e?[^\n]{1,120}\.\w{2,5} \((?:file attached|文件附件|檔案附件)\)"
    r"|\u200e?<(?:attached|附件)[:：][^>\n]{0,200}>)\s*"
)
_EDITED = re.compile(r"\u200e?<(?:This message was edited|此消息已编辑|此訊息已編輯)>$")
_MARKS = "\u200e\u200f\u202a\u202c\u2068\u2069"


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
    blocks = list(_blocks(whole(stream, MAX_BYTES).decode("utf-8-sig", "replace")))
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
    clock = (half or (half_after or "").lower().replace(".", "").replace(" ", ""), int(hour), int(minute))
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
    text = _EDITED.sub("", _FILE.sub("", named[2].strip(), count=1)).strip(_MARKS + " \n")
    if not text or _MEDIA.fullmatch(text) or _NOTICE.match(named[2]):
        return Skipped(place, SkippedCode.NO_TEXT)
    if is_own(_name(named[1])):  # other programs write the same, and name the owner
        return Skipped(place, SkippedCode.SENT)
    if len(text) > MAX_TEXT_CHARACTERS:
        return Unreadable(place, UnreadableCode.TEXT_TOO_LONG)
    moment = _moment(block, order, zone)
    if moment is None:
        return Unreadable(place, UnreadableCode.TIME)
    return Draft(storable(text), moment, sender=storable(_name(named[1])), channel=Channel.CHAT, place=place)


def _name(written: str) -> str:
    """The name without marks; a tilde stands before one that is not in the address book."""
    return written.translate(_BLANKS).strip(_MARKS + " ").removeprefix("~").strip(_MARKS + " ")


def _moment(block: _Block, order: Order, zone: tzinfo) -> datetime | None:
    day = _day(order, block)
    if day is None:
        return None
    half, hour, minute, second = block.clock
    return moment_in_full(
        TimeWords(day.year, day.month, day.day, half=half, hour=hour, minute=minute, second=second), zone=zone
    )
