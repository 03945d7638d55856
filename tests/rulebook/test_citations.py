"""Legal statements: each with rank and tag, in force when cited, and nothing that must not be said."""

from datetime import date

import pytest

from debts.rulebook import LenderKind, in_script, load_rulebook
from debts.rulebook.entries import DATA

BOOK = load_rulebook()
DATA_FILES = [path for path in DATA.iterdir() if path.name.endswith(".toml")]


def test_every_citation_has_its_rank_and_source(subtests):
    for citation in BOOK.citations:
        with subtests.test(citation.id):
            assert BOOK.rank(citation.rank).wording.zh
            assert citation.sources or citation.confidence
            assert citation.summary.zh.endswith("。")
            assert citation.summary.en.endswith(".")


@pytest.mark.parametrize(
    "forbidden",
    [
        "六百七十四",  # fixes when interest is due and says nothing on settlement
        "civil-code-674",
        "银保监发〔2022〕13号",  # the notice is 银保监规
        "24%",
        "36%",
        "4倍",
        "代理维权",
        "征信修复",
        "精神损失费",
    ],
)
def test_what_the_app_must_not_say_stands_in_no_file(forbidden):
    assert [path.name for path in DATA_FILES if forbidden in path.read_text(encoding="utf-8")] == []


def test_the_basis_of_a_settled_debt_begins_with_the_end_of_the_debt():
    basis = BOOK.basis("settled_debt", date(2024, 3, 5))
    assert tuple(one.id for one in basis) == BOOK.bases["settled_debt"]
    assert basis[0].article == "第五百五十七条第一款第（一）项"


@pytest.mark.parametrize(("name", "count"), [("settled_debt", 0), ("evidence", 0)])
def test_nothing_is_cited_before_it_was_in_force(name, count):
    assert len(BOOK.basis(name, date(2012, 12, 31))) == count


@pytest.mark.parametrize(
    ("citation_id", "last_day_without", "first_day"),
    [
        ("civil-code-557-1-1", date(2020, 12, 31), date(2021, 1, 1)),
        ("pipl-47-1-1", date(2021, 10, 31), date(2021, 11, 1)),
        ("gbt-45251-quiet-hours", date(2025, 2, 27), date(2025, 2, 28)),
        ("cba-guideline-attempts", date(2026, 1, 29), date(2026, 1, 30)),
        ("public-order-50-1-5", date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_a_provision_applies_from_its_first_day(citation_id, last_day_without, first_day):
    citation = BOOK.citation(citation_id)
    assert not citation.is_in_force(last_day_without)
    assert citation.is_in_force(first_day)


def test_old_article_numbers_end_with_the_old_law():
    old = BOOK.citation("public-order-2012-42-5")
    assert old.is_in_force(date(2025, 12, 31))
    assert not old.is_in_force(date(2026, 1, 1))


def test_a_rule_for_card_issuers_needs_a_card_issuer():
    day = date(2026, 3, 1)
    assert BOOK.in_force(["credit-card-rules-69"], day, LenderKind.CREDIT_CARD)
    assert not BOOK.in_force(["credit-card-rules-69"], day, LenderKind.MICROLOAN)
    assert not BOOK.in_force(["credit-card-rules-69"], day)


def test_guidelines_are_never_called_law():
    ranks = {one.id: one.rank for one in BOOK.citations}
    assert {rank for key, rank in ranks.items() if key.startswith("gbt-45251")} == {"E"}
    assert {rank for key, rank in ranks.items() if key.startswith("cba-guideline")} == {"F"}


@pytest.mark.parametrize("rank", BOOK.ranks, ids=lambda rank: rank.letter)
def test_the_wording_of_every_rank_is_cautious(rank):
    assert rank.wording.zh.startswith("可能")
    assert rank.wording.en.startswith("may ")


def test_a_text_is_given_in_the_language_asked_for():
    wording = BOOK.rank("A").wording
    assert wording.in_language("en-gb") == "may breach"
    assert wording.in_language("zh-hans") == "可能违反"
    assert {wording.in_language(code) for code in ("zh-hant", "zh-TW", "zh-HK")} == {"可能違反"}


def test_the_name_of_a_law_changes_its_characters_and_not_its_words():
    assert in_script("中华人民共和国个人信息保护法", "zh-hant") == "中華人民共和國個人信息保護法"
    assert in_script("中华人民共和国个人信息保护法", "zh-hans") == "中华人民共和国个人信息保护法"


def test_what_the_rulebook_does_not_say_keeps_its_characters():
    assert in_script("马上消费金融", "zh-hant") == "马上消费金融"
