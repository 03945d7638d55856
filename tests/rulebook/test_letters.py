"""The rows of letters are held against the rulebook before anybody sees them."""

import pytest

from debts.rulebook import LenderKind, RulebookError, load_rulebook
from debts.rulebook.entries import parse
from debts.rulebook.letters import LetterGroup, build_letters, load_letters

ROW = """
[[letter]]
id = "complaint"
group = "lender"
name.zh = "投诉"
name.en = "Complaint"
about.zh = "第一步。"
about.en = "The first step."
"""


def built(more=""):
    return build_letters(parse("letters.toml", ROW + more), load_rulebook())


def test_a_row_needs_only_names_and_a_group():
    (letter,) = built()
    assert (letter.id, letter.group, letter.channel, letter.longest) == ("complaint", LetterGroup.LENDER, "", None)
    assert letter.takes(LenderKind.BANK)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('channel = "nowhere"', "nowhere is no channel"),
        ('grounds = ["nothing"]', "nothing is no list of citations"),
        ('asking = ["nothing"]', "nothing is no list of citations"),
        ('rules = ["M99"]', "M99 is no conduct rule"),
        ("longest = 0", "longest is no whole number"),
        ('channnel = "lender"', "unknown keys: channnel"),
        ('[[letter.warning]]\ntext.zh = "注意"', "en is missing"),
    ],
)
def test_a_slip_is_named_with_its_row(more, problem):
    with pytest.raises(RulebookError, match=problem):
        built(more)


def test_a_letter_tells_all_rules_some_or_none():
    assert built('rules = ["all"]')[0].tells("M8")
    assert [built('rules = ["M4"]')[0].tells(rule) for rule in ("M4", "M8")] == [True, False]
    assert not built()[0].tells("M8")


@pytest.mark.parametrize("kind", LenderKind)
def test_a_letter_goes_where_its_channel_takes_the_lender(kind):
    for letter in load_letters():
        assert letter.takes(kind) == (not letter.channel or load_rulebook().channel(letter.channel).takes(kind))
