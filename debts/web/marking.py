"""A message's own words with those marked that decided: pieces that a template escapes one by one.

On a card the marks are plain; where an answer is taken apart each carries its number.

"您的好期贷已逾期" with the spans of 好期贷 and 已逾期  ->  "您的" [好期贷] [已逾期]
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter

from debts.dossier.marks import Mark
from debts.models.messages import Channel, Recipient
from debts.reconciler.types import IncomingMessage, Judgement, Reading, Span, VerdictCode

# A longer text is folded after this many characters; all of it stays on the page.
SHOWN_AT_ONCE = 1200


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, marked or not; ``mark`` where it is numbered, ``is_first`` in the first of its places."""

    text: str
    is_marked: bool = False
    mark: Mark | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A message as it is shown: how it came, and its words; ``rest`` holds what is folded away."""

    channel: str
    sender: str
    recipient: str
    received_at: datetime | None
    pieces: tuple[Piece, ...]
    rest: tuple[Piece, ...] = ()


def quote_of(message: IncomingMessage, judgement: Judgement | None) -> Quote:
    """Quote a message with the words marked that its judgement rests on, where there is one."""
    pieces = list(marked(message.text, spans_of(judgement) if judgement else ()))
    first, rest = folded(pieces, SHOWN_AT_ONCE)
    recipient = "" if message.recipient.value == Recipient.SELF else str(Recipient(message.recipient.value).label)
    return Quote(
        channel=str(Channel(message.channel.value).label),
        sender=message.sender,
        recipient=recipient,
        received_at=message.received_at,
        pieces=tuple(first),
        rest=tuple(rest),
    )


def spans_of(judgement: Judgement) -> Iterator[Span]:
    """Where the words stand that decided: those of the reasons, of the findings, and of a claim's own parts."""
    for reason in judgement.verdict.reasons:
        yield from reason.spans
    for finding in judgement.findings:
        yield from finding.spans
    if judgement.verdict.code is not VerdictCode.NO_CLAIM:
        yield from _read(judgement.reading)


def _read(reading: Reading) -> Iterator[Span]:
    mentions = [*reading.lenders, *reading.contract_numbers, *reading.card_tails]
    if reading.signature:
        mentions.append(reading.signature)
    yield from (mention.span for mention in mentions)
    yield from (amount.span for amount in reading.amounts)


def marked(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Cut ``text`` at the spans; those that touch or overlap become one, what lies outside the text is left out."""
    end = 0
    for start, stop in _merged(spans, len(text)):
        if start > end:
            yield Piece(text[end:start])
        yield Piece(text[start:stop], is_marked=True)
        end = stop
    if end < len(text):
        yield Piece(text[end:])


def _merged(spans: Iterable[Span], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted((max(0, span.start), min(length, span.end)) for span in spans):
        if start >= stop:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged


def numbered(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Cut ``text`` at the places of numbered marks, which do not overlap."""
    places = sorted(((place.start, place.end, mark) for mark in marks for place in mark.places), key=itemgetter(0))
    end, seen = 0, set[int]()
    for start, stop, mark in places:
        if start > end:
            yield Piece(text[end:start])
        yield Piece(text[start:stop], is_marked=True, mark=mark, is_first=mark.number not in seen)
        seen.add(mark.number)
        end = stop
    if end < len(text):
        yield Piece(text[end:])


def folded(pieces: list[Piece], room: int) -> tuple[list[Piece], list[Piece]]:
    """Part the pieces after ``room`` characters; a numbered one is not torn, so that it can be reached."""
    shown: list[Piece] = []
    for index, piece in enumerate(pieces):
        if len(piece.text) > room:
            if piece.mark:
                return shown, pieces[index:]
            head, tail = replace(piece, text=piece.text[:room]), replace(piece, text=piece.text[room:])
            return [*shown, head], [tail, *pieces[index + 1 :]]
        shown.append(piece)
        room -= len(piece.text)
    return shown, []
