"""Reads a plain text in which messages stand below one another, as people keep them or a chat was sent on by mail.

    10690000  2024-03-05 10:22
    【远山消金】您的借款已逾期3天。

    ————— 2024-03-06 —————
    远山小李  9:15
    今天能还吗

It is split like a paste. Only times that name their year count, here or on a line of the day above: nobody knows when a
file was written. A text without any is taken for none of messages, and can be pasted.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from itertools import islice, pairwise
from typing import IO

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.paste import Days, split_paste
from debts.intake.paste_chats import said_on_the_line
from debts.intake.paste_headers import Header, is_name, is_owner, read_header
from debts.intake.placeholders import is_placeholder
from debts.intake.sources import whole
from debts.reconciler.types import Channel

MAX_BYTES = 16 * 1024 * 1024
_PORTION = 40_000  # characters: fewer messages than a paste may have
_LINES_SEEN = 60
_BEGINNING = 200
_CONTROL = frozenset(map(chr, range(9)))


def is_noted(begin: str) -> bool:
    """Whether a text that begins so has lines which tell when a message came, with the year, and from whom.

    Logs, notes and programs have times as well; a number, a person or the signature of a message tells them apart.
    """
    if begin.startswith(("<", "#", "/", "---", "commit ")) or not _CONTROL.isdisjoint(begin):
        return False
    heads = list(_headers(begin))
    times = [header.time for header in heads]
    is_told = any(one.year is not None for one in times) and any(one.has_time for one in times)
    if any(header.sender or header.is_drawn for header in heads) or "【" in begin:
        return is_told
    return is_told and _has_speakers(begin)


def _has_speakers(begin: str) -> bool:
    """Whether names stand above the times, one of them twice or the owner's, or right behind them with a colon."""
    lines = [line.strip() for line in begin.splitlines()[:_LINES_SEEN]]
    above = [name for name, line in pairwise(lines) if is_name(name) and (one := read_header(line)) and one.is_certain]
    said = [found[1] for line in lines if (found := said_on_the_line(line))]
    return any(len(set(names)) < len(names) or any(map(is_owner, names)) for names in (above, said))


def _headers(begin: str) -> Iterator[Header]:
    for line in islice(begin.splitlines(), _LINES_SEEN):
        said = said_on_the_line(line.strip())
        if header := read_header(said[2] if said else line):
            yield header


def read_noted(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the messages; what the owner is said to have written is left out."""
    text = whole(stream, MAX_BYTES).decode("utf-8-sig", "replace")
    drafts: list[Draft] = []
    days = Days()
    for portion in _portions(text):
        result = split_paste(portion, now=None, zone=zone, days=days)
        if result.problem:
            yield Unreadable(Place(PlaceKind.MESSAGE, len(drafts) + 1), UnreadableCode.TOO_LARGE)
            return
        drafts += result.drafts
    is_chat = "聊天记录" in text[:_BEGINNING] or any(is_owner(draft.sender) for draft in drafts)
    for number, draft in enumerate(drafts, 1):
        placed = replace(draft, place=Place(PlaceKind.MESSAGE, number))
        yield _item(replace(placed, channel=Channel.CHAT) if is_chat else placed)


def _portions(text: str) -> Iterator[str]:
    """The text in portions that a paste can have, cut above a heading; whole where its times stand below."""
    lines = re.split(r"\r\n|\r|\n", text)
    has_heads = read_header(next((line for line in lines if line.strip()), "")) is not None
    start = size = 0
    for at, line in enumerate(lines):
        if size > _PORTION and has_heads and _is_edge(lines[at - 1], line):
            yield "\n".join(lines[start:at])
            start, size = at, 0
        size += len(line) + 1
    yield "\n".join(lines[start:])


def _is_edge(before: str, line: str) -> bool:
    """Whether a message surely begins with the line."""
    header = read_header(line)
    if header is None or not header.time.has_time:
        return False
    return not before.strip() or bool(header.sender and header.is_certain)


def _item(draft: Draft) -> Item:
    place = draft.place or Place(PlaceKind.MESSAGE, 1)
    if is_owner(draft.sender):
        return Skipped(place, SkippedCode.SENT)
    if is_placeholder(draft.text):
        return Skipped(place, SkippedCode.NO_TEXT)
    return unfit(draft.text, place) or draft
