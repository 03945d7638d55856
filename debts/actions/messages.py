"""Taking messages in, and what the owner decides about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.corrections import take_back
from debts.actions.evidence import lock_owner, log_write
from debts.actions.lessons import learn
from debts.actions.loans import record_fact
from debts.actions.refresh import refresh_verdicts, refreshing_once
from debts.actions.touching import PIECE, pieces
from debts.evidence.canonical import sha256_of
from debts.models import Decision, ImportBatch, Lesson, LessonKind, Loan, Message, Verdict
from debts.models.messages import DecisionKind
from debts.reconciler.characters import storable
from debts.reconciler.types import IncomingMessage


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of messages that were handed in."""

    new: tuple[Message, ...]
    duplicates: int
    flagged: int
    batch: ImportBatch | None


@transaction.atomic
def receive_messages(
    ctx: WriteContext,
    messages: Iterable[IncomingMessage],
    *,
    source: str,
    sha256: str = "",
    keep_refs: bool = False,
) -> Receipt:
    """Keep each message that is not kept yet, judge the new ones, and say what happened.

    Two messages are the same when channel, sender, recipient, time and text agree to the letter. One that had been
    taken back counts again. With ``keep_refs`` the given ids become the messages' names, as archives need it.
    """
    lock_owner(ctx)
    given = [_as_message(ctx, message, keep_ref=keep_refs) for message in messages]
    fresh = _without_known(ctx, given)
    restored = _restore(ctx, given)
    if not fresh:
        return Receipt(tuple(restored), len(given) - len(restored), _flagged(restored), None)
    batch = record_batch(ctx, source, sha256)
    for message in fresh:
        message.batch = batch
    Message.objects.bulk_create(fresh, batch_size=PIECE)
    log_write(ctx, "recorded", fresh)
    refresh_verdicts(ctx)
    new = [*restored, *fresh]
    return Receipt(tuple(new), len(given) - len(new), _flagged(new), batch)


def _as_message(ctx: WriteContext, incoming: IncomingMessage, *, keep_ref: bool) -> Message:
    message = Message(
        owner=ctx.owner,
        recorded_at=ctx.now,
        channel=incoming.channel.value,
        recipient=incoming.recipient.value,
        sender=storable(incoming.sender)[:200],
        text=storable(incoming.text),
        received_at=incoming.received_at,
        sent_at=incoming.sent_at,
    )
    if keep_ref and incoming.id:
        message.ref = incoming.id
    message.fingerprint = fingerprint(message)
    return message


def fingerprint(message: Message) -> str:
    """Hash what makes a message this one: channel, sender, recipient, time and every character of its text."""
    at = message.received_at.astimezone(UTC).isoformat() if message.received_at else ""
    return sha256_of([message.channel, message.sender, message.recipient, at, message.text])


def fingerprint_of(incoming: IncomingMessage) -> str:
    """The fingerprint under which a message that is not kept yet would be kept."""
    return fingerprint(
        Message(
            channel=incoming.channel.value,
            sender=storable(incoming.sender)[:200],
            recipient=incoming.recipient.value,
            received_at=incoming.received_at,
            text=storable(incoming.text),
        )
    )


def _without_known(ctx: WriteContext, messages: Sequence[Message]) -> list[Message]:
    known: set[str] = set()
    for prints in pieces(message.fingerprint for message in messages):
        rows = Message.objects.filter(owner=ctx.owner, fingerprint__in=prints)
        known.update(rows.values_list("fingerprint", flat=True))
    fresh = {message.fingerprint: message for message in reversed(messages) if message.fingerprint not in known}
    return list(reversed(fresh.values()))


def _restore(ctx: WriteContext, messages: Sequence[Message]) -> list[Message]:
    prints = {message.fingerprint for message in messages}
    removed = Message.objects.filter(owner=ctx.owner).exclude(removed_at=None)
    restored = [message for message in removed if message.fingerprint in prints]
    for message in restored:
        message.removed_at = None
        message.save(update_fields=["removed_at"])
    if restored:
        log_write(ctx, "restored", restored)
        refresh_verdicts(ctx)
    return restored


def record_batch(ctx: WriteContext, source: str, sha256: str) -> ImportBatch:
    """Record one file or paste that facts come from."""
    batch = ImportBatch.objects.create(owner=ctx.owner, recorded_at=ctx.now, source=source[:255], sha256=sha256)
    log_write(ctx, "recorded", [batch])
    return batch


def _flagged(messages: Sequence[Message]) -> int:
    pks = pieces(message.pk for message in messages)
    return sum(Verdict.objects.filter(message__in=piece, is_flagged=True).count() for piece in pks)


@transaction.atomic
def decide(
    ctx: WriteContext, message: Message, kind: DecisionKind, *, loan: Loan | None = None, reason: str = ""
) -> Decision:
    """Record what the owner decided about ``message``; an earlier decision about it is taken back.

    What the earlier one taught about the same lender stays learnt.
    """
    with refreshing_once(ctx):
        lessons = list(Lesson.objects.of(ctx.owner).filter(decision__message=message))
        withdraw_decision(ctx, message)
        decision = record_fact(ctx, Decision, message=message, kind=kind, loan=loan, reason=reason)
        for lesson in lessons:
            if loan is not None and lesson.lender_id == loan.lender_id:
                learn(ctx, decision, LessonKind(lesson.kind), lesson.value)
        return decision


@transaction.atomic
def withdraw_decision(ctx: WriteContext, message: Message) -> None:
    """Take back what the owner had decided about ``message``, if anything."""
    with refreshing_once(ctx):
        for decision in Decision.objects.of(ctx.owner).filter(message=message):
            take_back(ctx, decision)
