"""Judging messages and keeping the answers in step with the facts.

A stored verdict is a cache. Whatever changes a fact calls ``refresh_verdicts`` inside its own transaction, so that no
page can ever show a verdict that the ledger no longer supports.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import Q

from debts.actions.context import WriteContext
from debts.models import Finding, Loan, Message, Verdict
from debts.models.messages import Channel
from debts.queries import as_incoming, ledger_of
from debts.reconciler import judge_messages
from debts.reconciler.types import Judgement, Kind
from debts.rulebook import load_rulebook

_PIECE = 500

_postponed: ContextVar[bool] = ContextVar("postponed", default=False)

# What a reading says of these kinds can turn into a different verdict when the ledger changes; the rest claim nothing
# and stay what they are.
_LEDGER_KINDS = [Kind.REPAYMENT_RECEIPT, Kind.SETTLEMENT_NOTICE, Kind.BANK_TRANSACTION, Kind.MARKETING]


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
    """Judge again every stored message of the owner whose answer rests on the ledger."""
    if _postponed.get():
        return
    kept = Message.objects.of(ctx.owner)
    touched = kept.filter(Q(verdict__is_claim=True) | Q(verdict__kind__in=_LEDGER_KINDS) | Q(channel=Channel.CALL))
    judge_and_store(ctx, list(touched))


def judge_and_store(ctx: WriteContext, messages: Sequence[Message]) -> None:
    """Judge ``messages`` together and store the answers in place of older ones."""
    if not messages:
        return
    judgements = judge_messages(
        ledger_of(ctx.owner),
        [as_incoming(message) for message in messages],
        rulebook=load_rulebook(),
    )
    loans = {loan.ref: loan for loan in Loan.objects.of(ctx.owner)}
    pairs = zip(messages, judgements, strict=True)
    verdicts = [_verdict(ctx, message, judgement, loans) for message, judgement in pairs]
    _clear(ctx, messages, verdicts)
    Verdict.objects.bulk_create(verdicts, batch_size=500)
    Finding.objects.bulk_create(
        [
            Finding(verdict=verdict, rule=finding.id)
            for verdict, judgement in zip(verdicts, judgements, strict=True)
            for finding in judgement.findings
        ],
        batch_size=500,
    )


def _clear(ctx: WriteContext, messages: Sequence[Message], verdicts: Sequence[Verdict]) -> None:
    """Make room for new verdicts, noting which of them differ from the ones before."""
    after = {verdict.message_id: str(verdict.code) for verdict in verdicts}
    for start in range(0, len(messages), _PIECE):
        older = Verdict.objects.filter(message__in=messages[start : start + _PIECE])
        for message, before in older.values_list("message_id", "code"):
            ctx.note_verdict(message, before, after[message])
        older.delete()


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
