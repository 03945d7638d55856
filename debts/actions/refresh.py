"""Judging messages and keeping the answers in step with the facts.

A stored verdict is a cache. Whatever changes a fact calls ``refresh_verdicts`` inside its own transaction, so that no
page can ever show a verdict that the ledger no longer supports.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from debts.actions.context import WriteContext
from debts.models import Finding, Loan, Message, Verdict
from debts.models.messages import Channel
from debts.queries import as_incoming, ledger_of
from debts.reconciler import judge_messages
from debts.reconciler.dates import CHINA
from debts.reconciler.types import Judgement
from debts.rulebook import load_rulebook

_PIECE = 500

_postponed: ContextVar[bool] = ContextVar("postponed", default=False)


@contextmanager
def refreshing_once(ctx: WriteContext, only: Sequence[Message] | None = None) -> Iterator[None]:
    """Write many facts and judge again only once, at the end and in the same transaction.

    ``only`` names the messages that the writes can touch; without it that may be any of the owner's.
    """
    with transaction.atomic():
        token = _postponed.set(True)
        try:
            yield
        finally:
            _postponed.reset(token)
        refresh_verdicts(ctx, only)


def refresh_verdicts(ctx: WriteContext, only: Sequence[Message] | None = None) -> None:
    """Judge kept messages again after a fact has changed.

    All of them, unless ``only`` says which: a new lender's name can turn a text that named nobody into a demand, so no
    stored answer tells by itself that it still holds. Answers that stay the same are not written.
    """
    if _postponed.get():
        return
    if only is not None:
        judge_with_their_days(ctx, only)
    else:
        judge_and_store(ctx, list(Message.objects.of(ctx.owner)))


def judge_with_their_days(ctx: WriteContext, messages: Sequence[Message]) -> None:
    """Judge ``messages`` together with the claims and calls of the same days: rules that count a day see it whole."""
    judge_and_store(ctx, [*messages, *_same_days(ctx, messages)])


def judge_and_store(ctx: WriteContext, messages: Sequence[Message]) -> None:
    """Judge ``messages`` together, store the answers that are new, and note which verdicts they change."""
    if not messages:
        return
    judgements = judge_messages(
        ledger_of(ctx.owner), [as_incoming(message) for message in messages], rulebook=load_rulebook()
    )
    loans = {loan.ref: loan for loan in Loan.objects.of(ctx.owner)}
    pairs = zip(messages, judgements, strict=True)
    verdicts = [_verdict(ctx, message, judgement, loans) for message, judgement in pairs]
    older = _stored(messages)
    new = [verdict for verdict in verdicts if not _is_same(older.get(verdict.message_id), verdict)]
    for verdict in new:
        if before := older.get(verdict.message_id):
            ctx.note_verdict(verdict.message_id, before.code, str(verdict.code))
    _replace(new)


def _same_days(ctx: WriteContext, messages: Sequence[Message]) -> list[Message]:
    days = {message.received_at.astimezone(CHINA).date() for message in messages if message.received_at}
    if not days:
        return []
    first, last = (datetime.combine(day, time.min, CHINA) for day in (min(days), max(days) + timedelta(days=1)))
    kept = Message.objects.of(ctx.owner).filter(received_at__gte=first, received_at__lt=last)
    counted = kept.filter(Q(verdict__is_claim=True) | Q(channel=Channel.CALL))
    own = {message.pk for message in messages}
    return [
        message
        for message in counted
        if message.pk not in own and message.received_at and message.received_at.astimezone(CHINA).date() in days
    ]


def _stored(messages: Sequence[Message]) -> dict[int, Verdict]:
    """The answers in store, by the row numbers of their messages."""
    pieces = (messages[start : start + _PIECE] for start in range(0, len(messages), _PIECE))
    return {row.message_id: row for piece in pieces for row in Verdict.objects.filter(message__in=piece)}


def _is_same(older: Verdict | None, verdict: Verdict) -> bool:
    names = ("code", "loan_id", "rulebook_version", "detail")
    return older is not None and all(getattr(older, name) == getattr(verdict, name) for name in names)


def _replace(verdicts: Sequence[Verdict]) -> None:
    """Put answers in the place of older ones about the same messages."""
    for start in range(0, len(verdicts), _PIECE):
        piece = verdicts[start : start + _PIECE]
        Verdict.objects.filter(message__in=[verdict.message_id for verdict in piece]).delete()
        Verdict.objects.bulk_create(piece)
        Finding.objects.bulk_create(
            [
                Finding(verdict=verdict, rule=finding["id"])
                for verdict in piece
                for finding in verdict.detail["findings"]
            ]
        )


def _verdict(ctx: WriteContext, message: Message, judgement: Judgement, loans: dict[str, Loan]) -> Verdict:
    verdict = judgement.verdict
    return Verdict(
        owner=ctx.owner,
        message=message,
        code=verdict.code,
        kind=judgement.reading.kind,
        is_claim=judgement.reading.is_claim,
        is_flagged=verdict.code.is_flagged,
        loan=loans.get(verdict.loan_id or ""),
        rulebook_version=verdict.rulebook_version,
        judged_at=ctx.now,
        detail=Verdict.detail_of(judgement),
    )
