"""Judging kept messages and storing the answers that are new."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from debts.actions.context import WriteContext
from debts.actions.rows import insert_rows, newest_pks
from debts.actions.touching import PIECE, counted_on, days_of, pieces
from debts.models import Finding, Ground, Loan, Message, User, Verdict
from debts.queries import as_incoming, ledger_of
from debts.reconciler import Examined, examine_messages
from debts.reconciler.check import COUNTED_CHANNELS
from debts.reconciler.dates import CHINA
from debts.reconciler.grounds import Grounds
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.types import IncomingMessage, Kind, VerdictCode
from debts.rulebook import load_rulebook

_LONG_AGO = datetime(1, 1, 2, tzinfo=CHINA)
# By the plain text that a database takes; to ask a member for its value takes five times as long.
PLAIN = {one: one.value for kind in (VerdictCode, Kind) for one in kind}


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

    def judge_waiting(self, first: int) -> None:
        """Judge the kept messages from this row number on that have no answer yet; a few days are in memory at once."""
        for messages in _waiting(self._ctx.owner, first):
            self.judge_new({message.pk: as_incoming(message) for message in messages})

    def judge_new(self, new: Mapping[int, IncomingMessage]) -> None:
        """Judge messages that were kept just now, by their row numbers, with the kept ones that count with them."""
        kept = _kept(list(counted_on(self._ctx.owner, _days(new.values())) - new.keys()))
        together = [*new.values(), *map(as_incoming, kept)]
        examined = examine_messages(self._index, self.grounds, together)
        self._insert(list(zip(new, examined[: len(new)], strict=True)))
        self._store(kept, examined[len(new) :])

    def _insert(self, answers: Sequence[tuple[int, Examined]]) -> None:
        """Store answers about messages that have none yet."""
        insert_rows(Verdict, _COLUMNS, [self._values(pk, one) for pk, one in answers])
        pks = newest_pks(Verdict, self._ctx.owner, len(answers))
        numbered = list(zip(pks, (one for _, one in answers), strict=True))
        findings = [(pk, finding.id) for pk, one in numbered for finding in one.judgement.findings]
        insert_rows(Finding, ("verdict", "rule"), findings)
        insert_rows(Ground, ("verdict", "key"), [(pk, key) for pk, one in numbered for key in sorted(one.grounds)])

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
        values = zip(_COLUMNS, self._values(message.pk, examined), strict=True)
        fields = {_ATTRIBUTES.get(name, name): value for name, value in values}
        return Verdict(**{**fields, "detail": Verdict.detail_of(examined.judgement)})

    def _values(self, message: int, examined: Examined) -> tuple[Any, ...]:
        """What is stored of an answer, in the order of the columns."""
        judgement = examined.judgement
        verdict = judgement.verdict
        return (
            self._ctx.owner.pk,
            message,
            PLAIN[verdict.code],
            PLAIN[judgement.reading.kind],
            judgement.reading.is_claim,
            verdict.code.is_flagged,
            self._loans.get(verdict.loan_id or ""),
            verdict.rulebook_version,
            self._ctx.now,
            Verdict.json_of(judgement),
            examined.plain_text,
        )


_ATTRIBUTES = {"owner": "owner_id", "message": "message_id", "loan": "loan_id"}
_COLUMNS = (
    "owner",
    "message",
    "code",
    "kind",
    "is_claim",
    "is_flagged",
    "loan",
    "rulebook_version",
    "judged_at",
    "detail",
    "plain_text",
)


def _waiting(owner: User, first: int) -> Iterator[list[Message]]:
    """Messages from this row number on that have no answer yet: in lists of whole days, then those without a time."""
    waiting = Message.objects.of(owner).filter(pk__gte=first, verdict=None)
    dated, since = waiting.filter(received_at__isnull=False).order_by("received_at"), _LONG_AGO
    while moments := dated.filter(received_at__gte=since).values_list("received_at", flat=True)[:PIECE]:
        last = max(moments).astimezone(CHINA).date()
        after = datetime.combine(last + timedelta(days=1), time.min, CHINA)
        yield list(dated.filter(received_at__gte=since, received_at__lt=after))
        since = after
    undated, done = waiting.filter(received_at=None).order_by("pk"), first - 1
    while messages := list(undated.filter(pk__gt=done)[:PIECE]):
        yield messages
        done = messages[-1].pk


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


def _days(messages: Iterable[IncomingMessage]) -> set[date]:
    """The days of the messages of which the rules count several."""
    counted = (one.received_at for one in messages if one.channel in COUNTED_CHANNELS and one.received_at)
    return {moment.astimezone(CHINA).date() for moment in counted}


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
