import pytest

from debts.reconciler import normalise
from debts.rulebook.patterns import PhraseError, anchors_of, compile_pattern
from debts.rulebook.phrase_files import load_phrases
from debts.rulebook.phrases import one_of

BOOK = load_phrases()


def test_a_phrase_finds_its_example_and_leaves_the_other(subtests):
    for phrase in BOOK.phrases:
        with subtests.test(phrase.id):
            assert any(found.phrase is phrase for found in BOOK.scan(normalise(phrase.yes).text)), phrase.yes
            assert not any(found.phrase is phrase for found in BOOK.scan(normalise(phrase.no).text)), phrase.no


def test_ids_are_unique():
    assert len({phrase.id for phrase in BOOK.phrases}) == len(BOOK.phrases)


def test_a_gap_stays_in_its_clause():
    matcher = compile_pattern("提起…诉讼")
    assert matcher.search("提起民事诉讼")
    assert not matcher.search("提起此事,诉讼")


def test_the_longest_fixed_part_announces_a_phrase():
    assert anchors_of("(已|)逾期#天") == ("逾期",)


def test_a_pattern_without_fixed_part_is_refused():
    with pytest.raises(PhraseError):
        anchors_of("(已|)…#")


def test_a_shorter_anchor_is_not_hidden_by_a_longer_one():
    assert {found.phrase.concept for found in BOOK.scan("征信中心通知:")} >= {"authority"}


def test_no_words_find_nothing():
    assert one_of([]).search("逾期") is None


def test_a_context_takes_the_meaning_back():
    assert "overdue" in {found.phrase.concept for found in BOOK.scan("您的借款已逾期")}
    assert "overdue" not in {found.phrase.concept for found in BOOK.scan("以免您的借款已逾期")}


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "x.toml").write_text('overdue = [{id = "a", pattern = "逾期"}]', "utf-8")
    with pytest.raises(PhraseError, match="without"):
        load_phrases(tmp_path)
