"""Conversations that programs keep as one JSON object or as a page."""

import json

from debts.intake.detect import detect_format
from tests.intake.reading import read, seen

__all__ = ["read"]

WANG = {"type": "message", "from": "催收小王", "from_id": "user123"}
ONE = WANG | {"id": 2, "date": "2024-03-05T10:22:33", "date_unixtime": "1709605353", "text": "今天能还吗"}
CHAT = {"name": "催收小王", "type": "personal_chat", "id": 123, "messages": [ONE]}
SEEN = ("2024-03-05 10:22:33", "催收小王", "今天能还吗")


def pretty(value):
    return json.dumps(value, ensure_ascii=False, indent=1)


def with_more(*messages):
    return pretty(CHAT | {"messages": [ONE, *(ONE | one for one in messages)]})


def test_a_conversation_of_telegram_is_read_over_its_many_lines(read):
    assert seen(read(pretty(CHAT))) == [SEEN]


def test_the_pieces_of_a_text_with_links_are_one_text(read):
    pieces = ["点击 ", {"type": "link", "text": "http://x.cn"}, " 还款"]
    assert seen(read(with_more({"text": pieces})))[1][2] == "点击 http://x.cn 还款"


def test_a_picture_and_a_remark_of_the_program_are_no_messages(read):
    assert seen(read(with_more({"text": ""}, {"type": "service", "text": "x"}))) == [SEEN, "no_text", "no_text"]


def test_what_the_owner_of_the_whole_export_wrote_is_left_out(read):
    mine = CHAT | {"messages": [ONE | {"from": "张三", "from_id": "user777"}]}
    whole = {"personal_information": {"user_id": 777}, "chats": {"list": [CHAT, mine]}}
    assert seen(read(pretty(whole))) == [SEEN, "sent"]


def test_an_export_of_qq_tells_its_owner_by_the_number(read):
    def said(number, name):
        return {
            "time": "2024-03-05 10:22:33",
            "sender": {"uin": number, "name": name},
            "content": {"text": "今天能还吗"},
        }

    told = {"chatInfo": {"selfUin": "10002"}, "messages": [said("10001", "催收小王"), said("10002", "张三")]}
    assert seen(read(pretty(told))) == [SEEN, "sent"]


def test_rows_of_a_phone_within_an_object_are_read_as_such(read):
    row = {"address": "1069", "date": 1709605353000, "type": 1, "body": "今天能还吗"}
    for written in (
        pretty({"sms": [row, row | {"type": 2}]}),
        json.dumps({"data": {"list": [row, row | {"type": 2}]}}),
    ):
        assert seen(read(written)) == [("2024-03-05 10:22:33", "1069", "今天能还吗"), "sent"]


def test_a_document_without_messages_says_so_and_a_broken_one_says_behind_which_message(read):
    assert seen(read(pretty({"version": 1, "settings": {"dark": True}}))) == ["text_missing"]
    first, broken = read(with_more({"text": "还没收到"})[:-40])
    assert (first.text, str(broken)) == ("今天能还吗", "message 2: json")


def test_of_a_list_that_breaks_off_what_stands_before_the_break_is_read(read):
    row = {"address": "1069", "date": "1709605353000", "type": "1", "body": "今天能还吗"}
    first, broken = read(json.dumps([row, row], indent=1)[:-20])
    assert (first.text, str(broken)) == ("今天能还吗", "message 2: json")


def test_lines_of_json_stay_lines(read):
    assert detect_format(b'{"text": "a"}\n{"text": "b"}\n') == "jsonl"
    assert detect_format(b'{"text": \n{"text": "b"}\n') == "jsonl"


def test_the_kinds_of_wechat_besides_text_are_left_out(read):
    row = {
        "type_name": "文本",
        "is_sender": 0,
        "talker": "wxid_a",
        "msg": "今天能还吗",
        "CreateTime": "2024-03-05 10:22:33",
    }
    items = read(pretty([row, row | {"is_sender": 1}, row | {"type_name": "图片", "msg": "图片"}]))
    assert seen(items) == [("2024-03-05 10:22:33", "wxid_a", "今天能还吗"), "sent", "no_text"]


TELEGRAM = """<!DOCTYPE html><html><body><div class="page_wrap"><div class="history">
<div class="message service" id="message-1"><div class="body details">5 March 2024</div></div>
<div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="05.03.2024 10:22:33 UTC+08:00">10:22</div>
<div class="from_name">催收小王 </div><div class="text">今天能还吗</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="06.03.2024 11:05:00 UTC">11:05</div>
<div class="text">见 <a href="http://x.cn">x.cn</a><br>谢谢</div></div></div></div></div></body></html>"""


def test_a_page_of_telegram_is_read_with_who_goes_on_speaking(read):
    assert seen(read(TELEGRAM)) == [SEEN, ("2024-03-06 19:05:00", "催收小王", "见 x.cn\n谢谢")]


def test_a_page_that_keeps_wechat_in_a_script_is_read(read):
    said = "{ type:1, text: '今天能还吗}]',is_send:%d,avatar_path:'',timestamp:1709605353,displayname:'催收小王'},\n"
    time = "{ type:0, text: '2024-03-05 10:22:33',is_send:0,timestamp:0,displayname:''},\n"
    page = f"<!DOCTYPE html><html><script>const chatMessages = [\n{time}{said % 0}{said % 1}];\n</script></html>"
    assert seen(read(page)) == ["no_text", (*SEEN[:2], "今天能还吗}]"), "sent"]


LINE = "[LINE] 與催收小王的聊天記錄\n儲存日期：2024/03/07 09:00\n\n2024/03/05（二）\n"


def test_a_conversation_of_line_is_read_and_the_other_speaker_is_the_owner(read):
    said = "上午10:22\t催收小王\t今天能还吗\n10:23\t張三\t好\n下午7:05\t催收小王\t[貼圖]\n"
    assert seen(read(LINE + said)) == [("2024-03-05 10:22:00", *SEEN[1:]), "sent", "no_text"]


def test_a_text_of_several_lines_stands_in_quotes_in_line(read):
    said = '10:22\t催收小王\t"第一行\n\n第二行"\n10:23\t催收小王\t完\n'
    assert [text for _, _, text in seen(read(LINE + said))] == ["第一行\n\n第二行", "完"]


def test_the_weekday_tells_which_figure_is_the_month_in_line(read):
    head = "[LINE] Chat history with 催收小王\nSaved on: 2024/03/07 09:00\n\n"
    said = "{}\n10:22\t催收小王\t今天能还吗\n"
    days = [seen(read(head + said.format(day)))[0][0][:10] for day in ("Tue, 05/03/2024", "Tue, 03/05/2024")]
    assert days == ["2024-03-05"] * 2


def test_bytes_that_facebook_wrote_as_characters_are_put_together(read):
    said = {"sender_name": "催收小王", "timestamp_ms": 1709605353000, "content": "今天能还吗"}
    taken = {key: one.encode().decode("latin-1") if isinstance(one, str) else one for key, one in said.items()}
    assert seen(read(pretty({"messages": [taken]}))) == [SEEN]


def test_what_did_not_come_in_is_told_by_a_key_of_its_own(read):
    row = {"number": "1069", "incoming": True, "body": "今天能还吗", "created_at": "2024-03-05T02:22:33.123Z"}
    assert seen(read(pretty([row, row | {"incoming": False}]))) == [
        ("2024-03-05 10:22:33", "1069", "今天能还吗"),
        "sent",
    ]


def test_chats_in_the_encoding_of_windows_are_read(read):
    for chat in ("2024/3/5 10:22 - 催收小王: 今天能还吗\n", LINE + "10:22\t催收小王\t今天能还吗\n"):
        assert seen(read(chat.encode("gb18030"))) == [("2024-03-05 10:22:00", *SEEN[1:])]


def test_a_quote_that_is_not_closed_ends_with_the_next_saying_in_line(read):
    said = '10:22\t催收小王\t"今天能还吗\n10:23\t催收小王\t完\n'
    assert [text for _, _, text in seen(read(LINE + said))] == ['"今天能还吗', "完"]
