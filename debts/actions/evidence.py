"""Appending to the evidence log, and the form of a fact that is hashed there."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import models

from debts.actions.context import WriteContext
from debts.actions.reach import refuse_beyond_reach, refuse_former_guest
from debts.actions.rows import insert_rows
from debts.evidence.canonical import canonical_json, sha256_of
from debts.models import Decision, EvidenceEntry, Message, Profile, User
from debts.models.base import Fact
from debts.models.evidence import CHAIN_START, EntryForm

_LEFT_OUT = {"id", "owner"}
# What is said of a fact that has changed verdicts; its text and its hashes are not.
_TOLD = frozenset(
    {"name", "product", "amount", "paid_at", "settled_at", "kind", "assignee", "value", "loan", "lender", "ref"}
)
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def facts_of(record: models.Model) -> dict[str, Any]:
    """Write a record as plain values that are the same before and after it went through the database."""
    left_out = _LEFT_OUT | getattr(record, "not_hashed", frozenset())
    fields = (field for field in record._meta.concrete_fields if field.name not in left_out)
    return {field.name: _plain(record, field) for field in fields}


def _plain(record: models.Model, field: Any) -> Any:
    value = getattr(record, field.name)
    if isinstance(value, models.Model):
        return value.ref  # type: ignore[attr-defined]  # every fact and profile has one
    value = field.to_python(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What a correction changed: the fields that differ, as they were and as they are."""
    differing = [name for name in after if after[name] != before[name]]
    return {"before": {name: before[name] for name in differing}, "after": {name: after[name] for name in differing}}


def hash_of(record: models.Model) -> str:
    """Hash the facts of a record. Empty ones are left out, so that a column added later changes no old hash."""
    return sha256_of({name: value for name, value in facts_of(record).items() if value not in _EMPTY})


def lock_owner(ctx: WriteContext) -> None:
    """Let one writer at a time into an owner's ledger: each sees what the one before has written.

    A guest who is let out meanwhile writes nothing more.
    """
    User.objects.select_for_update().values_list("pk").get(pk=ctx.owner.pk)
    refuse_former_guest(ctx)


def refuse_strangers(ctx: WriteContext, values: Iterable[Any]) -> None:
    """Refuse facts of another owner, whether to be changed or to be pointed at; PermissionDenied names none of them."""
    if any(isinstance(value, Fact) and value.owner_id != ctx.owner.pk for value in values):
        raise PermissionDenied


class TakenBack(Exception):
    """The fact was taken back meanwhile; there is nothing left to change."""


def lock_fact(ctx: WriteContext, fact: Fact) -> None:
    """Read a fact anew under the owner's lock: the page that shows it was read before, and others write too.

    Raises TakenBack where it does not count any more.
    """
    refuse_strangers(ctx, [fact])
    lock_owner(ctx)
    fact.refresh_from_db()
    if fact.removed_at is not None:
        raise TakenBack(fact.ref)


def log_write(
    ctx: WriteContext, action: str, records: Iterable[Fact | Profile], payload: dict[str, Any] | None = None
) -> None:
    """Append a line for each of ``records``, in order, to the owner's chain.

    The owner's row is locked first: two writers at once would otherwise give two lines the same number.
    """
    records = list(records)
    lock_owner(ctx)
    refuse_beyond_reach(ctx, records)
    _note_causes(ctx, action, records, payload or {})
    lines = [LogLine(action, record._meta.model_name or "", record.ref, hash_of(record)) for record in records]
    Log(ctx).append(lines, payload)


class LogLine(NamedTuple):
    """What a line of the log says about a record."""

    action: str
    record_type: str
    record_ref: str
    record_hash: str


class Log:
    """The end of an owner's chain as it is now; whoever appends to it holds the owner's lock."""

    def __init__(self, ctx: WriteContext) -> None:
        self._ctx = ctx
        last = EvidenceEntry.objects.filter(owner=ctx.owner).order_by("-sequence")
        self.sequence, self._head = last.values_list("sequence", "entry_hash").first() or (0, CHAIN_START)

    def append(self, lines: Iterable[LogLine], payload: dict[str, Any] | None = None) -> None:
        """Append the lines in their order, each with the same payload, and with the guest who wrote by archive id."""
        who = {"by": self._ctx.guest.ref} if self._ctx.guest else {}
        form = EntryForm(self._ctx.now, self._ctx.route, canonical_json({**(payload or {}), **who}))
        insert_rows(EvidenceEntry, _ENTRY, [self._row(line, form) for line in lines])

    def _row(self, line: LogLine, form: EntryForm) -> tuple[Any, ...]:
        self.sequence += 1
        previous, self._head = self._head, form.hash_of(self.sequence, self._head, *line)
        ours = (self._ctx.owner.pk, self._ctx.now, self._ctx.route, form.payload)
        return (*ours, *line, self.sequence, previous, self._head)


_ENTRY = ("owner", "at", "route", "payload", *LogLine._fields, "sequence", "previous_hash", "entry_hash")


def _note_causes(ctx: WriteContext, action: str, records: Iterable[Fact | Profile], payload: dict[str, Any]) -> None:
    """Note what is written, and which messages it is about by itself: kept ones, and those that were decided about."""
    for record in records:
        cause = ctx.cause(action, record._meta.model_name or "")
        cause.count += 1
        if cause.count == 1:
            cause.facts = {name: value for name, value in facts_of(record).items() if name in _TOLD}
            cause.before, cause.after = payload.get("before", {}), payload.get("after", {})
        if isinstance(record, Message | Decision):
            ctx.touched.add(record.pk if isinstance(record, Message) else record.message_id)
