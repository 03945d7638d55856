"""Conversations of QQ and WeChat as text, and lists of messages that people keep."""

import pytest

from debts.intake.detect import FormatCode, UnknownFormat
from tests.intake.reading import read, seen, zipped

__all__ = ["read"]

RULE = "=" * 64
FIRST = f"消息记录（此消息记录为文本格式，不支持重新导入）\n\n{RULE}\n"


def talk(other, *lines, group="我的好友"):
    head = f"消息分组:{group}\n{RULE}\n消息对象:{other}\n{RULE}\n\n"
    return head + "\n\n".join(lines) + "\n\n"


OF_A_FRIEND = FIRST + talk("小李", "2024-03-05 10:22:33 小李\n今天能还吗\n急", "2024-03-05 9:23:01 韩江\n已经还清")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_in_a_talk_with_one_person_only_the_other_is_read(read, encoding):
    items = read(OF_A_FRIEND.encode(encoding))
    assert seen(items) == [("2024-03-05 10:22:33", "小李", "今天能还吗\n急"), "sent"]
    assert items[0].channel == "chat"


def test_where_no_line_bears_the_name_nobody_knows_who_the_owner_is(read):
    renamed = OF_A_FRIEND.replace("消息对象:小李", "消息对象:远山李经理")
    assert [one[1] for one in seen(read(renamed))] == ["小李", "韩江"]


def test_of_a_group_everybody_is_read_with_their_number(read):
    said = ["2024-03-05 10:22:33 王(12345678)\n今天必须还", "2024-03-05 下午 3:22:33 李<li@qq.example>\n[图片]"]
    items = read(FIRST + talk("还款群", *said, group="我的QQ群"))
    assert seen(items) == [("2024-03-05 10:22:33", "王(12345678)", "今天必须还"), "no_text"]


def test_several_talks_stand_in_one_file(read):
    content = OF_A_FRIEND + f"{RULE}\n" + talk("小王", "2024-03-06 8:00:00 小王\n在吗")
    assert seen(read(content))[2] == ("2024-03-06 08:00:00", "小王", "在吗")


def test_a_day_that_is_none_is_said(read):
    assert seen(read(FIRST + talk("小李", "2024-13-05 10:22:33 小李\n在吗"))) == ["time"]


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


@pytest.mark.parametrize("begin", [b"ANDROID BACKUP\n5\n1\nnone\n", b"MIUI BACKUP\n2\ncom.android.mms\n"])
def test_a_backup_of_a_whole_phone_is_called_so(read, begin):
    with pytest.raises(UnknownFormat) as refused:
        read(begin + bytes(range(200)))
    assert refused.value.code is FormatCode.PHONE_BACKUP


def test_the_talks_of_a_zip_are_read_each(read):
    items = read(zipped({"qq.txt": OF_A_FRIEND, "liebiao.txt": LIST, "readme.txt": "说明"}))
    assert [str(one.place) for one in items] == [
        "qq.txt: message 1",
        "qq.txt: message 2",
        "liebiao.txt: message 1",
        "liebiao.txt: message 2",
        "readme.txt: file 1",
    ]
