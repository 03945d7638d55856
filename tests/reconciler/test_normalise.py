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
    "{",
    "}",
    "_",
    "%s",
    "qi",
    "1",
    "元",
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
        ("您 的 借 款 已 逾 期", "您的借款已逾期"),
        ("逾，期", "逾期"),
        ("起、诉", "起诉"),
        ("yu期", "逾期"),
        ("逾qi3天", "逾期3天"),
        ("上zhengxin", "上征信"),
        ("氵去院", "法院"),
        ("伱の借款", "你的借款"),
        ("【招*联金融】", "【招联金融】"),
        ("欠款 1 0 5 3 . 1 5 元", "欠款 1053.15 元"),
        ("❶❷➌元", "123元"),
        ("🆀🆀", "QQ"),
        ("帐户、帳單", "账户、账单"),
    ],
)
def test_a_disguised_word_is_read_as_the_word(written, meant):
    assert normalise(written).text == meant


@pytest.mark.parametrize(
    "text",
    [
        *("张*三", "张*，您好", "A B C", "第1.2条", "余额3,204.77元", "2025-08-10", "已还，款项将入账", "借钱/还款"),
        *("点 http://huankuan.example.cn/yuqi", "1 2 3", "剩余期限", "认证信息", "真正信任", "X月X日", "50%的"),
    ],
)
def test_signs_that_hide_nothing_stay(text):
    assert normalise(text).text == text.replace("，", ",")


@pytest.mark.parametrize(
    ("template", "meant"),
    [
        ("尊敬的${name}，欠款#amount#元", "尊敬的**,欠款**元"),
        ("您的借款已逾期{days}天", "您的借款已逾期**天"),
        ("您在【变量】的借款", "您在**的借款"),
        ("欠%d元", "欠**元"),
        ("应还____元", "应还**元"),
    ],
)
def test_what_a_template_leaves_open_is_one_mask(template, meant):
    assert normalise(template).text == meant


def test_a_span_covers_the_whole_of_a_word_in_letters():
    text = "您的借款yuqi了"
    normalised = normalise(text)
    at = normalised.text.index("逾期")
    span = normalised.span(at, at + 2)
    assert text[span.start : span.end] == "yuqi"


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
