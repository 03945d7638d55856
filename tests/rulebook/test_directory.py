"""A person types a name, the lender is found."""

import pytest

from debts.rulebook import LenderKind, find_lenders, load_rulebook

BOOK = load_rulebook()
NAMES = [(lender.id, name) for lender in BOOK.lenders for name in lender.names]


def test_every_lender_is_found_by_each_of_its_names(subtests):
    for lender in BOOK.lenders:
        for name in lender.names:
            with subtests.test(lender.id, name=name):
                assert lender in find_lenders(BOOK, name, limit=len(BOOK.lenders))


def test_every_lender_comes_first_for_its_common_name(subtests):
    for lender in BOOK.lenders:
        with subtests.test(lender.id):
            assert find_lenders(BOOK, lender.name, limit=1) == (lender,)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("招联", "招联消费金融"),
        ("好期贷", "招联消费金融"),
        ("借呗", "蚂蚁消费金融"),
        ("捷信", "天津京东消费金融"),
        ("home credit", "天津京东消费金融"),
        ("ＨＯＭＥ　ｃ", "天津京东消费金融"),
        ("icbc", "工商银行"),
        ("马上消费金融股份有限公司", "马上消费金融"),
        ("我的招联消费金融借款", "招联消费金融"),
        ("信用飞", "信用飞"),
        ("凯基", "苏银凯基消费金融"),
        ("金条", "京东白条/金条"),
    ],
)
def test_the_likely_lender_comes_first(typed, found):
    assert find_lenders(BOOK, typed)[0].name == found


def test_a_name_that_two_lenders_share_finds_both():
    assert {lender.name for lender in find_lenders(BOOK, "长银")} == {"陕西长银消费金融", "湖南长银五八消费金融"}


@pytest.mark.parametrize("typed", ["", "  ", "。，", "没有这家机构呀", "😀"])
def test_what_names_no_lender_finds_none(typed):
    assert find_lenders(BOOK, typed) == ()


def test_no_more_are_given_than_asked_for():
    assert len(find_lenders(BOOK, "银行", limit=3)) == 3
    assert find_lenders(BOOK, "银行", limit=0) == ()


def test_a_paste_of_pages_is_no_name():
    assert find_lenders(BOOK, "零" * 1_000_000) == ()


def test_names_carry_no_remarks():
    assert not [name for _, name in NAMES if "(" in name or "原名" in name or "部分" in name or "未核实" in name]


def test_common_names_are_unique():
    names = [lender.name for lender in BOOK.lenders]
    assert len(set(names)) == len(names)


def test_a_former_name_is_kept_and_marked():
    lender = BOOK.lender("nanyin-faba-cf")
    assert "苏宁消费金融" in lender.aliases
    assert "苏宁消费金融" in lender.former_names


def test_an_unknown_company_has_no_legal_name():
    lender = BOOK.lender("xinyongfei")
    assert (lender.legal_name, lender.operator, lender.kind) == ("", "主体未核实", LenderKind.PLATFORM)
