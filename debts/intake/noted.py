"""Reads a plain text in which messages stand below one another, as people keep them or a chat was sent on by mail.

    10690000  2024-03-05 10:22
    【远山消金】您的借款已逾期3天。

    ————— 2024-03-06 —————
    远山小李  9:15
    今天能还吗

It is split like a paste. Only times that name their year count, here or on a line of the day above: nobody knows when a
file was written. A text without any is taken for none of messages, and can be pasted.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from itertools import islice
from typing import IO

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.paste import MAX_PASTE_CHARACTERS, split_paste
from debts.intake.paste_headers import Header, is_owner, read_header
from debts.intake.placeholders import is_placeholder
from debts.reconciler.types import Channel

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
    return is_told and (any(header.sender or header.is_drawn for header in heads) or "【" in begin)


def _headers(begin: str) -> Iterator[Header]:
    lines = islice(begin.splitlines(), _LINES_SEEN)
    return (header for line in lines if (header := read_header(line)))


def read_noted(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the messages; what the owner is said to have written is left out."""
    text = stream.read(4 * MAX_PASTE_CHARACTERS + 1).decode("utf-8-sig", "replace")
    result = split_paste(text, now=None, zone=zone)
    if result.problem:
        yield Unreadable(Place(PlaceKind.MESSAGE, 1), UnreadableCode.TOO_LARGE)
        return
    is_chat = "聊天记录" in text[:_BEGINNING] or any(is_owner(draft.sender) for draft in result.drafts)
    for draft in result.drafts:
        yield _item(replace(draft, channel=Channel.CHAT) if is_chat else draft)


def _item(draft: Draft) -> Item:
    place = draft.place or Place(PlaceKind.MESSAGE, 1)
    if is_owner(draft.sender):
        return Skipped(place, SkippedCode.SENT)
    if is_placeholder(draft.text):
        return Skipped(place, SkippedCode.NO_TEXT)
    return unfit(draft.text, place) or draft
