"""Telling arriving messages from those that are kept, and keeping the new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from debts.actions.context import WriteContext
from debts.actions.evidence import Log, LogLine, hash_of
from debts.actions.rows import insert_rows, newest_pks
from debts.actions.touching import PIECE, pieces
from debts.evidence.canonical import form_of_list, form_of_texts, sha256_of_form
from debts.models import ImportBatch, Message, Twin, User
from debts.models.base import new_refs
from debts.models.message_index import index_texts
from debts.reconciler.characters import storable
from debts.reconciler.identity import NEAR, Answer, Kept, Known, New, Sighting, tell_apart, words_of
from debts.reconciler.types import IncomingMessage

MAX_SENDER = 200
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


@dataclass(slots=True)
class Arrival:
    """A message that came in, as it would be kept: ``incoming`` bears the name that it would have here.

    ``at`` is the time of its receipt as it is hashed; that and ``fingerprint`` are empty until it is ``sealed``.
    """

    incoming: IncomingMessage
    source_id: str
    words: str
    fingerprint: str = ""
    at: str = ""
    pk: int = 0

    def sealed(self) -> "Arrival":
        """The same with what makes a message this one: channel, sender, recipient, time, every character of its text.

        Of a message that is kept already nobody asks for it.
        """
        one = self.incoming
        self.at = _utc(one.received_at)
        facts = (one.channel.value, one.sender, one.recipient.value, self.at, one.text)
        self.fingerprint = sha256_of_form(form_of_list(facts))
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
    """The kept messages with the words of any arrival, of about the same times, taken back or not."""
    moments = [at for arrival in arrivals if (at := arrival.incoming.received_at)]
    times = Q(received_at=None)
    if moments:
        times |= Q(received_at__range=(min(moments) - NEAR, max(moments) + NEAR))
    kept = Message.objects.filter(times, owner=owner).order_by("pk")
    if not kept.order_by().exists():  # as when the first backup is read
        return []
    columns = ("pk", "words", "sender", "received_at", "batch", "removed_at")
    words = pieces({arrival.words for arrival in arrivals})
    return [row for piece in words for row in kept.filter(words__in=piece).values_list(*columns)]


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
    at = _utc(ctx.now)
    log.append(LogLine("recorded", "message", one.incoming.id, _hash(one, at, batch.ref)) for one, _ in fresh)
    ctx.cause("recorded", "message").count += len(rows)
    near = [(answer.near, arrival.pk) for arrival, answer in fresh if answer.near is not None]
    if near:
        propose(ctx, log, near)


def _row(ctx: WriteContext, arrival: Arrival, answer: New, batch: ImportBatch) -> tuple[Any, ...]:
    """The values of a new message, in the order of the columns."""
    one = arrival.incoming
    facts = (one.id, ctx.now, one.channel.value, one.recipient.value, one.sender, one.text)
    times = (one.received_at, one.sent_at)
    return (*facts, *times, arrival.fingerprint, ctx.owner.pk, batch.pk, answer.copy, arrival.words)


def _hash(arrival: Arrival, recorded_at: str, batch: str) -> str:
    """The hash of what is stored of an arrival, as ``hash_of`` gives it for the message when it is read again."""
    one = arrival.incoming
    facts = {  # in the order in which they are hashed
        "batch": batch,
        "channel": one.channel.value,
        "fingerprint": arrival.fingerprint,
        "received_at": arrival.at,
        "recipient": one.recipient.value,
        "recorded_at": recorded_at,
        "ref": one.id,
        "sender": one.sender,
        "sent_at": _utc(one.sent_at),
        "text": one.text,
    }
    return sha256_of_form(form_of_texts({name: value for name, value in facts.items() if value}))


def propose(ctx: WriteContext, log: Log, pairs: Iterable[tuple[int, int]]) -> None:
    """Ask the owner later whether two kept messages are one, the earlier kept one of each pair first."""
    rows = [Twin(owner=ctx.owner, recorded_at=ctx.now, first_id=first, second_id=second) for first, second in pairs]
    Twin.objects.bulk_create(rows, batch_size=PIECE)
    for piece in pieces(row.pk for row in rows):
        twins = Twin.objects.filter(pk__in=piece).select_related("first", "second")
        log.append(LogLine("recorded", "twin", twin.ref, hash_of(twin)) for twin in twins)
