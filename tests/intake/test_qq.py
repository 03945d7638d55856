"""Conversations that QQ saves, as text and as page, and those of WeChat in the same form."""

import pytest

from debts.intake.detect import FormatCode, UnknownFormat
from tests.intake.reading import read, seen, zipped

__all__ = ["read"]

DUE = "【远山消金】您的借款已逾期3天，请尽快还款。"
AT = "2024-03-05 10:22:33"
ROW = (AT, "催收小王", DUE)
TITLE = "消息记录（此消息记录为文本格式，不支持重新导入）\r\n\r\n"


def about(group, partner):
    bar = "=" * 64
    return f"{bar}\r\n消息分组:{group}\r\n{bar}\r\n消息对象:{partner}\r\n{bar}\r\n\r\n"


def said(name, text, time=AT):
    return f"{time} {name}\r\n{text}\r\n\r\n"


FRIEND = TITLE + about("我的好友", "催收小王") + said("催收小王", DUE) + said("长青", "还清了", "2024-03-05 10:25:00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_what_the_partner_said_is_read_and_what_the_owner_said_is_not(read, encoding):
    items = read(FRIEND.encode(encoding))
    assert seen(items) == [ROW, "sent"]
    assert items[0].channel == "chat"


def test_a_conversation_is_found_among_other_files_of_a_zip(read):
    assert seen(read(zipped({"催收小王.txt": FRIEND, "notes.txt": "hello"}))) == [ROW, "sent", "no_messages"]


def test_in_a_group_everybody_is_read_and_the_program_is_not(read):
    group = (
        TITLE + about("我的群聊", "互助群") + said("催收小王(1234567)", DUE) + said("系统消息(10000)", "某人加入本群。")
    )
    items = read(group + said("【管理员】李<li@example.com>", "[图片]") + said("张(99999)", "第一行\r\n\r\n第三行"))
    assert seen(items) == [(AT, "催收小王(1234567)", DUE), "no_text", "no_text", (AT, "张(99999)", "第一行\n\n第三行")]


def test_several_conversations_in_one_file_are_told_apart(read):
    second = about("我的好友", "李") + said("李", "您好", "2024-03-06 10:00:00") + said("长青", "您好")
    assert seen(read(FRIEND + second)) == [ROW, "sent", ("2024-03-06 10:00:00", "李", "您好"), "sent"]


def test_with_three_names_nobody_is_taken_for_the_owner(read):
    assert seen(read(FRIEND + said("小王", "改名了")))[1] == ("2024-03-05 10:25:00", "长青", "还清了")


@pytest.mark.parametrize(
    ("time", "moment"),
    [("2024-03-05 1:22:33 PM", "2024-03-05 13:22:33"), ("2024/3/5 上午12:05:00", "2024-03-05 00:05:00")],
)
def test_the_time_is_read_in_the_notation_of_the_computer(read, time, moment):
    assert seen(read(TITLE + said("催收小王", DUE, time))) == [(moment, "催收小王", DUE)]


def test_a_line_that_begins_with_a_time_stays_in_its_message(read):
    text = "您的还款时间：\n2024-03-01 09:00:00 已过"
    assert seen(read(TITLE + said("催收小王", text))) == [(AT, "催收小王", text)]


def test_messages_without_blank_lines_between_them_are_parted(read):
    dense = f"消息对象:催收小王\n{AT} 催收小王\n{DUE}\n2024-03-05 10:25:00 长青\n还清了\n"
    assert seen(read(dense)) == [ROW, "sent"]


def test_wechat_in_the_same_form_without_a_title_is_read(read):
    assert seen(read(said("催收小王", DUE) + said("我", "还了"))) == [ROW, "sent"]


PAGE = """From: <Save by Tencent MsgMgr>
Subject: Tencent IM Message
MIME-Version: 1.0
Content-Type:multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html

<html><body><table><tr><td><div style=padding-left:10px;>消息对象:催收小王</div></td></tr>
<tr><td style=border:1px>日期: 2024-03-05</td></tr>
<tr><td><div style=color:#42B475;padding-left:10px;>\
<div style=float:left;margin-right:6px;>催收小王</div>10:22:33</div>\
<div style=padding-left:20px;><font style="color:000000">{text}</font></div></td></tr>
<tr><td><div style=color:#006EFE;padding-left:10px;>\
<div style=float:left;margin-right:6px;>长青</div>下午 1:25:00</div>\
<div style=padding-left:20px;>还清了</div></td></tr></table></body></html>
--b--
"""


def test_the_page_form_is_no_mail(read):
    items = read(PAGE.format(text="您好，<br>请&nbsp;还款"))
    assert seen(items) == [(AT, "催收小王", "您好，\n请 还款"), "sent"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05 10:22:33 INFO started\n2024-03-05 10:22:34 INFO ready\n",
        "2024-03-05 10:22:33 done\n",
        "2024-03-05 10:22:33 王: 请还款\n谢谢",
        "消息记录\n没有",
    ],
)
def test_what_only_looks_like_a_conversation_is_none(read, text):
    with pytest.raises(UnknownFormat) as refused:
        read(text)
    assert refused.value.code is FormatCode.UNKNOWN


def test_a_partner_who_was_renamed_is_not_taken_for_the_owner(read):
    renamed = TITLE + about("我的好友", "小王") + said("催收小王", "不还就起诉") + said("小王", "今天还吗")
    assert [one[2] for one in seen(read(renamed))] == ["不还就起诉", "今天还吗"]


def test_a_bar_within_a_message_is_one_of_its_lines(read):
    text = "标题\n==========\n消息对象:全体借款人"
    assert seen(read(TITLE + said("催收小王", text)))[0][2] == text


def test_a_log_with_words_below_its_times_is_no_conversation(read):
    with pytest.raises(UnknownFormat):
        read(f"{AT} INFO server started\nlistening on 8000\n{AT} INFO stopped\nbye\n")


def test_the_day_of_a_page_is_not_taken_from_what_was_said(read):
    row = "<tr><td><div style=color:#006EFE;padding-left:10px;><div style=float:left;margin-right:6px;>{}</div>{}</div>"
    said_row = row + "<div style=padding-left:20px;>{}</div></td></tr>"
    page = "Save by Tencent MsgMgr<tr><td>消息对象:小王</td></tr><tr><td>日期: 2024-03-05</td></tr>"
    page += said_row.format("小王", "10:22:33", "日期: 2020-01-01前请还款") + said_row.format(
        "小王", "10:23:33", "在吗"
    )
    assert [one[0] for one in seen(read(page))] == [AT, "2024-03-05 10:23:33"]
