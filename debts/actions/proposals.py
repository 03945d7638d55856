"""The ledger out of the phone: recording what the owner has confirmed of what kept messages prove.

One confirmation is one transaction. Every message stays linked to the fact that was taken from it; one about which the
owner said no is remembered too, so that nothing is proposed twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from debts.actions.context import WriteContext
from debts.actions.corrections import StillNeeded, take_back
from debts.actions.evidence import lock_fact, lock_owner, log_write
from debts.actions.lenders import copy_lender
from debts.actions.loans import record_assignment, record_lender, record_loan
from debts.actions.refresh import refreshing_once
from debts.actions.settlements import attach_proof, settle
from debts.actions.touching import pieces
from debts.models import Lender, Loan, Message, Repayment, Sitting, Source, ToldKind, User
from debts.models.base import Fact
from debts.models.settlements import Assignment, Confirmer, ProofKind, ProofScope, Settlement, SettlementProof
from debts.queries import zone_of
from debts.rulebook import load_rulebook

UNDOING = (SettlementProof, Settlement, Assignment, Repayment, Loan, Lender)


@dataclass(frozen=True, slots=True)
class NewPart:
    """A repayment, a settlement or an assignment to record, with the refs of the messages that prove it."""

    kind: ToldKind
    messages: Sequence[str]
    fields: Mapping[str, Any]


@dataclass(slots=True)
class NewLoan:
    """What to record about one loan: ``known`` is the ref of one that is on record, else ``fields`` make a new one.

    ``lender`` is a key of ``reconciler.houses``, ``lender_name`` the name under which an unknown one is recorded and
    ``written`` the one by which its messages call it.
    """

    lender: str
    lender_name: str = ""
    written: str = ""
    known: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    messages: Sequence[str] = ()
    parts: list[NewPart] = field(default_factory=list)


@dataclass(slots=True)
class Confirmed:
    """What the owner has ticked, and what not to ask about again: kinds with messages."""

    loans: list[NewLoan] = field(default_factory=list)
    refused: list[tuple[ToldKind, Sequence[str]]] = field(default_factory=list)


def confirm(ctx: WriteContext, find: Callable[[], Confirmed]) -> Sitting | None:
    """Record what ``find`` gives, all of it or nothing; None where it gives nothing.

    ``find`` is called under the owner's lock, so that what it takes for new is new.
    """
    with refreshing_once(ctx):
        lock_owner(ctx)
        confirmed = find()
        writer = _Writer(ctx)
        for loan in confirmed.loans:
            writer.loan(loan)
        for kind, messages in confirmed.refused:
            writer.link(kind, messages, None)
        return writer.finish()


class _Writer:
    """Records facts one after the other and remembers which messages each was taken from."""

    def __init__(self, ctx: WriteContext) -> None:
        self._ctx = ctx
        self._facts: list[Fact] = []
        self._links: dict[tuple[str, str], Fact | None] = {}
        self._lenders: dict[str, Lender] = {}

    def loan(self, new: NewLoan) -> None:
        """Record a loan, or find the known one, and all that was confirmed about it."""
        if new.known:
            loan: Loan = Loan.objects.of(self._ctx.owner).select_related("lender").get(ref=new.known)
        else:
            loan = self._add(record_loan(self._ctx, lender=self._lender(new), **new.fields))
            self.link(ToldKind.LOAN, new.messages, loan)
        self._repayments(loan, [part for part in new.parts if part.kind is ToldKind.REPAYMENT])
        for part in new.parts:
            if part.kind is ToldKind.SETTLEMENT:
                self._settlement(loan, part)
            elif part.kind is ToldKind.ASSIGNMENT:
                self.link(part.kind, part.messages, self._add(record_assignment(self._ctx, loan=loan, **part.fields)))

    def _lender(self, new: NewLoan) -> Lender:
        if new.lender not in self._lenders:
            self._lenders[new.lender] = self._find_lender(new)
        return self._lenders[new.lender]

    def _find_lender(self, new: NewLoan) -> Lender:
        kind, _, which = new.lender.partition(":")
        if kind == "own":
            own: Lender = Lender.objects.of(self._ctx.owner).get(ref=which)
            return own
        before = set(Lender.objects.of(self._ctx.owner).values_list("pk", flat=True))
        if kind == "book":
            lender = copy_lender(self._ctx, next(row for row in load_rulebook().lenders if row.id == which))
        else:
            lender = self._unlisted(new)
        return lender if lender.pk in before else self._add(lender)

    def _unlisted(self, new: NewLoan) -> Lender:
        """One whom the directory does not know, under the name that the owner gave it."""
        known: Lender | None = Lender.objects.of(self._ctx.owner).filter(name=new.lender_name).first()
        if known:
            return known
        aliases = [new.written] if new.written != new.lender_name else []
        return record_lender(self._ctx, name=new.lender_name, aliases=aliases, signatures=[new.written])

    def _repayments(self, loan: Loan, parts: Sequence[NewPart]) -> None:
        rows = [Repayment(owner=self._ctx.owner, recorded_at=self._ctx.now, loan=loan, **part.fields) for part in parts]
        if not rows:
            return
        Repayment.objects.bulk_create(rows)
        log_write(self._ctx, "recorded", rows)
        for part, row in zip(parts, rows, strict=True):
            self.link(part.kind, part.messages, self._add(row))

    def _settlement(self, loan: Loan, part: NewPart) -> None:
        """The end of the loan, and the lender's notice as a proof of it that counts as confirmed."""
        ended = self._add(settle(self._ctx, loan, confirmed_by=Confirmer.LENDER, **part.fields))
        self.link(part.kind, part.messages, ended)
        notice: Message = Message.objects.of(self._ctx.owner).get(ref=part.messages[0])
        proof = attach_proof(
            self._ctx,
            loan,
            kind=ProofKind.SETTLEMENT_NOTICE,
            issued_on=_day(self._ctx.owner, notice),
            issuer=loan.lender.name,
            scope=ProofScope.WHOLE_LOAN,
            note=notice.text,
        )
        self._add(proof)

    def link(self, kind: ToldKind, messages: Iterable[str], fact: Fact | None) -> None:
        """Remember what was taken from messages, or that nothing is to be."""
        for message in messages:
            self._links[message, kind.value] = fact

    def _add(self, fact: Any) -> Any:
        self._facts.append(fact)
        return fact

    def finish(self) -> Sitting | None:
        """Put the links on record; None where nothing was confirmed and nothing refused."""
        if not self._links and not self._facts:
            return None
        ours = {"owner": self._ctx.owner, "recorded_at": self._ctx.now}
        facts = [[fact._meta.model_name, fact.ref] for fact in self._facts]
        sitting = Sitting.objects.create(**ours, facts=facts)
        rows = [
            Source(**ours, sitting=sitting, message_id=pk, kind=kind, fact_type=_type(fact), fact_ref=_ref(fact))
            for kind, fact, pk in self._linked()
        ]
        Source.objects.bulk_create(rows)
        log_write(self._ctx, "recorded", [sitting, *rows])
        return sitting

    def _linked(self) -> Iterator[tuple[str, Fact | None, int]]:
        refs = {message for message, _ in self._links}
        found = (Message.objects.of(self._ctx.owner).filter(ref__in=piece) for piece in pieces(refs))
        pks = {ref: pk for rows in found for ref, pk in rows.values_list("ref", "pk")}
        for (message, kind), fact in self._links.items():
            if message in pks:
                yield kind, fact, pks[message]


def _day(owner: User, message: Message) -> date | None:
    return message.received_at.astimezone(zone_of(owner)).date() if message.received_at else None


def _type(fact: Fact | None) -> str:
    return str(fact._meta.model_name) if fact else ""


def _ref(fact: Fact | None) -> str:
    return fact.ref if fact else ""


def undo_sitting(ctx: WriteContext, sitting: Sitting) -> int:
    """Take back what one confirmation recorded; return how many facts had to stay, since others rest on them.

    Its messages are proposed again. Raises TakenBack where it was undone before.
    """
    with refreshing_once(ctx):
        lock_fact(ctx, sitting)
        stayed = {fact.ref for fact in _recorded(ctx, sitting) if not _is_taken_back(ctx, fact)}
        for source in Source.objects.of(ctx.owner).filter(sitting=sitting).exclude(fact_ref__in=stayed):
            take_back(ctx, source)
        take_back(ctx, sitting)
    return len(stayed)


def _recorded(ctx: WriteContext, sitting: Sitting) -> Iterator[Fact]:
    """The facts of a sitting that still count, in the order in which they can be taken back."""
    for model in UNDOING:
        refs = [ref for name, ref in sitting.facts if name == model._meta.model_name]
        for piece in pieces(refs):
            yield from model._default_manager.filter(owner=ctx.owner, removed_at=None, ref__in=piece)


def _is_taken_back(ctx: WriteContext, fact: Fact) -> bool:
    try:
        take_back(ctx, fact, reason="undone")
    except StillNeeded:
        return False
    return True
