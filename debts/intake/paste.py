"""Splits text copied from a phone into messages, with time and sender where the text tells them.

    昨天 14:03
    【招联金融】您的借款已逾期3天。

    【还呗】本期应还500元。

becomes two drafts: the first with its time (the heading line stays in ``Draft.header``), the second without one.
A message of several paragraphs stays whole where nothing shows that another begins; two blank lines always part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from debts.intake.drafts import Draft, Place, PlaceKind
from debts.intake.paste_headers import Header
from debts.intake.paste_pieces import Piece, pieces_of
from debts.intake.paste_times import TimeWords, day_after, is_past_midnight, moment_in_full, moment_of
from debts.reconciler.characters import storable

MAX_PASTE_CHARACTERS = 2_000_000
MAX_PASTE_MESSAGES = 5_000


class PasteProblem(StrEnum):
    """Why a paste was not taken."""

    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class PasteResult:
    """The messages of a paste. With a problem there are none: a part taken silently would be worse."""

    drafts: tuple[Draft, ...] = ()
    problem: PasteProblem | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """The pieces of one message: the lines that tell about it, and its own."""

    headers: tuple[Piece, ...]
    texts: tuple[Piece, ...]


def split_paste(text: str, *, now: datetime | None, zone: tzinfo, days: "Days | None" = None) -> PasteResult:
    """Split pasted text into messages, in their order.

    ``now`` (aware) and ``zone`` place words such as 昨天; a time that lies ahead or cannot be is not taken. Without
    ``now``, for nobody knows when a file was written, only times count that name their year. Line ends become LF,
    which is how the message was before a browser sent it; what no database keeps becomes U+FFFD. ``days`` are those of
    the text before, where this one goes on with it.
    """
    if len(text) > MAX_PASTE_CHARACTERS:
        return PasteResult(problem=PasteProblem.TOO_LONG)
    paste = storable(text).replace("\r\n", "\n").replace("\r", "\n")
    groups = _grouped(pieces_of(paste))
    if len(groups) > MAX_PASTE_MESSAGES:
        return PasteResult(problem=PasteProblem.TOO_MANY)
    return PasteResult(tuple(_drafts(paste, groups, days or Days(), now=now, zone=zone)))


def _grouped(pieces: list[Piece]) -> list[_Group]:
    below = _times_stand_below(pieces)
    groups: list[_Group] = []
    headers: list[Piece] = []
    texts: list[Piece] = []
    for piece in pieces:
        if texts and _begins(piece, after_header=bool(headers), below=below):
            groups.append(_Group(tuple(headers), tuple(texts)))
            headers, texts = [], []
        (texts if piece.header is None else headers).append(piece)
    return _closed(groups, headers, texts)


def _times_stand_below(pieces: list[Piece]) -> bool:
    """Whether each time follows its message: the paste begins with words and ends with a time."""
    last = pieces[-1].header if pieces else None
    return last is not None and last.time.has_time and pieces[0].header is None


def _begins(piece: Piece, *, after_header: bool, below: bool) -> bool:
    if piece.header is not None:
        return not below
    return piece.opens or (below and after_header)


def _closed(groups: list[_Group], headers: list[Piece], texts: list[Piece]) -> list[_Group]:
    if texts:
        return [*groups, _Group(tuple(headers), tuple(texts))]
    if not headers:
        return groups
    if not groups:  # nothing but what looks like headings: then these are the words
        return [_Group((), tuple(headers))]
    last = groups[-1]
    return [*groups[:-1], _Group(last.headers, (*last.texts, *headers))]


def _drafts(paste: str, groups: list[_Group], days: "Days", *, now: datetime | None, zone: tzinfo) -> Iterator[Draft]:
    for number, group in enumerate(groups, 1):
        told = _told(group)
        words = days.placed(group, told)
        yield Draft(
            text=_span(paste, group.texts),
            received_at=moment_of(words, now=now, zone=zone) if now else moment_in_full(words, zone=zone),
            sender=told.sender,
            place=Place(PlaceKind.MESSAGE, number),
            header=_span(paste, group.headers),
        )


class Days:
    """The days of a conversation: one on a line alone is for all times below it, until the clock passes midnight."""

    def __init__(self) -> None:
        self._day = TimeWords()
        self._last = TimeWords()

    def placed(self, group: _Group, told: Header) -> TimeWords:
        """The time of a message with its day."""
        lines = (piece.header.time for piece in group.headers if piece.header and piece.header.is_day_only)
        day = next(lines, None)
        self._day = day or self._day
        if told.time.has_day and day is None:
            return told.time
        if day is None and is_past_midnight(self._last, told.time):
            self._day = day_after(self._day)
        self._last = told.time if told.time.has_time else self._last
        return told.time if told.time.has_day else Header(time=self._day).joined(told).time


def _told(group: _Group) -> Header:
    told = Header()
    for piece in group.headers:
        if piece.header is not None:
            told = told.joined(piece.header)
    return told


def _span(paste: str, pieces: tuple[Piece, ...]) -> str:
    return paste[pieces[0].start : pieces[-1].end] if pieces else ""
