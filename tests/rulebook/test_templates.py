"""Texts of one template: what is remembered of them, and that no phrase is found by figures which a template lacks."""

import re

import pytest

from debts.reconciler import normalise
from debts.reconciler.disguises import edits, is_plain
from debts.rulebook.phrase_files import load_phrases
from debts.rulebook.phrases import in_order
from debts.rulebook.templates import LONGEST_KEPT, by_template, template_of

BOOK = load_phrases()


def with_other_figures(text):
    return re.sub("[1-9]", lambda hit: str(10 - int(hit[0])), text)


def found_one_by_one(text):
    """Every phrase with gaps tried on the text itself, without anchors and without templates."""
    small = text.lower()
    places = ((one, start, end) for one in BOOK.phrases if not one.is_listed for start, end in one.places(small))
    return {(one.id, start, end) for one, start, end in places if not one.is_taken_back(small, start, end)}


def test_texts_that_differ_in_figures_share_a_template():
    assert template_of("尾号1234支出5.60元") == template_of("尾号9876支出4.30元") == "尾号0000支出0.00元"
    assert template_of("尾号123支出5.60元") != template_of("尾号1234支出5.60元")


def test_a_template_is_worked_on_once_and_a_long_text_each_time():
    asked = []
    ask = by_template(lambda template, more: asked.append((template, more)))
    for template in ("短信", "短信", "长" * LONGEST_KEPT, "长" * LONGEST_KEPT, "长" * (LONGEST_KEPT + 1)):
        ask(template, 1)
    ask("短信", 2)
    ask("长" * (LONGEST_KEPT + 1), 1)
    assert [(len(template), more) for template, more in asked] == [(2, 1), (500, 1), (501, 1), (2, 2), (501, 1)]


def test_a_scan_finds_what_each_phrase_finds_by_itself():
    for example in (text for phrase in BOOK.phrases for text in (phrase.yes, phrase.no)):
        for text in {normalise(example).text, with_other_figures(normalise(example).text)}:
            found = {(one.phrase.id, one.start, one.end) for one in BOOK.scan(text) if not one.phrase.is_listed}
            assert found == found_one_by_one(text)


def test_a_phrase_is_found_by_its_figures_or_whatever_they_are():
    for text in (normalise(phrase.yes).text for phrase in BOOK.phrases):
        of_figures, of_others = BOOK.scan_figures(text), BOOK.scan_template(text)
        assert all(one.phrase.spells_figures for one in of_figures)
        assert in_order(of_others) == in_order(BOOK.scan_template(with_other_figures(text)))


def test_the_phrases_that_a_template_may_spell_are_all_that_figures_find_in_its_texts():
    for text in (normalise(one).text for phrase in BOOK.phrases for one in (phrase.yes, phrase.no)):
        few = BOOK.scan_for(BOOK.may_spell(template_of(text)), text)
        assert in_order(few) == in_order(BOOK.scan_figures(text))


@pytest.mark.parametrize("text", ["逾*期12天", "借 款1 0 5 3 元", "还款5元", "${amount}元已逾期", "yu期3天", "第9期"])
def test_no_disguise_hangs_on_figures(text):
    assert is_plain(template_of(text)) == (not edits(text)) == (not edits(with_other_figures(text)))


def test_no_spelling_of_a_hidden_word_holds_figures():
    words = (*BOOK.disguises.words, *BOOK.disguises.hard, *BOOK.disguises.variants)
    assert not any(re.search("[0-9]", word) for word in words)
