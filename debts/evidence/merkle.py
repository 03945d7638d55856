"""A Merkle tree after RFC 9162, section 2.1, with SHA-256: one hash for a whole log, and short proofs about it.

An inclusion proof shows that an entry stands in the log of a given size and root; a consistency proof, that an older
root is that of the first entries of a newer log, so that none of them was changed, dropped or moved since.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce
from typing import overload

EMPTY_ROOT = hashlib.sha256().digest()
HASH_LENGTH = 32
# A hash over fewer leaves is worked out sooner than a million of them are kept.
KEPT_OVER = 32

Hash = bytes


class ProofError(ValueError):
    """A proof is asked for what a tree does not have."""


def leaf_hash(entry: bytes) -> Hash:
    """The hash of an entry; its sign in front keeps a leaf from passing for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """The hash of two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Leaves(Sequence[Hash]):
    """Leaf hashes in no more room than they need, however long the log is."""

    def __init__(self, hashes: Iterable[Hash] = ()) -> None:
        self._bytes = bytearray()
        for one in hashes:
            self.append(one)

    def append(self, leaf: Hash) -> None:
        """Add a leaf behind the others."""
        self._bytes += leaf

    def __len__(self) -> int:
        return len(self._bytes) // HASH_LENGTH

    @overload
    def __getitem__(self, place: int) -> Hash: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Hash]: ...

    def __getitem__(self, place: int | slice) -> Hash | Sequence[Hash]:
        """The leaf at a place, or those of a stretch."""
        places = range(len(self))[place]
        if isinstance(places, range):
            return [self[one] for one in places]
        return bytes(self._bytes[places * HASH_LENGTH : (places + 1) * HASH_LENGTH])


class Frontier:
    """The whole subtrees at the edge of a growing tree: enough for its root, a few hashes however long it is."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[tuple[int, Hash]] = []

    def append(self, leaf: Hash) -> None:
        """Add a leaf behind the others."""
        self.size += 1
        count = 1
        while self._edge and self._edge[-1][0] == count:
            count, leaf = 2 * count, node_hash(self._edge.pop()[1], leaf)
        self._edge.append((count, leaf))

    def root(self) -> Hash:
        """The root over all leaves so far, the same as the tree's."""
        return reduce(
            lambda right, left: node_hash(left, right), [one for _, one in reversed(self._edge)] or [EMPTY_ROOT]
        )


class MerkleTree:
    """The tree over some leaf hashes, in their order."""

    def __init__(self, leaves: Sequence[Hash]) -> None:
        self._leaves = leaves

    def __len__(self) -> int:
        return len(self._leaves)

    def root(self, size: int | None = None) -> Hash:
        """The root of the first ``size`` leaves, of all where none is given."""
        size = len(self) if size is None else self._sized(size)
        return self._hash(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> tuple[Hash, ...]:
        """The proof that leaf ``index`` (from 0) stands among the first ``size``, nearest sibling first."""
        size = len(self) if size is None else self._sized(size)
        if not 0 <= index < size:
            raise ProofError(f"there is no leaf {index} among the first {size}")
        return tuple(self._path(index, 0, size))

    def consistency(self, older: int, newer: int | None = None) -> tuple[Hash, ...]:
        """The proof that the first ``older`` leaves are unchanged in the tree of the first ``newer``."""
        newer = len(self) if newer is None else self._sized(newer)
        if not 0 < older <= newer:
            raise ProofError(f"a tree of {newer} has no older one of {older}")
        return tuple(self._subproof(older, 0, newer, is_whole=True))

    def _sized(self, size: int) -> int:
        if not 0 <= size <= len(self):
            raise ProofError(f"the tree has {len(self)} leaves, not {size}")
        return size

    @cached_property
    def _known(self) -> dict[tuple[int, int], Hash]:
        return {}

    def _hash(self, start: int, end: int) -> Hash:
        """The hash over the leaves from ``start`` to before ``end``; those over many leaves are kept."""
        if end - start == 1:
            return self._leaves[start]
        known = self._known.get((start, end))
        if known is None:
            middle = start + _split(end - start)
            known = node_hash(self._hash(start, middle), self._hash(middle, end))
            if end - start >= KEPT_OVER:
                self._known[start, end] = known
        return known

    def _path(self, index: int, start: int, end: int) -> Iterator[Hash]:
        if end - start == 1:
            return
        middle = start + _split(end - start)
        if index < middle:
            yield from self._path(index, start, middle)
            yield self._hash(middle, end)
        else:
            yield from self._path(index, middle, end)
            yield self._hash(start, middle)

    def _subproof(self, older: int, start: int, end: int, *, is_whole: bool) -> Iterator[Hash]:
        """``older`` counts from the beginning; ``is_whole`` while the subtree is the older tree itself."""
        if older == end:
            if not is_whole:
                yield self._hash(start, end)
            return
        middle = start + _split(end - start)
        if older <= middle:
            yield from self._subproof(older, start, middle, is_whole=is_whole)
            yield self._hash(middle, end)
        else:
            yield from self._subproof(older, middle, end, is_whole=False)
            yield self._hash(start, middle)


def _split(size: int) -> int:
    """The largest power of two that is smaller than ``size``: how many leaves the left side has."""
    return 1 << (size - 1).bit_length() - 1


def is_included(leaf: Hash, index: int, size: int, proof: Sequence[Hash], root: Hash) -> bool:
    """Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    number, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if number & 1 or number == last:
            found = node_hash(sibling, found)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(older: int, newer: int, proof: Sequence[Hash], older_root: Hash, newer_root: Hash) -> bool:
    """Whether the proof leads from the older root to the newer one (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not proof and older_root == newer_root
    path = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if not path:
        return False
    number, last = older - 1, newer - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    return _leads_to_both(path, number, last, older_root, newer_root)


def _leads_to_both(path: Sequence[Hash], number: int, last: int, older_root: Hash, newer_root: Hash) -> bool:
    found_older = found_newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            found_older, found_newer = node_hash(sibling, found_older), node_hash(sibling, found_newer)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            found_newer = node_hash(found_newer, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and found_older == older_root and found_newer == newer_root
