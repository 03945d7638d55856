"""Writing a portable archive into a ledger: the same facts, under the same names, loaded twice harmlessly."""

import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import InvalidOperation
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from django.db import DatabaseError, transaction

from debts.actions.archive_beside import (
    lesson_rows,
    message_file_rows,
    picture_text_rows,
    sitting_rows,
    source_rows,
)
from debts.actions.archive_disputes import dispute_rows, item_rows, step_rows
from debts.actions.arrivals import arrivals_of
from debts.actions.context import WriteContext
from debts.actions.evidence import facts_of, log_write
from debts.actions.messages import receive_messages
from debts.actions.profile import set_profile
from debts.actions.refresh import refreshing_once
from debts.actions.settlements import keep_file
from debts.actions.touching import PIECE
from debts.finance.types import PaymentKind, Purpose
from debts.models import (
    Assignment,
    Attachment,
    Decision,
    Dispute,
    DisputeItem,
    DisputeStep,
    Lender,
    Lesson,
    Loan,
    Message,
    MessageFile,
    PictureText,
    Repayment,
    Settlement,
    SettlementProof,
    Sitting,
    Source,
)
from debts.models.base import Fact
from debts.models.terms import fields_of
from debts.queries import profile_of
from debts.reconciler.types import IncomingMessage, LenderFacts, LoanRole

F = TypeVar("F", bound=Fact)


# What ``debts.intake.archive`` reads. Its type cannot be named here: an import from there would point upward.
Archived = Any


class ArchiveConflict(Exception):
    """Some facts cannot stand beside those of the ledger. Nothing of the archive was loaded.

    Other facts bear the same names here, a settlement or decision is in force already, or a value is too long.
    """

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
        return loader.count


class _Loader:
    """One run of loading, which ends at the first kind of fact that disagrees with the ledger."""

    def __init__(self, ctx: WriteContext, archive: Archived) -> None:
        self.ctx = ctx
        self.archive = archive
        self.count = 0

    def load(self) -> None:
        self._profile()
        self._keep(Lender, map(_lender_fields, self.archive.lenders))
        lenders = self._by_ref(Lender)
        self._keep(Loan, (_loan_fields(loan, lenders[loan.lender]) for loan in self.archive.loans))
        loans = self._by_ref(Loan)
        for model, rows in (
            (Repayment, _repayments),
            (Settlement, _settlements),
            (SettlementProof, self._proofs),
            (Assignment, self._assignments),
        ):
            self._keep(model, (row for loan in self.archive.loans for row in rows(loan, loans[loan.id])))
        messages = self._messages()
        latest = {row.message: row for row in sorted(self.archive.decisions, key=_decided_at)}
        self._keep(Decision, (_decision_fields(row, messages, loans) for row in latest.values()))
        self._disputes(messages)
        self._beside(messages)

    def _beside(self, messages: dict[str, Message]) -> None:
        given = self.archive
        for one in given.attachments:
            self._file(one.sha256, one.file)
        self._keep(MessageFile, message_file_rows(given.message_files, messages, self._file))
        self._keep(PictureText, picture_text_rows(given.picture_texts, self._file))
        self._keep(Sitting, sitting_rows(given.sittings))
        self._keep(Source, source_rows(given.sittings, self._by_ref(Sitting), messages))
        self._keep(Lesson, lesson_rows(given.lessons, self._by_ref(Decision), self._by_ref(Lender)))

    def _disputes(self, messages: dict[str, Message]) -> None:
        given = self.archive.disputes
        self._keep(Dispute, dispute_rows(given, self._by_ref(Lender), self._by_ref(Loan)))
        known = self._by_ref(Dispute)
        self._keep(DisputeItem, item_rows(given, known, messages, self._by_ref(SettlementProof), self._file))
        self._keep(DisputeStep, step_rows(given, known, self._file))
        self._keep(DisputeStep, step_rows(given, known, self._file, self._by_ref(DisputeStep)))

    def _profile(self) -> None:
        profile, given = profile_of(self.ctx.owner), self.archive.profile
        fields: dict[str, Any] = {
            "names": list(dict.fromkeys([*profile.names, *given.names])),
            "phones": list(dict.fromkeys([*profile.phones, *given.phones])),
        }
        planning = {"monthly_income": given.monthly_income, "remind_days": given.remind_days}
        fields |= {name: value for name, value in planning.items() if getattr(profile, name) is None}
        fields["language"] = profile.language or str(given.language)
        if profile.pk is None:
            fields |= {"time_zone": given.time_zone, "grace_days": given.grace_days}
        set_profile(self.ctx, **fields)

    def _messages(self) -> dict[str, Message]:
        """Keep the messages, some at a time; return those that anything else points at, by their names in the archive.

        What is behind such a name is the kept message, whatever its name here.
        """
        found: dict[str, Message] = {}
        wanted, batch = set(_pointed_at(self.archive)), None
        for piece in _in_pieces(map(_incoming, self.archive.messages)):
            known = self._known(piece)
            receipt = receive_messages(self.ctx, piece, source="archive", keep_refs=True, batch=batch)
            batch = receipt.batch
            self.count += len(receipt.new)
            pairs = zip(piece, receipt.rows, strict=True)
            found.update((message.id, known.get(message.id, row)) for message, row in pairs if message.id in wanted)
        return found

    def _known(self, messages: list[IncomingMessage]) -> dict[str, Message]:
        """The kept messages that bear the names of these; other messages under their names are refused."""
        refs = [message.id for message in messages]
        known = {row.ref: row for row in Message.objects.filter(owner=self.ctx.owner, ref__in=refs)}
        again = arrivals_of(message for message in messages if message.id in known)
        prints = {arrival.source_id: arrival.sealed().fingerprint for arrival in again}
        _refuse([ref for ref, digest in prints.items() if known[ref].fingerprint != digest])
        return known

    def _by_ref(self, model: type[F]) -> dict[str, F]:
        return {record.ref: record for record in model.objects.filter(owner=self.ctx.owner)}

    def _keep(self, model: type[F], rows: Iterable[dict[str, Any]]) -> None:
        """Write the rows that are not there yet, and note those that are there with other contents."""
        known = self._by_ref(model)
        records = [model(**{"owner": self.ctx.owner, "recorded_at": self.ctx.now, **row}) for row in rows]
        _refuse([record.ref for record in records if record.ref in known and not _same(known[record.ref], record)])
        new = [record for record in records if record.ref not in known]
        removed = [known[record.ref] for record in records if record.ref in known and known[record.ref].removed_at]
        try:
            with transaction.atomic():
                self._restore(removed)
                model.objects.bulk_create(new, batch_size=500)
        except (DatabaseError, InvalidOperation):
            _refuse([record.ref for record in [*removed, *new]])
        log_write(self.ctx, "restored", removed)
        log_write(self.ctx, "recorded", new)
        self.count += len(new) + len(removed)

    def _restore(self, records: Iterable[Fact]) -> None:
        for record in records:
            record.removed_at = None
            record.save(update_fields=["removed_at"])

    def _proofs(self, archived: Any, loan: Loan) -> Iterator[dict[str, Any]]:
        names = ("kind", "issued_on", "issuer", "number", "holder", "contract_number", "amount")
        for row in archived.proofs:
            fields = {name: getattr(row.facts, name) for name in names} | {"scope": row.facts.scope or ""}
            file = self._file(row.sha256, row.file)
            yield _named(row.facts.id, loan=loan, attachment=file, note=row.note, **fields)

    def _assignments(self, archived: Any, loan: Loan) -> Iterator[dict[str, Any]]:
        """A version-1 assignment has no id of its own: it is known by its loan's and its place."""
        for number, row in enumerate(archived.assignments, start=1):
            fields = {"assignee": row.assignee, "aliases": list(row.aliases), "notified_on": row.notified_on}
            fields |= {"note": row.note, "attachment": self._file(row.sha256, row.file)}
            yield _named(row.id or f"{archived.id}-assignment-{number}", loan=loan, **fields)

    def _file(self, sha256: str, name: str) -> Attachment | None:
        """The file of a proof: from the archive, or the same bytes that are kept here already."""
        kept = self.archive.files.get(sha256) if sha256 else None
        if kept:
            return keep_file(self.ctx, io.BytesIO(kept.read()), name or sha256)
        known: Attachment | None = Attachment.objects.of(self.ctx.owner).filter(sha256=sha256).first()
        return known


def _refuse(refs: list[str]) -> None:
    if refs:
        raise ArchiveConflict(refs)


def _decided_at(row: Any) -> float:
    return row.decided_at.timestamp() if row.decided_at else 0.0


def _pointed_at(archive: Archived) -> Iterator[str]:
    """The ids of messages that something else of the archive names."""
    yield from (one.message for one in (*archive.decisions, *archive.message_files))
    yield from (item.message for dispute in archive.disputes for item in dispute.items if item.message)
    yield from (source.message for sitting in archive.sittings for source in sitting.sources)


def _in_pieces(messages: Iterator[IncomingMessage]) -> Iterator[list[IncomingMessage]]:
    while piece := list(islice(messages, PIECE)):
        yield piece


def _incoming(row: Any) -> IncomingMessage:
    names = ("id", "text", "received_at", "sender", "channel", "recipient", "sent_at")
    return IncomingMessage(**{name: getattr(row, name) for name in names})


# When a fact was recorded and taken back, and by which import, belongs to an installation and not to the fact.
_NOT_ARCHIVED = {"recorded_at", "removed_at", "batch"}


def _same(one: Fact, other: Fact) -> bool:
    ours, theirs = facts_of(one), facts_of(other)
    return all(ours[name] == theirs[name] for name in ours if name not in _NOT_ARCHIVED)


def _named(ref: str, **fields: Any) -> dict[str, Any]:
    """Give a row the archive's name for it; without one it gets a new name of its own."""
    return {**({"ref": ref} if ref else {}), **fields}


def _lender_fields(lender: LenderFacts) -> dict[str, Any]:
    lists = {name: list(getattr(lender, name)) for name in ("aliases", "signatures", "senders", "collectors")}
    return _named(lender.id, name=lender.name, kind=lender.kind, is_kept=lender.is_kept, **lists)


def _loan_fields(loan: Any, lender: Lender) -> dict[str, Any]:
    names = ("product", "contract_number", "currency", "region", "card_tail", "phone", "note")
    fields = {name: getattr(loan, name) for name in (*names, "rate_unit", "is_secured")} | fields_of(loan.terms)
    return _named(
        loan.id,
        lender=lender,
        role=_unless(LoanRole.BORROWER, loan.role),
        other_names=list(loan.other_names),
        **fields,
    )


def _unless(usual: StrEnum, value: StrEnum) -> str:
    """A word of a choice as it is stored: the usual one as nothing."""
    return "" if value is usual else value.value


def _repayments(archived: Any, loan: Loan) -> Iterator[dict[str, Any]]:
    for row in archived.repayments:
        fields = {name: getattr(row, name) for name in ("paid_at", "amount", "method", "reference", "reversed_at")}
        fields |= {"kind": _unless(PaymentKind.PAYMENT, row.kind), "purpose": _unless(Purpose.REGULAR, row.purpose)}
        parts = row.agreed._asdict() if row.agreed else {}
        yield _named(row.id, loan=loan, **fields, **{f"{name}_part": part for name, part in parts.items()})


def _settlements(archived: Any, loan: Loan) -> Iterator[dict[str, Any]]:
    """A version-1 settlement has no id of its own: it is known by its loan's."""
    if row := archived.settlement:
        ref = row.id or f"{archived.id}-settlement"
        names = ("settled_at", "basis", "note", "confirmed_by")
        yield _named(ref, loan=loan, **{name: getattr(row, name) for name in names})


def _decision_fields(row: Any, messages: Mapping[str, Message], loans: Mapping[str, Loan]) -> dict[str, Any]:
    loan = loans[row.loan] if row.loan else None
    ref = row.id or f"{row.message}-decision"
    when = {"recorded_at": row.decided_at} if row.decided_at else {}  # when it was decided, wherever that was
    return _named(ref, message=messages[row.message], kind=row.kind, loan=loan, reason=row.reason, **when)
