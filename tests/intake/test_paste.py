import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.intake import paste
from debts.intake.paste import PasteProblem, split_paste
from debts.intake.paste_headers import INVISIBLE
from debts.reconciler.characters import storable

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI)
IGNORED = {ord(character): None for character in INVISIBLE}


def split(text):
    return split_paste(text, now=NOW, zone=SHANGHAI).drafts


def texts(text):
    return [draft.text for draft in split(text)]


def time_of(header):
    (draft,) = split(f"{header}\n【还呗】本期应还500元。")
    assert draft.text == "【还呗】本期应还500元。"
    return draft.received_at.isoformat(timespec="minutes") if draft.received_at else None


def condensed(text):
    return "".join(text.translate(IGNORED).split())


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("2024-03-05 10:22", "2024-03-05T10:22+08:00"),
        ("2024-03-05 10 : 22", "2024-03-05T10:22+08:00"),
        ("週五 上午10:22", "2026-11-20T10:22+08:00"),
        ("2024年3月5日 10:22", "2024-03-05T10:22+08:00"),
        ("2024年3月5日 星期二 下午2:03", "2024-03-05T14:03+08:00"),
        ("2024.03.05 10:22:33", "2024-03-05T10:22+08:00"),
        ("2024-03-05T02:22:00Z", "2024-03-05T02:22+00:00"),
        ("２０２４年３月５日 １０：２２", "2024-03-05T10:22+08:00"),
        ("3月5日 周二 10:22", "2024-03-05T10:22+08:00"),
        ("3月5日 10:22", "2026-03-05T10:22+08:00"),
        ("12月5日 上午10:22", "2025-12-05T10:22+08:00"),
        ("03-05 10:22", "2026-03-05T10:22+08:00"),
        ("昨天 14:03", "2026-11-21T14:03+08:00"),
        ("前天 凌晨12:05", "2026-11-20T00:05+08:00"),
        ("今天 上午9:59", "2026-11-22T09:59+08:00"),
        ("周五 晚上8:15", "2026-11-20T20:15+08:00"),
        ("上午10:00", "2026-11-22T10:00+08:00"),
        ("中午12:30 3月5日", "2026-03-05T12:30+08:00"),
        ("Mar 5, 2024 10:22 AM", "2024-03-05T10:22+08:00"),
        ("5 March 2024 at 10:22\u202fPM", "2024-03-05T22:22+08:00"),
        ("Yesterday 12:05 AM", "2026-11-21T00:05+08:00"),
        ("短信/彩信 2024年3月5日 10点22分", "2024-03-05T10:22+08:00"),
        ("10690000 2024/3/5 10:22", "2024-03-05T10:22+08:00"),
        ("3/25/2024, 10:22 PM", "2024-03-25T22:22+08:00"),
    ],
)
def test_a_time_above_a_message_is_found(header, moment):
    assert time_of(header) == moment


@pytest.mark.parametrize(
    "header",
    [
        "上午10:01",
        "2099-01-01 10:00",
        "2024-02-30 10:00",
        "2024-03-05 25:00",
        "3/5/2024 10:22",
        "晚上12:10",
        "0001-01-01 1:00",
    ],
)
def test_a_time_that_lies_ahead_or_is_none_is_not_taken(header):
    assert time_of(header) is None


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("95588", "95588"),
        ("+86 138 0000 0000", "+86 138 0000 0000"),
        ("0755-12345678", "0755-12345678"),
        ("发件人：招联金融", "招联金融"),
        ("来自: 106900000000", "106900000000"),
        ("From: 10690000", "10690000"),
        ("10690000 2024/3/5 10:22", "10690000"),
        ("昨天 14:03 95588", "95588"),
        ("招联金融 2024年3月5日 10:22", "招联金融"),
        ("招联金融\n2024年3月5日 10:22", "招联金融"),
        ("2024年3月5日 10:22\n10690000", "10690000"),
    ],
)
def test_a_sender_above_a_message_is_found(header, sender):
    (draft,) = split(f"{header}\n您的借款已逾期3天。")
    assert (draft.sender, draft.text, draft.header) == (sender, "您的借款已逾期3天。", header)


def test_each_signature_begins_a_message():
    assert texts("【招联金融】您的借款已逾期。\n【还呗】本期应还500元。") == [
        "【招联金融】您的借款已逾期。",
        "【还呗】本期应还500元。",
    ]


def test_a_signature_at_the_end_stays_with_its_message():
    message = "您尾号0000的卡支出5.00元。\n【河源农商银行】"
    assert texts(f"{message}\n\n您尾号0001的卡支出6.00元。【建设银行】") == [
        message,
        "您尾号0001的卡支出6.00元。【建设银行】",
    ]


@pytest.mark.parametrize(
    "message",
    [
        "【招联金融】还款提醒\n\n尊敬的客户：\n\n您的借款已逾期3天。\n\n请尽快还款。",
        "您的借款已逾期，请于\n2024年3月6日 18:00\n前还清。",
        "您的借款已逾期。\n\n如有疑问请致电：\n\n95588\n\n谢谢。",
        "【还呗】您的借款已逾期。\n\n【温馨提示】请勿相信陌生来电。",
        "律师函\n您尚欠5000元。\n\n某某律师事务所\n\n2024年3月5日",
        "交易时间 2024年3月5日 10:22\n金额100元",
        "您好，您是叶晓岚预留的联系人。\n请转告她。",
    ],
)
def test_a_message_of_several_lines_stays_whole(message):
    assert texts(message) == [message]


@pytest.mark.parametrize(
    "paste",
    [
        "您欠款500元。\n\n\n他欠款600元。",
        "您欠款500元。\n-----\n【还呗】他欠款600元。",
        "您欠款500元。\n\n尊敬的客户，您有新账单。",
        "您欠款500元，退订回T\n\n他欠款600元。",
        "昨天 14:03\n您欠款500元\n今天 8:00\n他欠款600元",
        "10690001\n您欠款500元。\n\n10690002\n他欠款600元。",
        "招联 2024/3/5 10:22\n您欠款500元\n还呗 2024/3/6 10:22\n他欠款600元",
        "招联金融\n2024/3/5 10:22\n您欠款500元\n还呗\n2024/3/6 10:22\n他欠款600元",
        "您的卡支出5元。【工商银行】\n您的卡支出6元。【工商银行】",
    ],
)
def test_a_sign_of_a_new_message_parts(paste):
    assert len(split(paste)) == 2


def test_times_below_their_messages_are_theirs():
    first, second = split("您欠款500元。\n2024年3月5日 10:22\n他欠款600元。\n2024年3月6日 10:22")
    assert (first.text, first.received_at.day) == ("您欠款500元。", 5)
    assert (second.text, second.received_at.day) == ("他欠款600元。", 6)


def test_a_day_above_several_times_is_for_each_of_them():
    first, second = split("2024年3月5日\n10:22\n您欠款500元\n11:30\n他欠款600元")
    assert [first.received_at.isoformat(), second.received_at.isoformat()] == [
        "2024-03-05T10:22:00+08:00",
        "2024-03-05T11:30:00+08:00",
    ]


def test_a_heading_on_the_line_of_its_message_is_taken_off():
    first, second = split("1.【招联金融】您的借款已逾期。\n10690000：【还呗】本期应还500元。")
    assert (first.text, first.header) == ("【招联金融】您的借款已逾期。", "1.")
    assert (second.text, second.sender) == ("【还呗】本期应还500元。", "10690000")


@pytest.mark.parametrize("paste", ["", "  \n\u3000\n\u200b\n", "\r\n\r\n"])
def test_nothing_gives_nothing(paste):
    assert split(paste) == ()


def test_a_number_alone_is_a_message():
    assert texts("482913") == ["482913"]


def test_line_ends_of_a_browser_are_undone():
    assert texts("第一行\r\n第二行\r第三行") == ["第一行\n第二行\n第三行"]


def test_code_emoji_and_broken_characters_are_only_text():
    paste = '<script>alert(1)</script> #read("/etc/passwd") $x$ 😀 \ud83d \x00 \u202e'
    assert texts(paste) == [storable(paste).rstrip(" \u202e")]


def test_two_thousand_messages_are_split():
    one = "1069000{0}\n2024年3月5日 10:22\n【招联金融】第{0}条，应还{0}元。\n\n"
    drafts = split("".join(one.format(number) for number in range(2000)))
    assert [draft.text for draft in drafts] == [f"【招联金融】第{number}条，应还{number}元。" for number in range(2000)]


def test_a_paste_beyond_the_limits_says_so(monkeypatch):
    monkeypatch.setattr(paste, "MAX_PASTE_MESSAGES", 2)
    monkeypatch.setattr(paste, "MAX_PASTE_CHARACTERS", 30)
    assert split_paste("甲\n\n\n乙", now=NOW, zone=SHANGHAI).problem is None
    assert split_paste("甲\n\n\n乙\n\n\n丙", now=NOW, zone=SHANGHAI).problem is PasteProblem.TOO_MANY
    assert split_paste("甲" * 30, now=NOW, zone=SHANGHAI).problem is None
    assert split_paste("甲" * 31, now=NOW, zone=SHANGHAI).problem is PasteProblem.TOO_LONG


HEADINGS = (
    "95588",
    "昨天 14:03",
    "10:22",
    "2024年3月5日",
    "2024-03-05 10:22",
    "招联金融",
    "招联 2024/3/5 10:22",
    "-----",
)
WORDS = (
    "【招联金融】您的借款已逾期。",
    "【招联金融】",
    "请于",
    "前还清",
    "您好，请还款",
    "1.【还呗】应还",
    "还款。【建设银行】",
    "退订回T",
)
LINES = st.sampled_from(["", *HEADINGS, *WORDS])


@given(st.lists(LINES).map("\n".join) | st.text() | st.text(alphabet="【】\n 1:-2月日年周昨天T回"))
def test_no_character_of_a_paste_is_lost(pasted):
    drafts = split(pasted)
    found = "".join(condensed(part) for draft in drafts for part in sorted((draft.header, draft.text), key=pasted.find))
    assert sorted(found) == sorted(condensed(storable(pasted)))


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_every_message_has_words(pasted):
    assert all(draft.text.strip() for draft in split(pasted))


@pytest.mark.parametrize(
    "piece", ["x", "1\n", "12:00 ", "95588\n", "【", "【a】\n", "2024年3月5日 10:22\n", "\n", "- "]
)
def test_the_cost_grows_with_the_length_and_no_faster(piece):
    def cost(length):
        began = time.process_time()
        split(piece * (length // len(piece)))
        return time.process_time() - began

    # Four times as long costs four times as much; a square would be 16 times. A busy machine gets several tries.
    assert any(cost(160_000) < 10 * cost(40_000) + 0.2 for _try in range(8))


def test_times_below_are_theirs_when_the_last_words_have_no_full_stop():
    first, second = split(
        "【远山】您欠款500元。\n2024年3月5日 10:22\n\n【海岳】您欠款600元，回T退订\n2024年3月6日 10:22"
    )
    assert (first.text, first.received_at.day) == ("【远山】您欠款500元。", 5)
    assert (second.text, second.received_at.day) == ("【海岳】您欠款600元，回T退订", 6)


def test_bubbles_that_were_copied_with_their_names_are_whose_they_are():
    said = [(one.sender, one.text) for one in split("催收小王\n您的借款已逾期。\n今天还吗？\n我\n明天\n催收小王\n好的")]
    assert said == [("催收小王", "您的借款已逾期。\n今天还吗？"), ("我", "明天"), ("催收小王", "好的")]


def test_bubbles_may_have_their_times_above_their_names():
    first, second = split("2024年3月5日 10:22\n催收小王\n您的借款已逾期。\n2024年3月5日 10:25\n我\n明天")
    assert (first.sender, first.text, first.received_at.minute) == ("催收小王", "您的借款已逾期。", 22)
    assert (second.sender, second.text, second.received_at.minute) == ("我", "明天", 25)


def test_a_salutation_said_twice_is_no_name():
    assert texts("王先生\n您的借款已逾期。\n王先生\n请还款。") == ["王先生\n您的借款已逾期。\n王先生\n请还款。"]


@pytest.mark.parametrize(("words", "moment"), [("刚刚", "10:00"), ("5分钟前", "09:55"), ("12 mins ago", "09:48")])
def test_minutes_ago_are_counted_back(words, moment):
    assert time_of(words) == f"2026-11-22T{moment}+08:00"
