"""The weights of the parts of a match: read, checked, looked up."""

import pytest

from debts.rulebook import RulebookError, load_rulebook
from debts.rulebook.entries import parse
from debts.rulebook.weights import MatchPart, weights_from

GOOD = """
[[part]]
code = "matched_a"
weight = 30
decisive = true
unique = true
outweighs_vetoes = true

[[part]]
code = "matched_b"
weight = 20
decisive = true

[[part]]
code = "matched_c"
weight = 5
exact = true

[[part]]
code = "vetoed_d"
vetoes = true
"""
WEIGHTS = weights_from(parse("weights.toml", GOOD))


def test_parts_are_read_with_what_they_mean():
    assert WEIGHTS.parts["matched_a"] == MatchPart(
        "matched_a", 30, is_decisive=True, is_unique=True, outweighs_vetoes=True
    )
    assert WEIGHTS.parts["vetoed_d"] == MatchPart("vetoed_d", vetoes=True)
    assert (WEIGHTS.of("matched_b"), WEIGHTS.of("vetoed_d")) == (20, 0)
    with pytest.raises(KeyError):
        WEIGHTS.of("matched_z")


def test_decisive_parts_stand_in_the_order_of_the_file():
    assert [part.code for part in WEIGHTS.decisive] == ["matched_a", "matched_b"]
    assert WEIGHTS.decisive_codes == {"matched_a", "matched_b"}
    assert WEIGHTS.exact_codes == {"matched_c"}


@pytest.mark.parametrize(
    ("codes", "place"),
    [(("matched_b", "matched_a"), 0), (("matched_c", "matched_b"), 1), (("matched_c",), 2), ((), 2)],
)
def test_the_strongest_decisive_part_counts(codes, place):
    assert WEIGHTS.strength(codes) == place


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (GOOD + "decisive = true\n", "weights.toml, vetoed_d: a veto speaks for nothing"),
        (GOOD + "exact = true\n", "weights.toml, vetoed_d: a veto speaks for nothing"),
        (GOOD + "outweighs_vetoes = true\n", "weights.toml, vetoed_d: a veto speaks for nothing"),
        (GOOD.replace("weight = 5", "unique = true\nweight = 5"), "weights.toml, matched_c: only a decisive part"),
        (GOOD.replace("weight = 5", "weight = 0"), "weights.toml, matched_c: weight is no whole number"),
        (GOOD.replace("weight = 5", ""), "weights.toml, matched_c: weight is no whole number"),
        (GOOD + "weight = 3\n", "weights.toml, vetoed_d: unknown keys: weight"),
        (GOOD + '[[part]]\ncode = "matched_a"\nweight = 1\n', "weights.toml, matched_a: stands twice"),
        ("colour = 1\n" + GOOD, "weights.toml, file: unknown keys: colour"),
    ],
)
def test_a_part_that_contradicts_itself_is_refused(broken, said):
    with pytest.raises(RulebookError) as caught:
        weights_from(parse("weights.toml", broken))
    assert str(caught.value).startswith(said)


def test_the_rulebook_carries_the_weights_of_this_version():
    weights = load_rulebook().weights
    assert weights.of("matched_contract") > weights.of("matched_lender") > 0
    assert weights.decisive[0].code == "matched_contract"
