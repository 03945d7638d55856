import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.reconciler import normalise

PIECES = [
    "逾",
    "期",
    "还",
    "款",
    "*",
    " ",
    ".",
    "\u200b",
    "貸",
    "①",
    "ｑ",
    "電",
    "话",
    "，",
    "其",
    "\n",
    "\ud800",
    "💰",
    "張",
    "三",
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("您的账 单 已 逾*期", "您的账单已逾期"),
        ("還.款", "还款"),
        ("逾q期", "逾期"),
        ("逾其未还", "逾期未还"),
        ("催収", "催收"),
        ("逾\u200b期\u202e", "逾期"),
        ("１２３元", "123元"),
        ("1️⃣2️⃣③", "123"),
        ("薇·信", "微信"),
        ("起💥诉", "起诉"),
    ],
)
def test_a_disguised_word_is_read_as_the_word(written, meant):
    assert normalise(written).text == meant


@pytest.mark.parametrize("text", ["张*三", "张*，您好", "A B C", "第1.2条", "余额3,204.77元", "2025-08-10"])
def test_signs_that_hide_nothing_stay(text):
    assert normalise(text).text == text.replace("，", ",")


def test_a_span_covers_the_disguised_word_in_the_original():
    text = "【微眾銀行】您已逾*期"
    normalised = normalise(text)
    at = normalised.text.index("逾期")
    span = normalised.span(at, at + 2)
    assert text[span.start : span.end] == "逾*期"


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_every_character_leads_back_into_the_original(text):
    normalised = normalise(text)
    for at in range(len(normalised.text)):
        span = normalised.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
