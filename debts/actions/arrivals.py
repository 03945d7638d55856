"""Telling arriving messages from those that are kept, and keeping the new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from debts.actions.context import WriteContext
from debts.actions.evidence import Log, LogLine, hash_of
from debts.actions.rows import insert_rows, newest_pks
from debts.actions.touching import PIECE, pieces
from debts.evidence.canonical import EMPTY, sha256_of_form, text_form
from debts.models import ImportBatch, Message, Twin, User
from debts.models.base import new_refs
from debts.models.message_index import index_texts
from debts.reconciler.characters import storable
from debts.reconciler.identity import NEAR, Answer, Kept, Known, New, Sighting, tell_apart, words_of
from debts.reconciler.types import Channel, IncomingMessage, Recipient

MAX_SENDER = 200
# By the plain text that a database takes; to ask a member for its value takes five times as long.
PLAIN = {one: one.value for kind in (Channel, Recipient) for one in kind}
_COLUMNS = (
    "ref",
    "recorded_at",
    "channel",
    "recipient",
    "sender",
    "text",
    "received_at",
    "sent_at",
    "fingerprint",
    "owner",
    "batch",
    "copy",
    "words",
)


_KEPT = ("pk", "words", "sender", "received_at", "batch", "removed_at")


@dataclass(slots=True)
class Arrival:
    """A message that came in, as it would be kept: ``incoming`` bears the name that it would have here.

    ``at`` is the time of its receipt as it is hashed, ``written`` are sender and text likewise. These and the
    ``fingerprint`` are empty until it is ``sealed``.
    """

    incoming: IncomingMessage
    source_id: str
    words: str
    fingerprint: str = ""
    at: str = ""
    written: tuple[str, str] = ("", "")
    pk: int = 0

    def sealed(self) -> "Arrival":
        """The same with what makes a message this one: channel, sender, recipient, time, every character of its text.

        Of a message that is kept already nobody asks for it.
        """
        one = self.incoming
        self.at = _utc(one.received_at)
        self.written = sender, text = text_form(one.sender), text_form(one.text)
        self.fingerprint = sha256_of_form(f'["{one.channel}",{sender},"{one.recipient}","{self.at}",{text}]')
        return self

    @property
    def sighting(self) -> Sighting:
        """What it is told apart by."""
        return Sighting(self.words, self.incoming.sender, self.incoming.received_at, self.source_id)


def arrivals_of(messages: Iterable[IncomingMessage], *, keep_refs: bool = False) -> list[Arrival]:
    """The messages as they would be kept, with their own ids as their names where ``keep_refs`` says so."""
    pairs = zip(messages, new_refs(), strict=False)
    return [_arrival(message, message.id if keep_refs and message.id else ref) for message, ref in pairs]


def _arrival(incoming: IncomingMessage, ref: str) -> Arrival:
    kept = IncomingMessage(
        ref,
        storable(incoming.text),
        incoming.received_at,
        storable(incoming.sender)[:MAX_SENDER],
        incoming.channel,
        incoming.recipient,
        incoming.sent_at,
    )
    return Arrival(kept, incoming.id, words_of(kept.channel, kept.recipient, kept.text))


def _utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What arrivals are: an answer for each, and of the known ones which were taken back, when."""

    arrivals: Sequence[Arrival]
    answers: Sequence[Answer]
    removed: dict[int, datetime]

    @property
    def fresh(self) -> list[tuple[Arrival, New]]:
        """The arrivals that nobody has seen."""
        pairs = zip(self.arrivals, self.answers, strict=True)
        return [(arrival, answer) for arrival, answer in pairs if isinstance(answer, New)]

    @property
    def known(self) -> set[int]:
        """The row numbers of the kept messages that arrived again."""
        return {answer.pk for answer in self.answers if isinstance(answer, Known)}

    def pk_at(self, place: int) -> int:
        """The row number of the message that the arrival at this place is, once the fresh ones are kept."""
        answer = self.answers[place]
        if isinstance(answer, Known):
            return answer.pk
        return self.arrivals[place].pk if isinstance(answer, New) else self.pk_at(answer.place)


def recognise(owner: User, arrivals: Sequence[Arrival], batch: ImportBatch | None = None) -> Recognised:
    """Say of arrivals from one source which of them are kept already; ``batch`` holds what came of it before."""
    rows = _with_words(owner, arrivals)
    kept = [Kept(*row[:5]) for row in rows]
    removed = {row[0]: row[5] for row in rows if row[5]}
    sightings = [arrival.sighting for arrival in arrivals]
    return Recognised(arrivals, tell_apart(sightings, kept, batch.pk if batch else None), removed)


def _with_words(owner: User, arrivals: Sequence[Arrival]) -> list[tuple[Any, ...]]:
    """The kept messages with the words of any arrival, of about the same times, taken back or not.

    Two questions: to one with an "or" between them SQLite goes through all that an owner has. A message without a time
    can be none with a time.
    """
    kept = Message.objects.filter(owner=owner).order_by()
    times: dict[bool, list[Arrival]] = {True: [], False: []}
    for arrival in arrivals:
        times[arrival.incoming.received_at is not None].append(arrival)
    rows = _at_these_times(kept, times[True])
    rows += _of_these_words(kept.filter(received_at=None), times[False])
    return sorted(rows)


def _at_these_times(kept: QuerySet[Message], arrivals: Sequence[Arrival]) -> list[tuple[Any, ...]]:
    moments = [at for arrival in arrivals if (at := arrival.incoming.received_at)]
    if not moments:
        return []
    around = kept.filter(received_at__range=(min(moments) - NEAR, max(moments) + NEAR))
    most = PIECE + 2 * len(arrivals)
    rows = list(around.values_list(*_KEPT)[: most + 1])
    if len(rows) > most:  # the file goes to and fro in time, and so much lies between
        return _of_these_words(around, arrivals)
    words = {arrival.words for arrival in arrivals}
    return [row for row in rows if row[1] in words]


def _of_these_words(kept: QuerySet[Message], arrivals: Sequence[Arrival]) -> list[tuple[Any, ...]]:
    words = pieces({arrival.words for arrival in arrivals})
    return [row for piece in words for row in kept.filter(words__in=piece).values_list(*_KEPT)]


def find_kept(owner: User, messages: Iterable[IncomingMessage]) -> list[Message | None]:
    """The kept message that each of some messages from one source is; None for one that is new or was taken back."""
    # Ids given here are places in a paste, and no names by which its source tells messages apart.
    arrivals = arrivals_of(replace(message, id="") for message in messages)
    found = recognise(owner, arrivals)
    rows = {row.pk: row for piece in pieces(found.known) for row in Message.objects.of(owner).filter(pk__in=piece)}
    return [
        rows.get(found.pk_at(place)) if not isinstance(answer, New) else None
        for place, answer in enumerate(found.answers)
    ]


def keep_arrivals(ctx: WriteContext, log: Log, fresh: Sequence[tuple[Arrival, New]], batch: ImportBatch) -> None:
    """Store arrivals that are new, index and log them, and propose those to be joined that may be kept already."""
    rows = [_row(ctx, arrival.sealed(), answer, batch) for arrival, answer in fresh]
    insert_rows(Message, _COLUMNS, rows)
    pks = newest_pks(Message, ctx.owner, len(rows))
    for (arrival, _), pk in zip(fresh, pks, strict=True):
        arrival.pk = pk
    index_texts((one.pk, one.incoming.text, one.incoming.sender) for one, _ in fresh)
    at, ref = _utc(ctx.now), text_form(batch.ref)
    log.append([LogLine("recorded", "message", one.incoming.id, _hash(one, at, ref)) for one, _ in fresh])
    ctx.cause("recorded", "message").count += len(rows)
    near = [(answer.near, arrival.pk) for arrival, answer in fresh if answer.near is not None]
    if near:
        propose(ctx, log, near)


def _row(ctx: WriteContext, arrival: Arrival, answer: New, batch: ImportBatch) -> tuple[Any, ...]:
    """The values of a new message, in the order of the columns."""
    one = arrival.incoming
    facts = (one.id, ctx.now, PLAIN[one.channel], PLAIN[one.recipient], one.sender, one.text)
    times = (one.received_at, one.sent_at)
    return (*facts, *times, arrival.fingerprint, ctx.owner.pk, batch.pk, answer.copy, arrival.words)


def _hash(arrival: Arrival, recorded_at: str, batch: str) -> str:
    """The hash of what is stored of an arrival, as ``hash_of`` gives it for the message when it is read again.

    The fields stand in the order in which they are hashed, those that are empty are left out; ``batch`` and
    ``recorded_at`` are there always.
    """
    one, (sender, text) = arrival.incoming, arrival.written
    received = f'"received_at":"{arrival.at}",' if arrival.at else ""
    sent = f',"sent_at":"{_utc(one.sent_at)}"' if one.sent_at else ""
    return sha256_of_form(
        f'{{"batch":{batch},"channel":"{one.channel}","fingerprint":"{arrival.fingerprint}",{received}'
        f'"recipient":"{one.recipient}","recorded_at":"{recorded_at}","ref":{text_form(one.id)}'
        f"{_named('sender', sender)}{sent}{_named('text', text)}}}"
    )


def _named(name: str, form: str) -> str:
    return f',"{name}":{form}' if form != EMPTY else ""


def propose(ctx: WriteContext, log: Log, pairs: Iterable[tuple[int, int]]) -> None:
    """Ask the owner later whether two kept messages are one, the earlier kept one of each pair first."""
    rows = [Twin(owner=ctx.owner, recorded_at=ctx.now, first_id=first, second_id=second) for first, second in pairs]
    Twin.objects.bulk_create(rows, batch_size=PIECE)
    for piece in pieces(row.pk for row in rows):
        twins = Twin.objects.filter(pk__in=piece).select_related("first", "second")
        log.append(LogLine("recorded", "twin", twin.ref, hash_of(twin)) for twin in twins)
