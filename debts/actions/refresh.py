"""Keeping the answers in step with the facts.

A stored verdict is a cache. Whatever changes a fact calls ``refresh_verdicts`` inside its own transaction, so that no
page can ever show a verdict that the ledger no longer supports.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice

from django.db import transaction

from debts.actions.changes import keep_changes, keep_upgrade
from debts.actions.context import WriteContext
from debts.actions.evidence import Log, lock_owner
from debts.actions.storing import Judge
from debts.actions.touching import Footings, counted_with, touched_messages
from debts.models import Message
from debts.queries import aged_messages
from debts.reconciler.types import IncomingMessage

_postponed: ContextVar[bool] = ContextVar("postponed", default=False)


@contextmanager
def refreshing_once(ctx: WriteContext) -> Iterator[None]:
    """Write many facts and judge again only once, at the end and in the same transaction."""
    with transaction.atomic():
        token = _postponed.set(True)
        try:
            yield
        finally:
            _postponed.reset(token)
        refresh_verdicts(ctx)


def refresh_verdicts(ctx: WriteContext) -> None:
    """Judge the kept messages again that the facts written since the last time can touch.

    Which these are is found from the facts themselves: every part of the ledger that differs from what the stored
    verdicts rest on touches the messages that have looked at it, or in which its old and new names stand. Answers that
    stay the same are not written. What changed is put on record.
    """
    if _postponed.get():
        return
    if Message.objects.filter(owner=ctx.owner).exists():
        _refresh(ctx, Judge(ctx))
    else:  # nothing rests on the facts yet, and the first message finds them as they are then
        _forget(ctx)


def _refresh(ctx: WriteContext, judge: Judge) -> None:
    footings = Footings(ctx.owner, judge.grounds.parts)
    touched = ctx.touched | touched_messages(ctx.owner, footings.touch)
    if ctx.unjudged:
        judge.judge_waiting(min(ctx.unjudged))
    judge.judge(touched | counted_with(ctx.owner, touched))
    footings.store()
    keep_changes(ctx, judge.moves)
    _forget(ctx)


def _forget(ctx: WriteContext) -> None:
    """What was written so far has been looked at."""
    ctx.causes.clear()
    ctx.touched.clear()
    ctx.unjudged.clear()


class Refresher:
    """Judges what arrives, chunk by chunk, and reads the ledger anew only after somebody has written to it.

    Before a chunk is stored the others are brought in step (``prepare``); then its own messages are judged.
    """

    def __init__(self) -> None:
        self._judge: Judge | None = None
        self._sequence = -1

    def prepare(self, ctx: WriteContext, log: Log) -> None:
        """Judge the kept messages that anything touches which was written since the last chunk."""
        if _postponed.get():
            return
        if self._judge is None or self._sequence != log.sequence:
            self._judge = Judge(ctx)
            _refresh(ctx, self._judge)

    def judge(self, ctx: WriteContext, log: Log, new: Mapping[int, IncomingMessage]) -> None:
        """Judge the messages that were stored just now, by their row numbers, with those that count with them."""
        if self._judge is None:  # somebody judges everything later
            ctx.unjudged.update(islice(new, 1))
            return
        self._judge.moves.clear()
        self._judge.judge_new(new)
        keep_changes(ctx, self._judge.moves)
        ctx.causes.clear()
        self._sequence = log.sequence


@transaction.atomic
def rejudge(ctx: WriteContext, limit: int) -> int:
    """Judge again up to ``limit`` messages that another rulebook has judged; return how many were found.

    Several may do so at once, and any may be stopped: each takes what is left, one after the other.
    """
    lock_owner(ctx)
    aged = set(aged_messages(ctx.owner).order_by("message_id")[:limit])
    if aged:
        judge = Judge(ctx)
        judge.judge(aged | counted_with(ctx.owner, aged))
        keep_upgrade(ctx, judge.moves)
    return len(aged)
