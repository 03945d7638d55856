"""What people type into the field of a sum, and what is said when it cannot be used."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import MAX_AMOUNT, AmountProblem, AmountProblemCode, parse_amount, to_cents


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("123", "123.00"),
        ("１２３元", "123.00"),
        ("  916.8 ", "916.80"),
        ("¥1,234.56", "1234.56"),
        ("￥１，２３４．５６", "1234.56"),
        ("1,234,567", "1234567.00"),
        ("人民币1000元整", "1000.00"),
        ("RMB 88.00", "88.00"),
        ("88 CNY", "88.00"),
        ("50块", "50.00"),
        ("1.2万", "12000.00"),
        ("1.23456万元", "12345.60"),
        ("3千", "3000.00"),
        ("3百万", "3000000.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("0", "0.00"),
        ("12元5角", "12.50"),
        ("12元零5分", "12.05"),
        ("五角", "0.50"),
        ("壹仟贰佰元整", "1200.00"),
        ("壹佰万零伍拾元陆角柒分", "1000050.67"),
        ("人民币伍仟圆整", "5000.00"),
        ("一千二百三十四元五角六分", "1234.56"),
        ("两万三", "23000.00"),
        ("两万零三", "20003.00"),
        ("一亿二千万", "120000000.00"),
        ("十五元", "15.00"),
        ("二〇二四", "2024.00"),
    ],
)
def test_a_sum_is_understood_in_the_ways_people_write_it(typed, meant):
    assert str(parse_amount(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  　", "empty"),
        ("1,23.4", "bad_grouping"),
        ("12,34", "bad_grouping"),
        ("1,2345", "bad_grouping"),
        ("1,,234", "bad_grouping"),
        ("-5", "negative"),
        ("－５", "negative"),
        ("−5", "negative"),
        ("¥-5", "negative"),
        ("-¥5", "negative"),
        ("负五元", "negative"),
        ("1.234", "too_many_decimals"),
        ("1,234.567", "too_many_decimals"),
        ("1.2345678万", "too_many_decimals"),
        ("10000000000", "too_large"),
        ("100亿", "too_large"),
        ("abc", "not_a_number"),
        ("不知道", "not_a_number"),
        ("1e5", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("5 000", "not_a_number"),
        ("NaN", "not_a_number"),
        ("元", "not_a_number"),
        ("万", "not_a_number"),
        (".", "not_a_number"),
        (",", "not_a_number"),
        ("<b>5</b>", "not_a_number"),
        ("12元x", "not_a_number"),
        ("一二十", "not_a_number"),
        ("1" * 65, "not_a_number"),
        ("😀", "not_a_number"),
    ],
)
def test_a_doubtful_sum_is_refused_with_the_reason(typed, code):
    with pytest.raises(AmountProblem) as caught:
        parse_amount(typed)
    assert caught.value.code is AmountProblemCode(code)
    assert caught.value.text == typed


def test_the_largest_sum_is_taken_and_a_cent_more_is_not():
    assert parse_amount("9999999999.99") == MAX_AMOUNT
    with pytest.raises(AmountProblem):
        parse_amount("10000000000.00")


@pytest.mark.parametrize(("exact", "cents"), [("0.005", "0.01"), ("0.0049", "0.00"), ("1.995", "2.00"), ("2", "2.00")])
def test_halves_are_rounded_up(exact, cents):
    assert str(to_cents(Decimal(exact))) == cents


@given(st.decimals(min_value=0, max_value=MAX_AMOUNT, places=2))
def test_a_written_sum_reads_back_with_and_without_thousands(amount):
    assert parse_amount(f"{amount}") == parse_amount(f"¥{amount:,}元") == amount


@given(st.text())
def test_any_text_is_a_sum_or_a_problem(text):
    with suppress(AmountProblem):
        assert 0 <= parse_amount(text) <= MAX_AMOUNT
