"""The table of the vote: what a line may say, and how a text is cut into pieces."""

import pytest

from debts.reconciler.types import Kind
from debts.rulebook import RulebookError, load_rulebook
from debts.rulebook.votes import pieces_of, squashed, votes_from

GOOD = (
    ("kinds", "reminder", "other"),
    ("base", "base", "5", "-5"),
    ("mark", "flag:signed", "100", "0"),
    ("piece", "还款", "10", "-1"),
)


def test_the_table_weighs_every_kind():
    assert set(load_rulebook().votes.kinds) == {kind.value for kind in Kind}


def test_pieces_and_marks_add_up():
    votes = votes_from(GOOD)
    text = squashed("请还款")
    reminder, other = votes.scores(text, votes.pieces_in(text), ["flag:signed", "flag:unknown"])
    assert reminder == pytest.approx(1.05 + 1 / 40**0.5)
    assert other == pytest.approx(-0.05 - 0.1 / 40**0.5)


def test_figures_masks_and_open_places_are_one_sign():
    assert squashed("还款000.00元") == squashed("还款xxxx元") == squashed("还款${amount}元") == "^还款0元$"


def test_pieces_have_one_to_three_characters():
    assert pieces_of("一二三四") == {*"一二三四", "一二", "二三", "三四", "一二三", "二三四"}


@pytest.mark.parametrize(
    "line",
    [
        ("piece", "催收", "1"),
        ("piece", "催收", "1", "?"),
        ("piece", "催收", "1", "40000"),
        ("piece", "还款", "1", "1"),
        ("mark", "flag:x", "1"),
        ("word", "x", "1", "2"),
    ],
)
def test_a_broken_line_is_named(line):
    with pytest.raises(RulebookError, match=line[1]):
        votes_from((*GOOD, line))


def test_a_table_without_a_base_is_broken():
    with pytest.raises(RulebookError, match="base"):
        votes_from(GOOD[:1])
