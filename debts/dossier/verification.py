"""Whether the evidence still is what it was: the chain, each record's last known hash, each file's bytes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage

from debts.actions.evidence import hash_of
from debts.actions.touching import pieces
from debts.dossier.time_stamps import head_in, is_sound, roots
from debts.dossier.tree_heads import PIECE, Standing, TreeHead, compare, leaf_of
from debts.evidence.merkle import Leaves, MerkleTree
from debts.models import Attachment, EvidenceEntry, Profile, StampedHead, User
from debts.models.base import Fact
from debts.models.evidence import CHAIN_START
from debts.sealed_files.form import CannotOpen


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
    chain = _Chain()
    attachments = list(Attachment.objects.filter(owner=owner).order_by("sha256"))
    steps = {
        "entries": chain.problems(_lines(owner), head),
        "records": _record_problems(owner),
        "files": _file_problems(attachments),
    }
    problems = [problem for what, step in steps.items() for problem in _told(step, what, progress)]
    if head and not chain.holds_head:
        problems.append(Disagreement(DisagreementCode.HEAD_GONE, head))
    tree = MerkleTree(chain.leaves)
    if tree_head and compare(tree, tree_head) in {Standing.ANOTHER, Standing.SHORTER}:
        problems.append(Disagreement(DisagreementCode.TREE_CHANGED, str(tree_head.size)))
    problems += _told(_stamp_problems(owner, tree), "stamps", progress)
    return Report(len(tree), len(attachments), chain.last, tree.root().hex(), tuple(problems))


Step = Iterator[Disagreement | None]


def _told(step: Step, what: str, progress: Progress) -> Iterator[Disagreement]:
    """The disagreements of a step, each of whose items counts as progress."""
    for count, problem in enumerate(step, 1):
        progress(what, count)
        if problem:
            yield problem


def _lines(owner: User) -> Iterator[EvidenceEntry]:
    """The log from its beginning, never more of it than a piece at a time."""
    return EvidenceEntry.objects.filter(owner=owner).order_by("sequence").iterator(chunk_size=PIECE)


class _Chain:
    """The log as it goes by: its leaves, its last hash, and whether the head that was noted is among its own."""

    def __init__(self) -> None:
        self.leaves = Leaves()
        self.last = CHAIN_START
        self.holds_head = False

    def problems(self, entries: Iterator[EvidenceEntry], head: str) -> Step:
        """Check each entry against itself and the one before."""
        self.holds_head = head == CHAIN_START
        for number, entry in enumerate(entries, start=1):
            place = str(entry.sequence)
            if entry.sequence != number:
                yield Disagreement(DisagreementCode.ENTRY_MISSING, str(number))
            if entry.previous_hash != self.last:
                yield Disagreement(DisagreementCode.ENTRY_LOOSE, place)
            is_whole = entry.compute_hash() == entry.entry_hash
            yield None if is_whole else Disagreement(DisagreementCode.ENTRY_CHANGED, place)
            self.last = entry.entry_hash
            self.leaves.append(leaf_of(entry.entry_hash))
            self.holds_head |= entry.entry_hash == head


def _record_problems(owner: User) -> Step:
    """Compare each record with the hash of its last entry; a record without any entry was not written by us."""
    models = {model._meta.model_name or "": model for model in _models()}
    yield from _gone(owner, models)
    for name, model in sorted(models.items()):
        related = [field.name for field in model._meta.concrete_fields if field.is_relation]
        records = model._default_manager.filter(owner=owner).select_related(*related).order_by("ref")
        for piece in pieces(records.iterator(chunk_size=PIECE)):
            known = _last_hashes(owner, name, [record.ref for record in piece])
            yield from (_record_problem(name, record, known) for record in piece)


def _record_problem(name: str, record: Any, known: dict[str, str]) -> Disagreement | None:
    if record.ref not in known:
        return Disagreement(DisagreementCode.RECORD_UNKNOWN, f"{name} {record.ref}")
    is_same = known[record.ref] == hash_of(record)
    return None if is_same else Disagreement(DisagreementCode.RECORD_CHANGED, f"{name} {record.ref}")


def _last_hashes(owner: User, name: str, refs: list[str]) -> dict[str, str]:
    """The hashes that some records of one kind had when they were last written."""
    entries = EvidenceEntry.objects.filter(owner=owner, record_type=name, record_ref__in=refs).order_by("sequence")
    return dict(entries.values_list("record_ref", "record_hash"))


def _gone(owner: User, models: dict[str, Any]) -> Iterator[Disagreement]:
    """The records that the log speaks of and that are not there."""
    spoken_of = EvidenceEntry.objects.filter(owner=owner).order_by("record_type", "record_ref")
    names = spoken_of.values_list("record_type", "record_ref").distinct().iterator(chunk_size=PIECE)
    for piece in pieces(names):
        for record_type in sorted({name for name, _ in piece}):
            refs = [ref for name, ref in piece if name == record_type]
            model = models.get(record_type)
            found = (
                model._default_manager.filter(owner=owner, ref__in=refs).values_list("ref", flat=True) if model else ()
            )
            for ref in sorted(set(refs).difference(found)):
                yield Disagreement(DisagreementCode.RECORD_GONE, f"{record_type} {ref}")


def _models() -> Iterator[Any]:
    """Every kind of fact that there is."""
    return (model for model in apps.get_app_config("debts").get_models() if issubclass(model, Fact | Profile))


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
        is_same = _holds(attachment)
        yield None if is_same else Disagreement(DisagreementCode.FILE_CHANGED, attachment.sha256)


def _holds(attachment: Attachment) -> bool:
    """Whether the plain bytes are those that were handed in; a sealed file that does not open holds none of them."""
    try:
        with default_storage.open(attachment.path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == attachment.sha256
    except CannotOpen:
        return False
