"""Whether two sightings of a message are one message, whatever the routes by which they came.

A message is known by its words, its channel, whom it reached, its sender in any notation of the number, and its time.
Sources give the time to the millisecond, the second or the minute, so that the same message looks later in one than in
another. A time on the full minute may have been cut to it; any other seconds were told.

Within one source two rows with other times or other ids are two messages: their source says so.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from debts.rulebook import plain_number

NEAR = timedelta(minutes=2)
_DIGITS = 32
_MAINLAND_MOBILE = re.compile(r"86(1[3-9][0-9]{9})")


def words_of(channel: str, recipient: str, text: str) -> str:
    """A digest (32 hexadecimal figures) of what was said, by which channel and to whom; blanks count as one."""
    said = "\x1f".join((channel, recipient, " ".join(text.split())))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


@lru_cache(maxsize=4096)
def number_of(sender: str) -> str:
    """The sender in one notation: no blanks, dashes, country code of the mainland, nor the 0 of long distance."""
    plain = plain_number(sender).casefold()
    if not plain.isdecimal():
        return plain
    mobile = _MAINLAND_MOBILE.fullmatch(plain)
    return mobile[1] if mobile else plain.lstrip("0")


class Sighting(NamedTuple):
    """A message as one source shows it. ``id`` is the source's own name for it, empty if it has none."""

    words: str
    sender: str
    at: datetime | None
    id: str = ""


class Kept(NamedTuple):
    """A message that is kept already: its row number, and the batch that it came with."""

    pk: int
    words: str
    sender: str
    at: datetime | None
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The sighting is of a message that is kept already."""

    pk: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """The source shows the sighting with this place in the list once more."""

    place: int


@dataclass(frozen=True, slots=True)
class New:
    """Nobody has seen the message yet. ``copy`` counts others that agree with it in words and time.

    ``near`` is a kept message of another source that may be the same, and nothing says for sure that it is.
    """

    copy: int = 0
    near: int | None = None


Answer = Known | Repeated | New
UNSEEN = New()


def tell_apart(sightings: Sequence[Sighting], kept: Iterable[Kept], batch: int | None = None) -> list[Answer]:
    """Say of each sighting of one source what it is; the order of those within a minute changes nothing.

    ``kept`` are the kept messages with any of the words. Each stands for one sighting at most. Those of ``batch`` came
    from this same source, which tells times as exactly as before.
    """
    by_words: dict[str, list[Kept]] = defaultdict(list)
    for one in kept:
        by_words[one.words].append(one)
    first: dict[Sighting, int] = {}
    places: dict[str, list[int]] = defaultdict(list)
    answers: list[Answer] = []
    for place, sighting in enumerate(sightings):
        earlier = first.setdefault(sighting, place)
        answers.append(UNSEEN if earlier == place else Repeated(earlier))
        if earlier == place:
            places[sighting.words].append(place)
    for words, group in places.items():
        known = by_words.get(words, ())
        if len(group) == 1 and len(known) == 1 and _is_plainly(sightings[group[0]], known[0]):
            answers[group[0]] = Known(known[0].pk)
        elif len(group) > 1 or known:
            _settle({place: sightings[place] for place in group}, known, batch, answers)
    return answers


def _is_plainly(sighting: Sighting, one: Kept) -> bool:
    """Whether a sighting is a kept message to the moment, as nearly all are when a file is read again."""
    return one.at == sighting.at and number_of(one.sender) == number_of(sighting.sender)


def _settle(group: Mapping[int, Sighting], kept: Sequence[Kept], batch: int | None, answers: list[Answer]) -> None:
    """Pair the sightings of the same words with the kept ones, the surest pairs first; the others are new."""
    free = {one.pk: one for one in kept}
    open_places = dict(group)
    for is_same in (_same_moment, _same_second, _same_minute):
        for place, sighting in list(open_places.items()):
            found = next((one for one in free.values() if _fits(sighting, one, is_same, batch)), None)
            if found:
                answers[place] = Known(found.pk)
                del free[found.pk], open_places[place]
    moments = [one.at for one in kept]
    for place, sighting in open_places.items():
        answers[place] = New(moments.count(sighting.at), _nearest(sighting, free.values(), batch))
        moments.append(sighting.at)


Test = Callable[[datetime | None, datetime | None], bool]


def _fits(sighting: Sighting, one: Kept, is_same: Test, batch: int | None) -> bool:
    if batch is not None and one.batch == batch and is_same is not _same_moment:
        return False
    return number_of(sighting.sender) == number_of(one.sender) and is_same(sighting.at, one.at)


def _same_moment(one: datetime | None, other: datetime | None) -> bool:
    return one == other


def _same_second(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and _second(one) == _second(other)


def _same_minute(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return False
    return int(one.timestamp()) // 60 == int(other.timestamp()) // 60 and (_is_full(one) or _is_full(other))


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _is_full(moment: datetime) -> bool:
    return moment.second == 0 and moment.microsecond == 0


def _nearest(sighting: Sighting, kept: Iterable[Kept], batch: int | None) -> int | None:
    """The kept message of another source that is nearest in time, by the same sender or where one names none."""
    at = sighting.at
    if at is None:
        return None
    near = [
        (abs(one.at - at), one.pk)
        for one in kept
        if one.at and abs(one.at - at) < NEAR and one.batch != batch and _may_be_one(sighting.sender, one.sender)
    ]
    return min(near)[1] if near else None


def _may_be_one(sender: str, other: str) -> bool:
    return not sender or not other or number_of(sender) == number_of(other)
