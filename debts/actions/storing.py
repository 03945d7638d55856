"""Judging kept messages and storing the answers that are new."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from debts.actions.context import WriteContext
from debts.actions.touching import PIECE, days_of, pieces
from debts.models import Finding, Ground, Loan, Message, Verdict
from debts.queries import as_incoming, ledger_of
from debts.reconciler import Examined, examine_messages
from debts.reconciler.grounds import Grounds
from debts.reconciler.ledger_index import LedgerIndex
from debts.rulebook import load_rulebook


@dataclass(frozen=True, slots=True)
class Move:
    """A kept message whose verdict is another one now; ``rulebook`` is the version that the one before came from."""

    message: int
    before: str
    after: str
    rulebook: str


class Judge:
    """Judges messages against the owner's ledger as it is when the judge is made, and gathers what that moved."""

    def __init__(self, ctx: WriteContext) -> None:
        self._ctx = ctx
        self._index = LedgerIndex(ledger_of(ctx.owner), load_rulebook())
        self._loans = dict(Loan.objects.of(ctx.owner).order_by().values_list("ref", "pk"))
        self.grounds = Grounds(self._index)
        self.moves: list[Move] = []

    def judge(self, ids: Collection[int]) -> None:
        """Judge the kept messages of these row numbers and store the answers that are new."""
        for messages in _together(ids):
            examined = examine_messages(self._index, self.grounds, [as_incoming(message) for message in messages])
            self._store(messages, examined)

    def _store(self, messages: Sequence[Message], examined: Sequence[Examined]) -> None:
        older = _stored(messages)
        pairs = [(self._verdict(message, one), one) for message, one in zip(messages, examined, strict=True)]
        new = [(verdict, one) for verdict, one in pairs if not _is_same(older.get(verdict.message_id), verdict, one)]
        for verdict, _ in new:
            if before := older.get(verdict.message_id):
                self._note(before, verdict)
        _replace(new)

    def _note(self, before: Verdict, after: Verdict) -> None:
        self._ctx.note_verdict(after.message_id, before.code, str(after.code))
        if before.code != after.code:
            self.moves.append(Move(after.message_id, before.code, str(after.code), before.rulebook_version))

    def _verdict(self, message: Message, examined: Examined) -> Verdict:
        judgement = examined.judgement
        verdict = judgement.verdict
        return Verdict(
            owner=self._ctx.owner,
            message=message,
            code=verdict.code,
            kind=judgement.reading.kind,
            is_claim=judgement.reading.is_claim,
            is_flagged=verdict.code.is_flagged,
            loan_id=self._loans.get(verdict.loan_id or ""),
            rulebook_version=verdict.rulebook_version,
            judged_at=self._ctx.now,
            detail=Verdict.detail_of(judgement),
            plain_text=examined.plain_text,
        )


def _together(ids: Collection[int]) -> Iterator[list[Message]]:
    """The kept messages of these row numbers in lists of whole days, for rules count the messages of a day together."""
    days: dict[int, date] = {}
    for piece in pieces(ids):
        days.update(days_of(Message.objects.filter(pk__in=piece)))
    yield from map(_kept, pieces(pk for pk in ids if pk not in days))
    gathered: list[int] = []
    for _, of_day in groupby(sorted(days, key=days.__getitem__), days.__getitem__):
        gathered += of_day
        if len(gathered) >= PIECE:
            yield _kept(gathered)
            gathered = []
    if gathered:
        yield _kept(gathered)


def _kept(ids: Sequence[int]) -> list[Message]:
    """The messages of these row numbers that were not taken back."""
    return [row for piece in pieces(ids) for row in Message.objects.filter(pk__in=piece, removed_at=None)]


def _stored(messages: Sequence[Message]) -> dict[int, Verdict]:
    """The answers in store, by the row numbers of their messages."""
    rows = (Verdict.objects.filter(message__in=piece).prefetch_related("grounds") for piece in pieces(messages))
    return {verdict.message_id: verdict for piece in rows for verdict in piece}


def _is_same(older: Verdict | None, verdict: Verdict, examined: Examined) -> bool:
    names = ("code", "loan_id", "rulebook_version", "detail", "plain_text")
    return (
        older is not None
        and all(getattr(older, name) == getattr(verdict, name) for name in names)
        and {ground.key for ground in older.grounds.all()} == examined.grounds
    )


def _replace(answers: Sequence[tuple[Verdict, Examined]]) -> None:
    """Put answers in the place of older ones about the same messages."""
    for piece in pieces(answers):
        verdicts = [verdict for verdict, _ in piece]
        Verdict.objects.filter(message__in=[verdict.message_id for verdict in verdicts]).only("pk").delete()
        Verdict.objects.bulk_create(verdicts)
        Finding.objects.bulk_create(
            [Finding(verdict=verdict, rule=finding.id) for verdict, one in piece for finding in one.judgement.findings]
        )
        Ground.objects.bulk_create(
            [Ground(verdict=verdict, key=key) for verdict, one in piece for key in sorted(one.grounds)]
        )
