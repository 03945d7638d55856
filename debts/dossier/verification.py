"""Whether the evidence still is what it was: the chain, each record's last known hash, each file's bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage

from debts.actions.evidence import hash_of
from debts.models import Attachment, EvidenceEntry, Profile, User
from debts.models.base import Fact
from debts.models.evidence import CHAIN_START


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, the hash of the last entry, and every disagreement in plain words."""

    entries: int
    files: int
    head: str
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return {**asdict(self), "problems": list(self.problems), "ok": not self.problems}


def verify(owner: User, head: str = "") -> Report:
    """Check all evidence of one owner. ``head`` is the hash of a last entry noted earlier: it must still be there."""
    entries = list(EvidenceEntry.objects.filter(owner=owner).order_by("sequence"))
    attachments = list(Attachment.objects.filter(owner=owner).order_by("sha256"))
    problems = [*_chain_problems(entries), *_record_problems(owner, entries), *_file_problems(attachments)]
    if head and head not in {CHAIN_START, *(entry.entry_hash for entry in entries)}:
        problems.append(f"the head noted before is not in the log any more: {head}")
    last = entries[-1].entry_hash if entries else CHAIN_START
    return Report(len(entries), len(attachments), last, tuple(problems))


def _chain_problems(entries: list[EvidenceEntry]) -> Iterator[str]:
    previous = CHAIN_START
    for number, entry in enumerate(entries, start=1):
        if entry.sequence != number:
            yield f"entry {number} is missing: the next one is {entry.sequence}"
        if entry.previous_hash != previous:
            yield f"entry {entry.sequence} does not follow from the one before"
        if entry.compute_hash() != entry.entry_hash:
            yield f"entry {entry.sequence} was changed"
        previous = entry.entry_hash


def _record_problems(owner: User, entries: list[EvidenceEntry]) -> Iterator[str]:
    """Compare each record with the hash of its last entry; a record without any entry was not written by us."""
    last = {(entry.record_type, entry.record_ref): entry.record_hash for entry in entries}
    records = {(record._meta.model_name or "", record.ref): record for record in _records(owner)}
    for record_type, ref in sorted(set(last) - set(records)):
        yield f"{record_type} {ref} is gone"
    for (record_type, ref), record in sorted(records.items()):
        known = last.get((record_type, ref))
        if known is None:
            yield f"{record_type} {ref} is not in the log"
        elif known != hash_of(record):
            yield f"{record_type} {ref} was changed outside the log"


def _records(owner: User) -> Iterator[Any]:
    """Every fact of the owner, of every kind that there is, taken back or not."""
    for model in apps.get_app_config("debts").get_models():
        if issubclass(model, Fact | Profile):
            related = [field.name for field in model._meta.concrete_fields if field.is_relation]
            yield from model._default_manager.filter(owner=owner).select_related(*related)


def _file_problems(attachments: list[Attachment]) -> Iterator[str]:
    for attachment in attachments:
        if not default_storage.exists(attachment.path):
            yield f"file {attachment.sha256} is gone"
            continue
        with default_storage.open(attachment.path) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != attachment.sha256:
                yield f"file {attachment.sha256} was changed"
