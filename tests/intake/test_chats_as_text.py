"""Conversations of WeChat as text, and lists of messages that people keep."""

import pytest

from debts.intake.detect import FormatCode, UnknownFormat
from tests.intake.reading import read, seen, zipped

__all__ = ["read"]

SENT_ON = (
    "“小李”与“韩江”的聊天记录如下:\n\n—————  2024-03-05  —————\n\n小李  10:22\n\n今天能还吗\n\n我  10:25\n\n还了\n"
)


def test_a_chat_of_wechat_that_was_sent_on_is_read_day_by_day(read):
    items = read(
        SENT_ON + "\n—————  2024-03-06  —————\n\n小李  9:01\n\n[图片: a.jpg(请在附件中查看)]\n\n小李  9:02\n\n没收到"
    )
    assert seen(items) == [
        ("2024-03-05 10:22:00", "小李", "今天能还吗"),
        "sent",
        "no_text",
        ("2024-03-06 09:02:00", "小李", "没收到"),
    ]


LIST = "10690000 2024-03-05 10:22\n【远山消金】您的借款已逾期3天。\n\n10690001 2024-03-06 9:05\n【远山消金】最后提醒"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_list_that_somebody_kept_is_read(read, encoding):
    assert seen(read(LIST.encode(encoding))) == [
        ("2024-03-05 10:22:00", "10690000", "【远山消金】您的借款已逾期3天。"),
        ("2024-03-06 09:05:00", "10690001", "【远山消金】最后提醒"),
    ]


def test_words_for_a_day_are_placed_by_nobody(read):
    items = read(LIST.replace("2024-03-06 9:05", "昨天 9:05"))
    assert [one.received_at is None for one in items] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "您的借款已逾期",
        "昨天 10:22\n您的借款已逾期",
        "# 2024-03-05\n\n笔记",
        "2024-03-05 10:22:33 INFO started\n",
        "\x00\x01 10:22",
    ],
)
def test_a_text_without_such_times_is_none_of_messages(read, text):
    with pytest.raises(UnknownFormat) as refused:
        read(text)
    assert refused.value.code is FormatCode.UNKNOWN


def test_the_lists_of_a_zip_are_read_each(read):
    items = read(zipped({"chat.txt": SENT_ON, "list.txt": LIST, "readme.txt": "说明"}))
    assert [str(one.place) for one in items] == [
        "chat.txt: message 1",
        "chat.txt: message 2",
        "list.txt: message 1",
        "list.txt: message 2",
        "readme.txt: file 1",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# 更新\n\n2024-03-05 10:22\n改了标题\n",
        "---\ndate: 2024-03-05 10:22\n---\n正文\n",
        "// 2024-03-05 10:22\nconst a = 1\n",
        "commit 1a2b3c\nDate: 2024-03-05 10:22\n\n    改了\n",
        "2024-03-05 10:22\n今天天气很好\n",
    ],
)
def test_notes_and_programs_with_a_time_are_no_messages(read, text):
    with pytest.raises(UnknownFormat):
        read(text)


def test_a_chat_that_runs_past_midnight_goes_on_with_the_next_day(read):
    items = read(SENT_ON.replace("10:25", "23:58") + "\n小李  0:05\n\n没收到\n\n小李  0:03\n\n还没收到")
    assert [when for when, *_ in seen(items) if when[:4] == "2024"] == [
        "2024-03-05 10:22:00",
        "2024-03-06 00:05:00",
        "2024-03-06 00:03:00",
    ]


def test_a_list_longer_than_a_paste_is_read_whole(read):
    items = read("".join(f"1069 2024-03-05 10:22\n【远山消金】第{number}次提醒\n\n" for number in range(6000)))
    assert [items[-1].text, items[-1].place.number] == ["【远山消金】第5999次提醒", 6000]


@pytest.mark.parametrize(
    "line", ["2024-03-05 10:22:33 {}: {}", "[2024-03-05 10:22:33] {}：{}", "{}\n2024-03-05 10:22:33\n{}\n"]
)
def test_a_chat_may_have_the_name_on_the_line_of_the_words_or_above_the_time(read, line):
    items = read("\n".join([line.format("小李", "今天能还吗"), line.format("我", "好")]))
    assert seen(items) == [("2024-03-05 10:22:33", "小李", "今天能还吗"), "sent"]


def test_a_log_of_a_program_is_still_none(read):
    with pytest.raises(UnknownFormat):
        read("2024-03-05 10:22:33 ERROR: 连接失败\n2024-03-05 10:22:34 ERROR: 连接失败\n")
