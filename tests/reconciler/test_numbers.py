"""Numbers that are the same in different notations."""

import pytest

from debts.reconciler.numbers import NumberIndex, is_same_number, plain_contract, tail_of


@pytest.mark.parametrize(
    ("own", "written"),
    [
        ("HT-2023-0001", "ht20230001"),
        ("HT-2023-0001", "HT2023****01"),
        ("HT-2023-0001", "HT2023xx01"),
        ("HT-2023-0001", "HT**23**01"),
        ("HT-2023-0001", "****0001"),
        ("HT-2023-0001", "0001"),
        ("HT-2023-0001", "HT20****"),
        ("HT-2023-0001", "HT2O23OOO1"),
        ("230001", "HT20230001"),
        ("0001", "HT20230001"),
        ("HT****0001", "HT20230001"),
        ("HT20****01", "HT2023***1"),
        ("0001", "12**0001"),
        ("HTxx01", "htxx01"),
    ],
)
def test_a_number_is_the_same_in_every_usual_notation(own, written):
    assert is_same_number(own, written)


@pytest.mark.parametrize(
    ("own", "written"),
    [
        ("HT-2023-0001", "HT-2023-0002"),
        ("HT-2023-0001", "001"),
        ("HT-2023-0001", "HX****0001"),
        ("HT-2023-0001", "HT****0002"),
        ("HT-2023-0001", "H****01"),
        ("HT-2023-0001", "HT**99**01"),
        ("HT-2023-0001", "HT**32**01"),
        ("0001", "0001HT20230001****0002"),
        ("001", "HT20230001"),
        ("HT****0001", "HT20230002"),
        ("HT20****01", "HT2123***1"),
        ("HT20****01", "HT20***2"),
        ("", "0001"),
        ("--", "----"),
    ],
)
def test_a_number_that_differs_or_shows_too_little_is_another_one(own, written):
    assert not is_same_number(own, written)


def test_a_number_is_compared_without_its_signs_and_look_alikes():
    assert plain_contract(" HT-2O23/l5*8（二期）") == "ht202315*8"


KEPT = NumberIndex(
    [("HT-2023-0001", "x1"), ("HT-2024-0001", "x2"), ("HT****77", "x3"), ("12", "x4"), ("", "x5"), ("-", "x6")]
)


@pytest.mark.parametrize(
    ("written", "loans"),
    [
        ("HT20230001", {"x1"}),
        ("0001", {"x1", "x2"}),
        ("HT2024****", {"x2"}),
        ("HT20250077", {"x3"}),
        ("12", {"x4"}),
        ("HT20259999", set()),
        ("", set()),
    ],
)
def test_an_index_finds_every_number_that_it_may_be(written, loans):
    assert KEPT.find(written) == loans


def test_a_loan_without_a_number_is_in_no_index():
    assert KEPT.loan_ids == {"x1", "x2", "x3", "x4"}


@pytest.mark.parametrize(
    ("card", "tail"),
    [("1234", "1234"), ("6222 0212 3456 1234", "1234"), ("尾号1234", "1234"), ("123", ""), ("一二三四", "")],
)
def test_the_end_of_a_card_has_four_figures(card, tail):
    assert tail_of(card) == tail
