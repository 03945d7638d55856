"""Keeping the answers in step with the facts.

A stored verdict is a cache. Whatever changes a fact calls ``refresh_verdicts`` inside its own transaction, so that no
page can ever show a verdict that the ledger no longer supports.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from debts.actions.changes import keep_changes, keep_upgrade
from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.actions.storing import Judge
from debts.actions.touching import Footings, counted_with, touched_messages
from debts.queries import aged_messages

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
    judge = Judge(ctx)
    footings = Footings(ctx.owner, judge.grounds.parts)
    touched = ctx.touched | touched_messages(ctx.owner, footings.touch)
    judge.judge(touched | counted_with(ctx.owner, touched))
    footings.store()
    keep_changes(ctx, judge.moves)
    ctx.causes.clear()
    ctx.touched.clear()


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
