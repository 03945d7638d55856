"""Pastes from chats, mails, forms and tables, where a person stands beside the time."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from debts.intake.paste import split_paste

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=SHANGHAI)


def seen(paste):
    drafts = split_paste(paste, now=NOW, zone=SHANGHAI).drafts
    return [(f"{one.received_at:%m-%d %H:%M}" if one.received_at else None, one.sender, one.text) for one in drafts]


PASTES = {
    "a chat sent on by mail": "———  2024-03-05  ———\n\n王  10:22\n\n请还款\n\n李  10:25\n\n还清了",
    "copied lines of a chat": "王 2024/3/5 10:22:33\n请还款\n李 2024/3/5 10:25:01\n还清了",
    "WhatsApp": "[2024/3/5 10:22:33] 王: 请还款\n[2024/3/5 10:25:01] 李: 还清了",
    "a chat of WeChat sent on": "“王”与“李”的聊天记录如下：\n\n"
    "———  2024-03-05  ———\n\n王  10:22\n\n请还款\n\n李  10:25\n\n还清了",
    "a form for each": "发件人：王\n时间：2024-03-05 10:22\n内容：请还款\n\n"
    "发件人：李\n时间：2024-03-05 10:25\n内容：还清了",
}


@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES.keys())
def test_each_saying_has_its_person_and_time(paste):
    assert seen(paste) == [("03-05 10:22", "王", "请还款"), ("03-05 10:25", "李", "还清了")]


def test_an_account_in_brackets_is_part_of_the_name():
    assert seen("2024-03-05 10:22:33 王(12345678)\n请还款") == [("03-05 10:22", "王(12345678)", "请还款")]


def test_names_with_a_colon_part_a_chat_without_times():
    assert seen("王：\n请还款\n\n李：\n还清了") == [(None, "王", "请还款"), (None, "李", "还清了")]


@pytest.mark.parametrize(
    "message",
    [
        "温馨提示：\n您的借款已逾期。\n注意事项：\n请勿理会诈骗。",
        "王：\n请还款",
        "【远山消金】还款步骤：\n第一步：\n打开应用",
        "请于今日还款  18:00",
    ],
)
def test_headings_of_one_message_are_no_speakers(message):
    assert [text for _, _, text in seen(message)] == [message]


def test_the_first_row_of_a_copied_table_names_its_columns():
    rows = ["10690000\t2024/3/5 10:22\t【远山消金】请还款。", "10690001\t2024/3/6 10:22\t【远山消金】请还款！"]
    table = "\n".join(["号码\t时间\t内容", *rows])
    assert seen(table) == [
        ("03-05 10:22", "10690000", "【远山消金】请还款。"),
        ("03-06 10:22", "10690001", "【远山消金】请还款！"),
    ]


def test_the_heads_of_a_mail_are_told_from_its_words():
    mail = "发件人: 远山 <a@example.com>\n发送时间: 2024年3月5日 10:22\n收件人: han@example.org\n主题: 提醒\n\n请还款。"
    assert seen(mail) == [("03-05 10:22", "远山 <a@example.com>", "主题: 提醒\n\n请还款。")]


def test_a_list_that_somebody_has_numbered_is_parted():
    rows = ["1. 10690000 2024/3/5 10:22", "【远山消金】请还款。", "2. 10690001 2024/3/6 10:22", "【远山消金】请还款！"]
    assert seen("\n".join(rows)) == [
        ("03-05 10:22", "10690000", "【远山消金】请还款。"),
        ("03-06 10:22", "10690001", "【远山消金】请还款！"),
    ]


@pytest.mark.parametrize("head", ["{}  10:22", "{} 2024/3/5 10:22:00"])
def test_the_owner_is_a_speaker_as_well(head):
    chat = f"2024-03-05\n\n{head.format('王')}\n\n请还款\n\n{head.format('我')}\n\n还清了"
    assert seen(chat) == [("03-05 10:22", "王", "请还款"), ("03-05 10:22", "我", "还清了")]


def test_the_name_of_the_app_above_a_number_is_no_message():
    paste = "短信\n10690000\n3月5日 上午10:22\n【远山消金】请还款。"
    assert seen(paste) == [("03-05 10:22", "10690000", "【远山消金】请还款。")]


def test_what_a_phone_writes_above_all_messages_is_no_sender():
    assert seen("短信/彩信\n昨天 14:03\n【远山消金】请还款。") == [("11-26 14:03", "", "【远山消金】请还款。")]


@pytest.mark.parametrize(
    ("paste", "names"),
    [
        ("王 2024/3/5 10:22\n请还款\n\n我 2024/3/5 10:25\n还清了", ["王", "我"]),
        ("2024/03/05 10:22:33 王(10001)\n请还款\n\n2024/03/05 10:25:33 我(10002)\n还清了", ["王(10001)", "我(10002)"]),
    ],
)
def test_what_one_said_oneself_is_parted_from_the_rest(paste, names):
    assert [(sender, text) for _, sender, text in seen(paste)] == list(zip(names, ["请还款", "还清了"], strict=True))


@pytest.mark.parametrize(
    "note",
    [
        "收到来自1069的短信：",
        "收到来自1069的短信：\n",
        "【收到来自1069的短信】\n",
        "您收到一条来自“1069”的新短信：",
        "来自1069的短信：\n",
        "SMS from 1069:\n",
    ],
)
def test_a_forwarders_note_says_whom_the_message_below_it_is_from(note):
    (draft,) = split_paste(f"{note}您的借款已逾期", now=NOW, zone=SHANGHAI).drafts
    assert (draft.sender, draft.text) == ("1069", "您的借款已逾期")


def test_a_note_may_tell_the_time_and_begins_a_message_each():
    first, second = split_paste(
        "2024-03-05 10:22:33 收到来自 1069 的短信：\n请还款\n\n收到来自95555的短信：入账", now=NOW, zone=SHANGHAI
    ).drafts
    assert (f"{first.received_at:%H:%M:%S}", first.text, second.sender, second.text) == (
        "10:22:33",
        "请还款",
        "95555",
        "入账",
    )


def test_words_about_messages_are_no_note():
    (draft,) = split_paste("收到来自1069的短信后请勿点击链接", now=NOW, zone=SHANGHAI).drafts
    assert (draft.sender, draft.text) == ("", "收到来自1069的短信后请勿点击链接")
