"""Writing a portable archive into a ledger: the same facts, under the same names, loaded twice harmlessly."""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from debts.actions.context import WriteContext
from debts.actions.evidence import facts_of, log_write
from debts.actions.messages import receive_messages, storable
from debts.actions.profile import set_profile
from debts.actions.refresh import refreshing_once
from debts.actions.settlements import keep_file
from debts.models import Assignment, Attachment, Decision, Lender, Loan, Message, Repayment, Settlement, SettlementProof
from debts.models.base import Fact
from debts.queries import profile_of
from debts.reconciler.types import IncomingMessage, LenderFacts

F = TypeVar("F", bound=Fact)


# What ``debts.intake.archive`` reads. Its type cannot be named here: an import from there would point upward.
Archived = Any


class ArchiveConflict(Exception):
    """The ledger holds other facts under the same names. Nothing of the archive was loaded."""

    def __init__(self, refs: list[str]) -> None:
        super().__init__(", ".join(refs))
        self.refs = refs


def load_archive(ctx: WriteContext, archive: Archived) -> int:
    """Load every fact of ``archive`` that the ledger lacks; return how many were new.

    Raises ArchiveConflict where a name stands for something else here; then nothing is changed.
    """
    with refreshing_once(ctx):
        loader = _Loader(ctx, archive)
        loader.load()
        if loader.conflicts:
            raise ArchiveConflict(loader.conflicts)
        return loader.count


class _Loader:
    """One run of loading: what the names in the archive stand for, what was new, what disagreed."""

    def __init__(self, ctx: WriteContext, archive: Archived) -> None:
        self.ctx = ctx
        self.archive = archive
        self.count = 0
        self.conflicts: list[str] = []

    def load(self) -> None:
        self._profile()
        self._keep(Lender, map(_lender_fields, self.archive.lenders))
        lenders = self._by_ref(Lender)
        self._keep(Loan, (_loan_fields(loan, lenders[loan.lender]) for loan in self.archive.loans))
        loans = self._by_ref(Loan)
        for model, rows in (
            (Repayment, _repayments),
            (Settlement, _settlements),
            (Assignment, _assignments),
        ):
            self._keep(model, (row for loan in self.archive.loans for row in rows(loan, loans[loan.id])))
        self._keep(SettlementProof, self._proofs(loans))
        self._messages()
        messages = self._by_ref(Message)
        latest = {row.message: row for row in sorted(self.archive.decisions, key=_decided_at)}
        self._keep(Decision, (_decision_fields(row, messages, loans) for row in latest.values()))

    def _profile(self) -> None:
        profile, given = profile_of(self.ctx.owner), self.archive.profile
        fields: dict[str, Any] = {
            "names": list(dict.fromkeys([*profile.names, *given.names])),
            "phones": list(dict.fromkeys([*profile.phones, *given.phones])),
        }
        if profile.pk is None:
            fields |= {"time_zone": given.time_zone, "grace_days": given.grace_days}
        set_profile(self.ctx, **fields)

    def _messages(self) -> None:
        known = self._by_ref(Message)
        for row in self.archive.messages:
            kept = known.get(row.id)
            if kept and (kept.text, kept.received_at) != (storable(row.text), row.received_at):
                self.conflicts.append(row.id)
        if not self.conflicts:
            messages = map(_incoming, self.archive.messages)
            receipt = receive_messages(self.ctx, messages, source="archive", keep_refs=True)
            self.count += len(receipt.new)

    def _by_ref(self, model: type[F]) -> dict[str, F]:
        return {record.ref: record for record in model.objects.filter(owner=self.ctx.owner)}

    def _keep(self, model: type[F], rows: Iterable[dict[str, Any]]) -> None:
        """Write the rows that are not there yet, and note those that are there with other contents."""
        known = self._by_ref(model)
        new = []
        for row in rows:
            record = model(owner=self.ctx.owner, recorded_at=self.ctx.now, **row)
            if record.ref not in known:
                new.append(record)
            elif not _same(known[record.ref], record):
                self.conflicts.append(record.ref)
            elif known[record.ref].removed_at is not None:
                self._restore(known[record.ref])
        if self.conflicts:
            return
        model.objects.bulk_create(new, batch_size=500)
        log_write(self.ctx, "recorded", new)
        self.count += len(new)

    def _restore(self, record: Fact) -> None:
        record.removed_at = None
        record.save(update_fields=["removed_at"])
        log_write(self.ctx, "restored", [record])
        self.count += 1

    def _proofs(self, loans: Mapping[str, Loan]) -> Iterator[dict[str, Any]]:
        for loan in self.archive.loans:
            for proof in loan.proofs:
                facts = proof.facts
                fields = {"kind": facts.kind, "issued_on": facts.issued_on, "issuer": facts.issuer}
                fields |= {"number": facts.number, "attachment": self._file(proof.sha256, proof.file)}
                yield _named(facts.id, loan=loans[loan.id], **fields)

    def _file(self, sha256: str, name: str) -> Attachment | None:
        kept = self.archive.files.get(sha256) if sha256 else None
        return keep_file(self.ctx, io.BytesIO(kept.read()), name or sha256) if kept else None


def _decided_at(row: Any) -> float:
    return row.decided_at.timestamp() if row.decided_at else 0.0


def _incoming(row: Any) -> IncomingMessage:
    names = ("id", "text", "received_at", "sender", "channel", "recipient", "sent_at")
    return IncomingMessage(**{name: getattr(row, name) for name in names})


def _same(one: Fact, other: Fact) -> bool:
    ours, theirs = facts_of(one), facts_of(other)
    ours.pop("removed_at"), theirs.pop("removed_at")
    return ours == theirs


def _named(ref: str, **fields: Any) -> dict[str, Any]:
    """Give a row the archive's name for it; without one it gets a new name of its own."""
    return {**({"ref": ref} if ref else {}), **fields}


def _lender_fields(lender: LenderFacts) -> dict[str, Any]:
    lists = {name: list(getattr(lender, name)) for name in ("aliases", "signatures", "senders")}
    return _named(lender.id, name=lender.name, is_kept=lender.is_kept, **lists)


def _loan_fields(loan: Any, lender: Lender) -> dict[str, Any]:
    names = ("product", "contract_number", "currency", "region", "card_tail", "phone")
    terms = loan.terms
    return _named(
        loan.id,
        lender=lender,
        principal=terms.principal,
        drawn_on=terms.drawn_on,
        annual_rate=terms.annual_rate,
        daily_penalty_rate=terms.daily_penalty_rate,
        repayment_method=terms.method,
        term_months=terms.term_months,
        first_due_on=terms.first_due_on,
        **{name: getattr(loan, name) for name in names},
    )


def _repayments(archived: Any, loan: Loan) -> Iterator[dict[str, Any]]:
    for row in archived.repayments:
        names = ("paid_at", "amount", "method", "reference")
        yield _named(row.id, loan=loan, **{name: getattr(row, name) for name in names})


def _settlements(archived: Any, loan: Loan) -> Iterator[dict[str, Any]]:
    """A version-1 settlement has no id of its own: it is known by its loan's."""
    if row := archived.settlement:
        ref = row.id or f"{archived.id}-settlement"
        yield _named(ref, loan=loan, settled_at=row.settled_at, basis=row.basis, note=row.note)


def _assignments(archived: Any, loan: Loan) -> Iterator[dict[str, Any]]:
    """A version-1 assignment has no id of its own: it is known by its loan's and its place."""
    for number, row in enumerate(archived.assignments, start=1):
        ref = row.id or f"{archived.id}-assignment-{number}"
        yield _named(ref, loan=loan, assignee=row.assignee, aliases=list(row.aliases), notified_on=row.notified_on)


def _decision_fields(row: Any, messages: Mapping[str, Message], loans: Mapping[str, Loan]) -> dict[str, Any]:
    loan = loans[row.loan] if row.loan else None
    ref = row.id or f"{row.message}-decision"
    return _named(ref, message=messages[row.message], kind=row.kind, loan=loan, reason=row.reason)
