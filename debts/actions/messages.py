"""Taking messages in, and what the owner decides about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from debts.actions.arrivals import Recognised, arrivals_of, keep_arrivals, recognise
from debts.actions.context import WriteContext
from debts.actions.corrections import take_back
from debts.actions.evidence import Log, lock_owner, log_write
from debts.actions.lessons import learn
from debts.actions.loans import record_fact
from debts.actions.refresh import Refresher, refreshing_once
from debts.actions.touching import pieces
from debts.models import Decision, ImportBatch, Lesson, LessonKind, Loan, Message, Twin, TwinAnswer, Verdict
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of messages that were handed in; ``rows`` has the kept message behind each of them, in order."""

    new: tuple[Message, ...]
    duplicates: int
    flagged: int
    batch: ImportBatch | None
    rows: tuple[Message, ...] = ()


@transaction.atomic
def receive_messages(
    ctx: WriteContext,
    messages: Iterable[IncomingMessage],
    *,
    source: str,
    sha256: str = "",
    keep_refs: bool = False,
    bring_back: bool = True,
    batch: ImportBatch | None = None,
) -> Receipt:
    """Keep each message that is not kept yet, judge the new ones, and say what happened.

    What is one message whatever its route says ``reconciler.identity``; the ids are the source's own names. One that
    had been taken back counts again, unless ``bring_back`` says that it stays as its owner left it. With ``keep_refs``
    the ids become the messages' names, as archives need it. ``batch`` is what the messages before these came in, where
    they come from one source in several calls.
    """
    lock_owner(ctx)
    arrivals = arrivals_of(messages, keep_refs=keep_refs)
    found = recognise(ctx.owner, arrivals, batch)
    restored = restore(ctx, found.known & set(found.removed)) if bring_back else []
    log, refresher = Log(ctx), Refresher()
    refresher.prepare(ctx, log)
    if fresh := found.fresh:
        batch = batch or record_batch(ctx, source, sha256)
        log = Log(ctx)
        keep_arrivals(ctx, log, fresh, batch)
        refresher.judge(ctx, log, {arrival.pk: arrival.incoming for arrival, _ in fresh})
    return _receipt(found, {*restored, *(arrival.pk for arrival, _ in fresh)}, batch)


def _receipt(found: Recognised, new: set[int], batch: ImportBatch | None) -> Receipt:
    pks = [found.pk_at(place) for place in range(len(found.arrivals))]
    rows = {row.pk: row for piece in pieces(set(pks)) for row in Message.objects.filter(pk__in=piece)}
    kept = tuple(rows[pk] for pk in dict.fromkeys(pks) if pk in new)  # in the order in which they were given
    return Receipt(kept, len(pks) - len(new), _flagged(kept), batch, tuple(rows[pk] for pk in pks))


def restore(ctx: WriteContext, pks: Iterable[int], batch: ImportBatch | None = None) -> list[int]:
    """Let messages count again that were taken back; they belong to ``batch`` from now on, where there is one.

    Those that were joined with another message stay taken back: the other one counts.
    """
    joined = Twin.objects.of(ctx.owner).filter(answer=TwinAnswer.JOINED).values("second")
    restored: list[int] = []
    for piece in pieces(sorted(pks)):
        rows = list(Message.objects.filter(owner=ctx.owner, pk__in=piece).exclude(pk__in=joined).order_by("pk"))
        for message in rows:
            message.removed_at = None
            message.batch = batch or message.batch
        Message.objects.bulk_update(rows, ["removed_at", "batch"])
        log_write(ctx, "restored", rows)
        restored += [message.pk for message in rows]
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
