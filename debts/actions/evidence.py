"""Appending to the evidence log, and the form of a fact that is hashed there."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from debts.actions.context import WriteContext
from debts.evidence.canonical import sha256_of
from debts.models import Decision, EvidenceEntry, Message, Profile, User
from debts.models.base import Fact
from debts.models.evidence import CHAIN_START

_LEFT_OUT = {"id", "owner"}
# What is said of a fact that has changed verdicts; its text and its hashes are not.
_TOLD = frozenset(
    {"name", "product", "amount", "paid_at", "settled_at", "kind", "assignee", "value", "loan", "lender", "ref"}
)
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def facts_of(record: models.Model) -> dict[str, Any]:
    """Write a record as plain values that are the same before and after it went through the database."""
    fields = (field for field in record._meta.concrete_fields if field.name not in _LEFT_OUT)
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
    """Let one writer at a time into an owner's ledger: each sees what the one before has written."""
    User.objects.select_for_update().get(pk=ctx.owner.pk)


def refuse_strangers(ctx: WriteContext, values: Iterable[Any]) -> None:
    """Refuse facts of another owner, whether to be changed or to be pointed at; PermissionDenied names none of them."""
    if any(isinstance(value, Fact) and value.owner_id != ctx.owner.pk for value in values):
        raise PermissionDenied


def log_write(
    ctx: WriteContext, action: str, records: Iterable[Fact | Profile], payload: dict[str, Any] | None = None
) -> None:
    """Append a line for each of ``records``, in order, to the owner's chain.

    The owner's row is locked first: two writers at once would otherwise give two lines the same number.
    """
    records = list(records)
    lock_owner(ctx)
    _note_causes(ctx, action, records, payload or {})
    last = EvidenceEntry.objects.filter(owner=ctx.owner).order_by("-sequence").first()
    sequence, previous = (last.sequence, last.entry_hash) if last else (0, CHAIN_START)
    entries = []
    for number, record in enumerate(records, start=sequence + 1):
        entry = EvidenceEntry(
            owner=ctx.owner,
            sequence=number,
            at=ctx.now,
            route=ctx.route,
            action=action,
            record_type=record._meta.model_name or "",
            record_ref=record.ref,
            record_hash=hash_of(record),
            payload=payload or {},
            previous_hash=previous,
        )
        previous = entry.entry_hash = entry.compute_hash()
        entries.append(entry)
    EvidenceEntry.objects.bulk_create(entries, batch_size=500)


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
