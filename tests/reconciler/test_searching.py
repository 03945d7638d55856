"""Words are found however they are written, and the index never misses what a plain look would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.reconciler.searching import fold, holds, line_of, pairs_for, pairs_of, spans_of, words_in

LETTERS = st.text(st.sampled_from("逾期款還还ＡaÀİß1１ \n㍿ﬁ￥,。𠮷\u200b贷貸"), max_size=12)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("您的貸款已逾期", "贷款"),
        ("您的贷款已逾期", "貸款"),
        ("ＡＢＣ银行", "abc"),
        ("请还１,２３４元", "1,234"),
        ("逾\u200b期三天", "逾期"),
        ("您的好期贷，尾号7731", "7731 好期"),
        ("𠮷田小贷", "𠮷"),
    ],
)
def test_a_word_is_found_however_it_is_written(text, query):
    assert holds(text, words_in(query))


def test_all_words_have_to_be_there():
    assert not holds("您的好期贷", words_in("好期 逾期"))


@given(LETTERS, LETTERS, LETTERS)
def test_what_stands_in_a_text_to_the_letter_is_held_by_it(before, query, after):
    assert holds(before + query + after, words_in(query))


@given(st.text(st.sampled_from("还款０12 \n,ＡÀ﹕㍿\u200b𠮷"), max_size=12))
def test_an_index_is_given_the_pairs_of_a_text_whatever_its_figures(text):
    assert set(line_of(text).split()) == pairs_of(text)


@given(LETTERS, LETTERS)
def test_the_index_names_every_text_that_holds_the_words(text, query):
    words = words_in(query)
    if holds(text, words):
        asked, kept = pairs_for(words), pairs_of(text)
        assert set(asked.whole) <= kept
        assert all(any(pair.startswith(one) for pair in kept) for one in asked.beginnings)


@given(LETTERS, st.text(st.sampled_from("逾期款还a1"), min_size=1, max_size=2))
def test_one_or_two_characters_need_no_second_look(text, word):
    asked, kept = pairs_for([word]), pairs_of(text)
    named = set(asked.whole) <= kept and all(any(pair.startswith(one) for pair in kept) for one in asked.beginnings)
    assert named == holds(text, [word])


@given(LETTERS, LETTERS)
def test_marked_places_are_the_words_in_their_own_writing(text, query):
    words = words_in(query)
    spans = spans_of(text, words)
    assert all(any(word in fold(text[span.start : span.end]) for word in words) for span in spans)
    assert bool(spans) or not words or not holds(text, words)


def test_an_endless_query_is_cut():
    assert sum(map(len, words_in("逾期" * 500))) <= 100
    assert len(words_in(" ".join("逾期款还贷催收信用卡"))) == 8
