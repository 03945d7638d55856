"""Tree heads: what a person keeps elsewhere so that a later change of the log would show.

    {"format": "jieqing-tree-head", "version": 1, "size": 128, "root": "5dc9…", "last": "91ab…", "at": "…"}

A head says that the log had so many entries with this Merkle root. It does not say that what is in them is true.
"""

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from pydantic import TypeAdapter, ValidationError

from debts.evidence.merkle import Frontier, Leaves, MerkleTree, is_consistent, leaf_hash
from debts.models import EvidenceEntry, User
from debts.models.evidence import CHAIN_START

FORMAT = "jieqing-tree-head"
VERSION = 1
PIECE = 2000
MOST_KEPT = 256  # edges of trees, some hundred bytes each
MAX_BYTES = 10_000


class NoTreeHead(ValueError):
    """What was given is no tree head."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A log at one time: how many entries, the root over them and the hash of the last, in hexadecimal figures."""

    size: int
    root: str
    last: str
    at: datetime


class Standing(StrEnum):
    """How a log stands to a head that was kept."""

    SAME = "same"
    GROWN = "grown"  # the head is that of its beginning
    SHORTER = "shorter"  # entries are gone
    ANOTHER = "another"  # an entry of its beginning was changed, dropped or moved


_fields = TypeAdapter(TreeHead)


def tree_of(entries: Iterable[EvidenceEntry]) -> MerkleTree:
    """The tree over entries in order of their numbers; an entry goes in as its own hash."""
    return MerkleTree(Leaves(map(leaf_of, _hashes(entries))))


def _hashes(entries: Iterable[EvidenceEntry]) -> Iterator[str]:
    """What the tree needs of entries; of a long log an object for each takes longer than the tree."""
    if isinstance(entries, QuerySet):
        return entries.values_list("entry_hash", flat=True).iterator(chunk_size=PIECE)
    return (entry.entry_hash for entry in entries)


def leaf_of(entry_hash: str) -> bytes:
    """The leaf that an entry is in the tree."""
    return leaf_hash(bytes.fromhex(entry_hash))


def entries_of(owner: User) -> QuerySet[EvidenceEntry]:
    """All entries of an owner in order, with no more of each than the tree needs."""
    return EvidenceEntry.objects.filter(owner=owner).order_by("sequence").only("entry_hash", "sequence", "at")


def head_of(owner: User, now: datetime) -> TreeHead:
    """The head of the owner's log as it is."""
    grown = _grown(owner)
    return TreeHead(grown.frontier.size, grown.frontier.root().hex(), grown.last, now)


@dataclass(slots=True)
class _Grown:
    """The edge of the tree over the entries up to number ``sequence``, and the hash of the ``last`` of them."""

    frontier: Frontier = field(default_factory=Frontier)
    sequence: int = 0
    last: str = CHAIN_START


_latest: dict[int, _Grown] = {}


def _grown(owner: User) -> _Grown:
    """The edge of the owner's tree as it is; only what came since this process last asked is read.

    Each entry bears the hash of the one before, so where the last one is as it was, so are all before it, as far as
    they were not changed past the chain: to find that out is for ``verify``.
    """
    known = _latest.get(owner.pk)
    grown = deepcopy(known) if known and _still_ends_with(owner, known) else _Grown()
    later = EvidenceEntry.objects.filter(owner=owner, sequence__gt=grown.sequence).order_by("sequence")
    for sequence, entry_hash in later.values_list("sequence", "entry_hash").iterator(chunk_size=PIECE):
        grown.frontier.append(leaf_of(entry_hash))
        grown.sequence, grown.last = sequence, entry_hash
    if len(_latest) >= MOST_KEPT:
        _latest.clear()
    _latest[owner.pk] = grown
    return grown


def _still_ends_with(owner: User, known: _Grown) -> bool:
    entry = EvidenceEntry.objects.filter(owner=owner, sequence=known.sequence, entry_hash=known.last)
    return known.sequence == 0 or entry.exists()


def compare(tree: MerkleTree, head: TreeHead) -> Standing:
    """How a log stands to a head that was kept of it."""
    if head.size > len(tree):
        return Standing.SHORTER
    if tree.root(head.size).hex() != head.root:
        return Standing.ANOTHER
    if head.size == len(tree):
        return Standing.SAME
    return Standing.GROWN if head.size == 0 or _is_beginning(tree, head) else Standing.ANOTHER


def _is_beginning(tree: MerkleTree, head: TreeHead) -> bool:
    proof = tree.consistency(head.size)
    return is_consistent(head.size, len(tree), proof, bytes.fromhex(head.root), tree.root())


def write_head(head: TreeHead) -> str:
    """The head as the text of a file."""
    values = {**asdict(head), "at": head.at.isoformat(timespec="seconds")}
    return json.dumps({"format": FORMAT, "version": VERSION, **values}, indent=1) + "\n"


def read_head(content: bytes) -> TreeHead:
    """A head from the bytes of a file; raises NoTreeHead where it is none."""
    try:
        values: Any = json.loads(content[:MAX_BYTES])
        if values.pop("format") != FORMAT or values.pop("version") != VERSION:
            raise NoTreeHead
        head = _fields.validate_python(values)
        bytes.fromhex(head.root)
    except (ValueError, ValidationError, AttributeError, KeyError, TypeError, RecursionError) as problem:
        raise NoTreeHead from problem
    if head.size < 0:
        raise NoTreeHead
    return head
