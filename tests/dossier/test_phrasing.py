"""How letters say sums, days and rows of numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from debts.dossier.letters.phrasing import say_day, say_list, say_moment, say_month, say_numbers, say_sum
from debts.reconciler.dates import CHINA


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([1], "第1条"),
        ([2, 1], "第1条、第2条"),
        ([1, 2, 3, 5], "第1至3条、第5条"),
        ([4, 4, 9, 10, 11], "第4条、第9至11条"),
        ([], ""),
    ],
)
def test_three_numbers_on_end_are_a_range(numbers, words):
    assert say_numbers(numbers) == words


@pytest.mark.parametrize(
    ("currency", "words"),
    [("CNY", "人民币1,833.60元"), ("HKD", "港币1,833.60元"), ("TWD", "新台币1,833.60元"), ("USD", "USD 1,833.60")],
)
def test_a_sum_is_said_in_its_currency(currency, words):
    assert say_sum(Decimal("1833.6"), currency) == words


def test_days_and_moments_stand_on_the_owners_clock():
    assert say_day(date(2024, 3, 10)) == "2024年3月10日"
    assert say_month(date(2024, 3, 10)) == "2024年3月"
    assert say_moment(datetime(2024, 3, 10, 16, 5, tzinfo=UTC), CHINA) == "2024年3月11日 00:05"
    assert say_moment(None, CHINA) == "收到时间没有记录"


def test_a_word_of_a_row_stands_once():
    assert say_list(["催收", "提及诉讼", "催收"]) == "催收、提及诉讼"
