"""Reads a conversation that LINE has saved as text: days on lines of their own, below them time, name and text.

    [LINE] 與催收小王的聊天記錄
    儲存日期：2024/03/07 09:00

    2024/03/05（二）
    上午10:22	催收小王	您好

A text of several lines stands in quotes. Where two speak and one of them is the partner, the other one is the owner.
"""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import IO, NamedTuple

from debts.intake.columns import is_own
from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.placeholders import is_placeholder
from debts.intake.sources import whole
from debts.intake.written_times import moment_written
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel

MAX_BYTES = 64 * 1024 * 1024
_TITLE = re.compile(
    r"\[LINE\]\s?(?:與|与|Chat history (?:with|in) )?(?P<partner>[^\n]{0,80}?)(?:的聊天[記记][錄录]|のトーク履歴)?\s*"
)
_DAY = re.compile(r"(?:\w{3,9},? )?(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})\s?(?:[(（][^()（）]{1,6}[)）])?")
_WEEKDAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w{0,6},? ")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SAID = re.compile(r"(?P<time>(?:[上下]午)?\s?\d{1,2}:\d{2}(?:\s?[AP]M)?)\t(?P<name>[^\t\n]{1,80})\t(?P<text>.*)")
_YEAR_FIRST = 1000
_SPEAKERS = 2


class _Said(NamedTuple):
    time: str
    name: str
    text: str


def is_line_chat(head: str) -> bool:
    """Whether a text that begins so is such a conversation."""
    return head.startswith("[LINE]")


def read_line_chat(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the conversation."""
    text = whole(stream, MAX_BYTES).decode("utf-8-sig", "replace")
    title = _TITLE.fullmatch(text.partition("\n")[0].strip())
    said = list(_sayings(text))
    names = {one.name for one in said}
    partner = title["partner"].strip() if title else ""
    own = names - {partner} if len(names) == _SPEAKERS and partner in names else set()
    for number, one in enumerate(said, 1):
        yield _item(one, own, Place(PlaceKind.MESSAGE, number), zone)


def _sayings(text: str) -> Iterator[_Said]:
    day, current, is_open = "", None, False
    for line in text.replace("\r\n", "\n").split("\n"):
        found = _SAID.fullmatch(line)
        if is_open and current and not found:
            current = current._replace(text=f"{current.text}\n{line}")
            is_open = not line.endswith('"')
            continue
        if current:
            yield current._replace(text=_unquoted(current.text))
        current = _Said(f"{day} {found['time']}", found["name"], found["text"]) if found and day else None
        is_open = bool(found) and _is_open(found["text"] if found else "")
        day = day if found else _day(line.strip()) or day
    if current:
        yield current._replace(text=_unquoted(current.text))


def _is_open(text: str) -> bool:
    return text.startswith('"') and not (len(text) > 1 and text.endswith('"'))


def _unquoted(text: str) -> str:
    return text[1:-1] if "\n" in text and text.startswith('"') and text.endswith('"') else text


def _day(line: str) -> str:
    """The day that a line names; which figure is the month of 05/03/2024, its weekday tells."""
    found = _DAY.fullmatch(line)
    if found is None:
        return ""
    first, second, third = map(int, found.groups())
    if first >= _YEAR_FIRST:
        return f"{first}-{second}-{third}"
    weekday = _WEEKDAY.match(line)
    orders = [(third, second, first), (third, first, second)]
    fitting = [one for one in orders if weekday and _weekday(*one) == weekday[1]]
    return "{}-{}-{}".format(*fitting[0]) if len(fitting) == 1 or (fitting and first == second) else ""


def _weekday(year: int, month: int, day: int) -> str:
    try:
        return _WEEKDAYS[datetime(year, month, day).weekday()]  # noqa: DTZ001 - a day, no moment
    except ValueError:
        return ""


def _item(said: _Said, own: set[str], place: Place, zone: tzinfo) -> Item:
    if said.name in own or is_own(said.name):
        return Skipped(place, SkippedCode.SENT)
    if is_placeholder(said.text):
        return Skipped(place, SkippedCode.NO_TEXT)
    if refused := unfit(said.text, place):
        return refused
    moment = moment_written(said.time, zone)
    if moment is None:
        return Unreadable(place, UnreadableCode.TIME, said.time)
    return Draft(storable(said.text), moment, sender=storable(said.name), channel=Channel.CHAT, place=place)
