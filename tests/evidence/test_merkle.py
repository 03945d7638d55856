"""The Merkle tree against the published vectors of Certificate Transparency, and what its proofs must refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.evidence.merkle import (
    EMPTY_ROOT,
    Frontier,
    Leaves,
    MerkleTree,
    ProofError,
    is_consistent,
    is_included,
    leaf_hash,
)

ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
TREE = MerkleTree([leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES])
SIZES = st.integers(1, 70)


def tree_of(size):
    return MerkleTree([leaf_hash(bytes([number])) for number in range(size)])


def test_the_edge_of_a_growing_tree_gives_the_root_of_the_whole_tree_at_every_size():
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    for size in range(1, 200):
        frontier.append(leaf_hash(bytes([size - 1])))
        assert (frontier.size, frontier.root()) == (size, tree_of(size).root())


@given(SIZES, st.slices(70))
def test_leaves_are_kept_as_a_list_keeps_them(size, stretch):
    listed = [leaf_hash(bytes([number])) for number in range(size)]
    leaves = Leaves(listed)
    assert list(leaves) == listed
    assert leaves[stretch] == listed[stretch]
    assert leaves[-1] == listed[-1]


def turned(proof, place):
    """A proof with one bit turned."""
    one = proof[place]
    return (*proof[:place], bytes([one[0] ^ 1]) + one[1:], *proof[place + 1 :])


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert MerkleTree([]).root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS, 1)))
def test_the_published_roots_are_found(size, root):
    assert TREE.root(size).hex() == root


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
    ],
)
def test_the_published_inclusion_proofs_are_found(index, size, proof):
    assert [one.hex() for one in TREE.inclusion(index, size)] == proof


@pytest.mark.parametrize(
    ("older", "newer", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
    ],
)
def test_the_published_consistency_proofs_are_found(older, newer, proof):
    assert [one.hex() for one in TREE.consistency(older, newer)] == proof


@given(SIZES, st.data())
def test_every_entry_is_shown_to_stand_in_its_tree(size, data):
    index = data.draw(st.integers(0, size - 1))
    tree = tree_of(size)
    leaf, proof = leaf_hash(bytes([index])), tree.inclusion(index)
    assert is_included(leaf, index, size, proof, tree.root())
    assert not is_included(leaf_hash(b"another"), index, size, proof, tree.root())
    assert not any(is_included(leaf, other, size, proof, tree.root()) for other in range(size) if other != index)
    assert not any(is_included(leaf, index, size, turned(proof, at), tree.root()) for at in range(len(proof)))


@given(SIZES, st.data())
def test_every_older_tree_is_shown_to_be_a_beginning(size, data):
    older = data.draw(st.integers(1, size))
    tree = tree_of(size)
    proof = tree.consistency(older)
    assert is_consistent(older, size, proof, tree.root(older), tree.root())
    assert not is_consistent(older, size, proof, leaf_hash(b"another"), tree.root())
    assert not any(
        is_consistent(older, size, turned(proof, at), tree.root(older), tree.root()) for at in range(len(proof))
    )


@given(SIZES, SIZES)
def test_a_changed_entry_makes_another_root(size, place):
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    changed = [*leaves]
    changed[place % size] = leaf_hash(b"another")
    assert MerkleTree(leaves).root() != MerkleTree(changed).root()


@pytest.mark.parametrize("ask", [lambda: TREE.root(9), lambda: TREE.inclusion(8), lambda: TREE.consistency(0)])
def test_what_the_tree_does_not_have_is_refused(ask):
    with pytest.raises(ProofError):
        ask()


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 8), (8, 8)])
def test_a_place_outside_the_tree_is_never_included(index, size):
    assert not is_included(leaf_hash(b""), index, size, (), TREE.root())


@pytest.mark.parametrize(("older", "newer"), [(0, 8), (9, 8)])
def test_a_larger_or_an_empty_tree_is_never_an_older_one(older, newer):
    assert not is_consistent(older, newer, TREE.consistency(4), TREE.root(4), TREE.root())
