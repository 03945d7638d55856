"""What the owner says about two messages that may be one. Either answer can be undone."""

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.corrections import TakenBack, take_back
from debts.actions.evidence import lock_fact, log_write
from debts.actions.refresh import refreshing_once
from debts.models import Decision, Message, Twin, TwinAnswer


def join(ctx: WriteContext, twin: Twin) -> Message:
    """Let two messages count as one, and answer with the one that stays.

    That is the one that came first; where the owner has decided about the later one only, it is that.
    """
    with refreshing_once(ctx):
        _still_open(ctx, twin)
        first, second = twin.first, twin.second
        decided = set(
            Decision.objects.of(ctx.owner).filter(message__in=(first, second)).values_list("message", flat=True)
        )
        if decided == {second.pk}:
            # The second of a pair is the one that goes.
            twin.first, twin.second = second, first
        take_back(ctx, twin.second, reason="joined")
        _answer(ctx, twin, TwinAnswer.JOINED)
    return twin.first


@transaction.atomic
def keep_apart(ctx: WriteContext, twin: Twin) -> None:
    """Say that two messages are two; the question is not asked again."""
    _still_open(ctx, twin)
    _answer(ctx, twin, TwinAnswer.APART)


def ask_again(ctx: WriteContext, twin: Twin) -> None:
    """Take the answer back: both messages count again, and the question is open."""
    with refreshing_once(ctx):
        lock_fact(ctx, twin)
        if twin.answer == TwinAnswer.JOINED and twin.second.removed_at is not None:
            twin.second.removed_at = None
            twin.second.save(update_fields=["removed_at"])
            log_write(ctx, "restored", [twin.second])
        _answer(ctx, twin, TwinAnswer.OPEN)


def _still_open(ctx: WriteContext, twin: Twin) -> None:
    """Refuse where the question was answered meanwhile, or one of the messages is gone."""
    lock_fact(ctx, twin)
    gone = {twin.first.removed_at, twin.second.removed_at} - {None}
    if gone or twin.answer != TwinAnswer.OPEN:
        raise TakenBack(twin.ref)


def _answer(ctx: WriteContext, twin: Twin, answer: TwinAnswer) -> None:
    twin.answer = answer
    twin.save(update_fields=["first", "second", "answer"])
    log_write(ctx, "answered", [twin])
