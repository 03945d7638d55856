"""What stands beside the messages, for the portable archive."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from debts.models import Attachment, Lesson, MessageFile, PictureText, Sitting, Source, User


def files_of_messages(owner: User) -> Iterator[dict[str, Any]]:
    """Files beside messages that count."""
    rows = MessageFile.objects.of(owner).filter(message__removed_at=None).select_related("message", "attachment")
    for row in rows.order_by("pk").iterator():
        yield {"id": row.ref, "message": row.message.ref, **_file(row.attachment), "note": row.note}


def picture_texts(owner: User) -> Iterator[dict[str, Any]]:
    """What was read off kept pictures, by the machine and as its owner corrected it."""
    for row in PictureText.objects.of(owner).select_related("attachment").order_by("pk").iterator():
        yield {"id": row.ref, **_file(row.attachment), "read": row.read, "corrected": row.corrected}


def sittings(owner: User) -> Iterator[dict[str, Any]]:
    """What was confirmed at once of what messages prove, with those of the messages that count."""
    sources = Source.objects.of(owner).filter(message__removed_at=None).select_related("message").order_by("pk")
    for row in Sitting.objects.of(owner).order_by("pk").prefetch_related(Prefetch("sources", queryset=sources)):
        yield {"id": row.ref, "facts": row.facts, "sources": [_source(source) for source in row.sources.all()]}


def _source(row: Source) -> dict[str, Any]:
    told = {"id": row.ref, "message": row.message.ref, "kind": row.kind}
    return {**told, "fact_type": row.fact_type, "fact": row.fact_ref} if row.fact_type else told


def lessons(owner: User) -> Iterator[dict[str, Any]]:
    """What decisions in force have taught."""
    rows = Lesson.objects.of(owner).filter(decision__removed_at=None, lender__removed_at=None)
    for row in rows.select_related("decision", "lender").order_by("pk"):
        named = {"id": row.ref, "decision": row.decision.ref, "lender": row.lender.ref}
        yield {**named, "kind": row.kind, "value": row.value}


def _file(file: Attachment) -> dict[str, str]:
    return {"file": file.original_name, "sha256": file.sha256}
