"""The disputes of one owner as the portable archive writes them."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from debts.models import Attachment, Dispute, DisputeItem, DisputeStep, User

FileOf = Callable[[Attachment | None], Mapping[str, Any]]


def disputes_of(owner: User, zone: tzinfo, file_of: FileOf) -> list[dict[str, Any]]:
    """Every dispute with its exhibits and steps; an exhibit whose thing was taken back later is not in the archive."""
    items, steps = _items(owner, file_of), _steps(owner, file_of)
    rows = Dispute.objects.of(owner).select_related("lender", "loan").order_by("pk")
    return [{**_dispute(row, zone), "items": items.get(row.pk, []), "steps": steps.get(row.pk, [])} for row in rows]


def _dispute(row: Dispute, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": row.ref,
        "lender": row.lender.ref,
        "loan": row.loan.ref if row.loan else None,
        "title": row.title,
        "story": row.story,
        "requests": row.requests,
        "own_requests": row.own_requests,
        "lender_address": row.lender_address,
        "opened_at": _moment(row.opened_at, zone),
        "closed_at": _moment(row.closed_at, zone),
        "outcome": row.outcome or None,
        "outcome_note": row.outcome_note,
    }


def _items(owner: User, file_of: FileOf) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = DisputeItem.objects.of(owner).select_related("message", "proof", "attachment").order_by("number", "pk")
    for row in rows:
        if row.thing.removed_at is None:
            told = {"id": row.ref, "number": row.number, "note": row.note, **file_of(row.attachment)}
            refs = {"message": row.message, "proof": row.proof}
            told |= {name: thing.ref for name, thing in refs.items() if thing}
            found.setdefault(row.dispute_id, []).append(told)
    return found


def _steps(owner: User, file_of: FileOf) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in DisputeStep.objects.of(owner).select_related("answers", "attachment").order_by("pk"):
        file = row.attachment if row.attachment and row.attachment.removed_at is None else None
        told = {
            "id": row.ref,
            "kind": row.kind,
            "day": row.day.isoformat(),
            "time": row.time.isoformat() if row.time else None,
            "channel": row.channel,
            "reference": row.reference,
            "text": row.text,
            "letter": row.letter,
            "response": row.response or None,
            "answers": row.answers.ref if row.answers else None,
            **file_of(file),
        }
        found.setdefault(row.dispute_id, []).append(told)
    return found


def _moment(value: datetime | None, zone: tzinfo) -> str | None:
    return value.astimezone(zone).isoformat() if value else None
