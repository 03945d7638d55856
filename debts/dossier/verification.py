"""Whether the evidence still is what it was: the chain, each record's last known hash, each file's bytes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage

from debts.actions.evidence import hash_of
from debts.dossier.time_stamps import head_in, is_sound, roots
from debts.dossier.tree_heads import Standing, TreeHead, compare, tree_of
from debts.evidence.merkle import MerkleTree
from debts.models import Attachment, EvidenceEntry, Profile, StampedHead, User
from debts.models.base import Fact
from debts.models.evidence import CHAIN_START


class DisagreementCode(StrEnum):
    """What does not agree; the value is the sentence in English, with the place to be filled in."""

    ENTRY_MISSING = "entry {place} is missing"
    ENTRY_LOOSE = "entry {place} does not follow from the one before"
    ENTRY_CHANGED = "entry {place} was changed"
    RECORD_GONE = "{place} is gone"
    RECORD_UNKNOWN = "{place} is not in the log"
    RECORD_CHANGED = "{place} was changed outside the log"
    FILE_GONE = "file {place} is gone"
    FILE_CHANGED = "file {place} was changed"
    HEAD_GONE = "the head noted before is not in the log any more: {place}"
    TREE_CHANGED = "the log does not begin as it did when the tree head of {place} entries was kept"
    STAMP_CHANGED = "the time stamp of the tree head of {place} entries does not hold"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that does not agree, and where: the number of an entry, kind and name of a record, hash of a file."""

    code: DisagreementCode
    place: str

    def __str__(self) -> str:
        return self.code.format(place=self.place)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, the hash of the last entry, the root of the tree over all, and every disagreement."""

    entries: int
    files: int
    head: str
    root: str
    problems: tuple[Disagreement, ...]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        problems = [str(problem) for problem in self.problems]
        checked = {"entries": self.entries, "files": self.files, "head": self.head, "root": self.root}
        return {**checked, "problems": problems, "ok": not problems}


Progress = Callable[[str, int], None]


def verify(
    owner: User, head: str = "", tree_head: TreeHead | None = None, progress: Progress = lambda _what, _count: None
) -> Report:
    """Check all evidence of one owner.

    ``head`` is the hash of a last entry noted earlier, ``tree_head`` what was kept of an earlier log: both must still
    hold. ``progress`` is told what is being checked and how many are done.
    """
    entries = list(EvidenceEntry.objects.filter(owner=owner).order_by("sequence"))
    attachments = list(Attachment.objects.filter(owner=owner).order_by("sha256"))
    steps = {
        "entries": _chain_problems(entries),
        "records": _record_problems(owner, entries),
        "files": _file_problems(attachments),
    }
    problems = [problem for what, step in steps.items() for problem in _told(step, what, progress)]
    if head and head not in {CHAIN_START, *(entry.entry_hash for entry in entries)}:
        problems.append(Disagreement(DisagreementCode.HEAD_GONE, head))
    tree = tree_of(entries)
    if tree_head and compare(tree, tree_head) in {Standing.ANOTHER, Standing.SHORTER}:
        problems.append(Disagreement(DisagreementCode.TREE_CHANGED, str(tree_head.size)))
    problems += _told(_stamp_problems(owner, tree), "stamps", progress)
    last = entries[-1].entry_hash if entries else CHAIN_START
    return Report(len(entries), len(attachments), last, tree.root().hex(), tuple(problems))


Step = Iterator[Disagreement | None]


def _told(step: Step, what: str, progress: Progress) -> Iterator[Disagreement]:
    """The disagreements of a step, each of whose items counts as progress."""
    for count, problem in enumerate(step, 1):
        progress(what, count)
        if problem:
            yield problem


def _chain_problems(entries: list[EvidenceEntry]) -> Step:
    previous = CHAIN_START
    for number, entry in enumerate(entries, start=1):
        place = str(entry.sequence)
        if entry.sequence != number:
            yield Disagreement(DisagreementCode.ENTRY_MISSING, str(number))
        if entry.previous_hash != previous:
            yield Disagreement(DisagreementCode.ENTRY_LOOSE, place)
        yield Disagreement(DisagreementCode.ENTRY_CHANGED, place) if entry.compute_hash() != entry.entry_hash else None
        previous = entry.entry_hash


def _record_problems(owner: User, entries: list[EvidenceEntry]) -> Step:
    """Compare each record with the hash of its last entry; a record without any entry was not written by us."""
    last = {(entry.record_type, entry.record_ref): entry.record_hash for entry in entries}
    records = {(record._meta.model_name or "", record.ref): record for record in _records(owner)}
    for record_type, ref in sorted(set(last) - set(records)):
        yield Disagreement(DisagreementCode.RECORD_GONE, f"{record_type} {ref}")
    for (record_type, ref), record in sorted(records.items()):
        known = last.get((record_type, ref))
        code = DisagreementCode.RECORD_UNKNOWN if known is None else DisagreementCode.RECORD_CHANGED
        yield None if known == hash_of(record) else Disagreement(code, f"{record_type} {ref}")


def _records(owner: User) -> Iterator[Any]:
    """Every fact of the owner, of every kind that there is, taken back or not."""
    for model in apps.get_app_config("debts").get_models():
        if issubclass(model, Fact | Profile):
            related = [field.name for field in model._meta.concrete_fields if field.is_relation]
            yield from model._default_manager.filter(owner=owner).select_related(*related)


def _stamp_problems(owner: User, tree: MerkleTree) -> Step:
    """Hold the log against each stamped head, and each stamp against the roots, where there are any."""
    can_check = bool(roots())
    for row in StampedHead.objects.filter(owner=owner).order_by("size", "pk"):
        if compare(tree, head_in(row)) in {Standing.ANOTHER, Standing.SHORTER}:
            yield Disagreement(DisagreementCode.TREE_CHANGED, str(row.size))
        holds = not can_check or is_sound(row)
        yield None if holds else Disagreement(DisagreementCode.STAMP_CHANGED, str(row.size))


def _file_problems(attachments: list[Attachment]) -> Step:
    for attachment in attachments:
        if not default_storage.exists(attachment.path):
            yield Disagreement(DisagreementCode.FILE_GONE, attachment.sha256)
            continue
        with default_storage.open(attachment.path) as file:
            is_same = hashlib.file_digest(file, "sha256").hexdigest() == attachment.sha256
        yield None if is_same else Disagreement(DisagreementCode.FILE_CHANGED, attachment.sha256)
