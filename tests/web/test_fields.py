"""The form fields hand over the ledger's own types, or say what is wrong."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from debts.web.fields import DayField, LinesField, MomentField, MoneyField, PercentField, TextField, TimeOfDayField

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 11, 1, 10, 0, 30, 999, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def in_shanghai():
    with timezone.override(SHANGHAI):
        yield


def complaint(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


def moment(*parts):
    field = MomentField()
    field.now = NOW
    return field.clean(list(parts))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1234.56", "1234.56"), ("１２３元", "123.00"), ("1,234.50", "1234.50"), ("¥ 88", "88.00"), ("1.2万", "12000.00")],
)
def test_a_sum_is_read_as_people_write_it(typed, value):
    assert MoneyField().clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,23.4", "逗号"),
        ("-5", "负数"),
        ("0", "大于零"),
        ("一些", "不像一个金额"),
        ("1.234", "小数"),
        ("99999999999999", "太大"),
        ("", "请填写金额"),
        ("😀", "不像一个金额"),
    ],
)
def test_a_doubtful_sum_is_refused_in_words_of_its_own(typed, words):
    assert words in complaint(MoneyField(), typed)


def test_a_long_paste_is_not_repeated_whole_in_the_complaint():
    assert len(complaint(MoneyField(), "元" * 5000)) < 200


def test_a_rate_is_typed_in_percent_and_kept_as_a_fraction():
    assert PercentField().clean("18") == PercentField().clean("１８%") == Decimal("0.18")
    assert PercentField(places=8).clean("0.05") == Decimal("0.0005")


@pytest.mark.parametrize("typed", ["-1", "18,5", "百分之五", "1001", "1e3", "NaN"])
def test_what_is_no_rate_is_refused(typed):
    assert "利率" in complaint(PercentField(), typed)


def test_a_stored_rate_is_shown_as_it_would_be_typed():
    assert PercentField().prepare_value(Decimal("0.180000")) == "18"
    assert PercentField().prepare_value(Decimal("0.072500")) == "7.25"
    assert PercentField().prepare_value(Decimal("1.000000")) == "100"


@given(st.decimals(min_value=0, max_value=10, places=6))
def test_a_rate_survives_being_shown_and_typed_again(rate):
    field = PercentField()
    assert field.to_python(field.prepare_value(rate)) == rate


@pytest.mark.parametrize(
    "typed", ["2024-01-10", "2024/1/10", "2024.01.10", "2024年1月10日", "20240110", "２０２４-０１-１０"]
)
def test_a_day_is_read_in_every_usual_writing(typed):
    assert DayField().clean(typed) == date(2024, 1, 10)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2024-02-30", "没有"),
        ("0001-01-01", "年份"),
        ("2100-01-01", "年份"),
        ("昨天", "不像一个日期"),
        ("", "请填写日期"),
    ],
)
def test_what_is_no_day_is_refused(typed, words):
    assert words in complaint(DayField(), typed)


def test_both_ends_of_the_calendar_are_accepted():
    assert DayField().clean("1980-01-01") == date(1980, 1, 1)
    assert DayField().clean("2099-12-31") == date(2099, 12, 31)


@pytest.mark.parametrize("typed", ["15:20", "１５：２０", "15点20分", "15點20分", "15:20:00"])
def test_a_time_is_read_in_every_usual_writing(typed):
    assert TimeOfDayField().clean(typed) == time(15, 20)


@pytest.mark.parametrize("typed", ["25:00", "15:61", "下午三点", "99999:1"])
def test_what_is_no_time_is_refused(typed):
    assert "24 小时制" in complaint(TimeOfDayField(), typed)


def test_a_moment_is_placed_in_the_zone_of_the_owner():
    assert moment("2024-01-10", "15:20") == datetime(2024, 1, 10, 15, 20, tzinfo=SHANGHAI)


def test_without_a_time_the_end_of_the_day_counts():
    assert moment("2024-01-10", "") == datetime(2024, 1, 10, 23, 59, 59, tzinfo=SHANGHAI)


def test_today_without_a_time_is_now():
    assert moment("2025-11-01", "") == NOW.replace(microsecond=0)


def test_a_time_without_a_day_asks_for_the_day():
    assert "补上日期" in complaint(MomentField(), ["", "15:20"])


def test_a_moment_that_may_be_left_out_is_none():
    assert MomentField(required=False).clean(["", ""]) is None


def test_the_end_of_a_day_is_shown_as_a_day_without_a_time():
    widget = MomentField().widget
    assert widget.decompress(datetime(2024, 1, 10, 23, 59, 59, tzinfo=SHANGHAI)) == [date(2024, 1, 10), None]
    assert widget.decompress(datetime(2024, 1, 10, 15, 20, tzinfo=SHANGHAI)) == [date(2024, 1, 10), time(15, 20)]


def test_a_list_has_one_entry_on_each_line_and_each_once():
    assert LinesField(required=False).clean(" 招联金融 \r\n\n好期贷\n招联金融") == ["招联金融", "好期贷"]


def test_a_list_that_is_too_long_says_where():
    assert "一行最多 5 个字" in complaint(LinesField(longest=5), "招联消费金融")
    assert "最多写 2 行" in complaint(LinesField(most=2), "甲\n乙\n丙")


def test_what_no_database_can_hold_is_taken_out_of_a_text():
    assert TextField().clean("招\x00联\ud800") == "招联?"
