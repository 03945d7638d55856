"""Requests of forwarding apps as they are sent, read into messages."""

import json

import pytest

from debts.intake.webhooks import (
    Delivered,
    HookKind,
    HookProblem,
    HookProblemCode,
    Ignored,
    IgnoredCode,
    Posted,
    fields_of,
    read_fields,
    read_hook,
)
from debts.intake.webhooks.values import as_moment
from debts.reconciler.types import Channel, Recipient
from tests.moments import SHANGHAI, at

FORM = "application/x-www-form-urlencoded"


def read(kind, **fields):
    return read_fields(HookKind(kind), fields, zone=SHANGHAI)


def posted(body, content_type="application/json", **more):
    return Posted("POST", content_type, body if isinstance(body, bytes) else body.encode(), **more)


def told(read):
    return read.draft.text, read.draft.received_at, read.draft.sender, read.draft.channel


# --- the six lines of SmsForwarder ---

SIX = "95001234\n您的账单还有3天到期\n请按时还款\nSIM2_中国电信\nSubId：7\n2025-03-05 10:22:33\n小米14"


def test_the_six_lines_are_taken_apart():
    found = read("smsforwarder", **{"from": "95001234", "content": SIX})
    assert told(found) == ("您的账单还有3天到期\n请按时还款", at("2025-03-05 10:22:33"), "95001234", Channel.SMS)
    assert found.details == {"slot": "SIM2_中国电信", "device": "小米14"}


@pytest.mark.parametrize("lost", [0, 3, 4, 6])
def test_lines_that_the_user_has_dropped_are_not_missed(lost):
    lines = SIX.split("\n")
    del lines[lost]
    found = read("smsforwarder", **{"from": "95001234", "content": "\n".join(lines)})
    assert found.draft.text == "您的账单还有3天到期\n请按时还款"


def test_without_the_line_of_the_time_the_device_stays_in_the_text():
    content = SIX.replace("2025-03-05 10:22:33\n", "")
    assert read("smsforwarder", **{"from": "95001234", "content": content}).draft.text.endswith("小米14")


@pytest.mark.parametrize(
    "text", ["余额不足\n2025-03-05 10:22:33", "尊敬的客户\n2025-03-05 10:22:33\n请还款", "SubId", "\n"]
)
def test_a_message_that_only_looks_like_the_template_is_left_alone(text):
    content = f"【某银行】{text}"
    assert read("smsforwarder", **{"from": "95001234", "content": content}).draft.text == content


def test_the_raw_text_is_taken_before_the_template():
    found = read("smsforwarder", **{"from": "95001234", "content": SIX, "org_content": "只有这一句"})
    assert found.draft.text == "只有这一句"


def test_a_time_of_its_own_field_counts_before_the_one_in_the_lines():
    found = read("smsforwarder", **{"from": "95001234", "content": SIX, "receive_time": "2025-03-05 10:22:34"})
    assert found.draft.received_at == at("2025-03-05 10:22:34")


def test_the_time_of_sending_is_kept_apart_from_the_time_of_receiving():
    found = read("smsforwarder", **{"from": "95001234", "content": SIX, "timestamp": "1741141360500"})
    assert (found.draft.received_at, found.forwarded_at) == (at("2025-03-05 10:22:33"), at("2025-03-05 10:22:40.500"))


def test_a_notification_keeps_its_title_and_is_from_its_package():
    lines = ["com.example.wallet", "今天最后一天", "还款提醒", "UID：10231", "2025-03-05 10:22:33", "小米14"]
    found = read("smsforwarder", **{"from": "com.example.wallet", "content": "\n".join(lines)})
    expected = ("还款提醒\n今天最后一天", at("2025-03-05 10:22:33"), "com.example.wallet", Channel.PUSH)
    assert told(found) == expected


def test_a_notification_by_the_json_template_is_one_too():
    found = read("smsforwarder", **{"from": "com.example.wallet", "content": "今天最后一天", "title": "还款提醒"})
    assert told(found)[::3] == ("还款提醒\n今天最后一天", Channel.PUSH)


# --- calls by SmsForwarder ---


def call(*lines, sender="02988886666"):
    end = ["", "SubId：-1", "2025-03-05 10:25:00", "小米14"]
    return read("smsforwarder", **{"from": sender, "content": "\n".join([sender, "通讯录名：未知号码", *lines, *end])})


def test_a_call_reads_as_in_a_call_log_and_is_of_the_time_when_it_began():
    found = call("通话时间：2025-03-05 10:22:33", "通话时长：135s", "通话类型：来电挂机")
    expected = ("来电接通，通话135秒", at("2025-03-05 10:22:33"), "02988886666", Channel.CALL)
    assert told(found) == expected
    assert "未知号码" in found.details["note"]


def test_a_missed_call_is_one():
    found = call("通话时间：2025-03-05 10:22:33", "响铃时长：20s", "通话类型：未接来电")
    assert told(found)[::3] == ("未接来电", Channel.CALL)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("Call date: 2025-03-05 10:22:33", "Call duration: 12s", "Call Type: In Ended"), "来电接通，通话12秒"),
        (("Via Number:1", "Call date: 2025-03-05 10:22:33", "Ring duration: 9s", "Call Type: Missed"), "未接来电"),
        (("通話時間：2025-03-05 10:22:33", "通話時長：12s", "通話類型：來電掛機"), "来电接通，通话12秒"),
        (("通話時間：2025-03-05 10:22:33", "響鈴時長：9s", "通話類型：未接來電"), "未接来电"),
    ],
)
def test_a_call_reads_the_same_in_each_language_of_the_app(lines, words):
    assert told(call(*lines)) == (words, at("2025-03-05 10:22:33"), "02988886666", Channel.CALL)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("去电挂机", IgnoredCode.OUTGOING_CALL),
        ("去电拨出", IgnoredCode.OUTGOING_CALL),
        ("来电提醒", IgnoredCode.CALL_GOES_ON),
        ("来电接通", IgnoredCode.CALL_GOES_ON),
    ],
)
def test_one_call_is_told_once_and_own_calls_are_not(kind, code):
    assert call(f"通话类型：{kind}") == Ignored(code)


def test_a_call_of_an_unknown_kind_keeps_the_words_of_the_app():
    assert call("通话类型：转接来电").draft.text == "通讯录名：未知号码\n通话类型：转接来电"


# --- the other apps ---


@pytest.mark.parametrize("stamp", [1741141353000, "1741141353000"])
def test_stamps_are_numbers_or_words(stamp):
    found = read("incoming-sms", **{"from": "95001234", "text": "还款", "sentStamp": stamp, "receivedStamp": stamp})
    assert found.draft.received_at == found.draft.sent_at == at("2025-03-05 10:22:33")


def test_an_escaped_body_reads_as_it_was_written():
    body = rb'{"from":"95001234","text":"\u8fd8\u6b3e\/\ud83d\ude00","sim":"undetected"}'
    assert read_hook(HookKind.INCOMING_SMS, posted(body), zone=SHANGHAI).draft.text == "还款/😀"


def test_an_old_gateway_names_the_sender_otherwise():
    payload = {"messageId": "m", "phoneNumber": "95001234", "message": "还款", "receivedAt": "2025-03-05T02:22:33Z"}
    found = read("capcom6", event="sms:received", id="e", payload=payload)
    assert told(found)[1:3] == (at("2025-03-05 10:22:33"), "95001234")
    assert found.id == "e/m"


def test_the_template_alone_names_its_sender_as_well():
    found = read_hook(HookKind.SMSFORWARDER, posted(SIX, "text/plain; charset=utf-8"), zone=SHANGHAI)
    assert told(found)[:3] == ("您的账单还有3天到期\n请按时还款", at("2025-03-05 10:22:33"), "95001234")


@pytest.mark.parametrize(
    "words",
    [
        "【测试通道】恭喜您，该发送通道测试成功，请继续添加转发规则！",
        "【測試通道】恭喜您，該發送通道測試成功，請繼續添加轉發規則！",
        "[Test Channel] Congratulations, the sender test is successful, please continue to add forwarding rules!",
    ],
)
def test_the_test_of_the_app_is_none_in_any_language(words):
    assert read("smsforwarder", **{"from": "19999999999", "content": words}) == Ignored(IgnoredCode.TEST)


def test_a_shortcut_may_name_its_fields_in_chinese_and_hand_over_people():
    found = read("json", 内容="还款", 发件人=["95001234"], 时间="2025年3月5日 上午10:22")
    assert told(found)[:3] == ("还款", at("2025-03-05 10:22:00"), "95001234")


def test_a_picture_message_tells_its_words_when_it_has_been_downloaded():
    told_first = {"messageId": "m", "sender": "95001234", "size": 9}
    assert read("capcom6", event="mms:received", payload=told_first) == Ignored(IgnoredCode.EVENT)
    found = read("capcom6", event="mms:downloaded", payload={**told_first, "body": "还款", "subject": "通知"})
    assert found.draft.text == "通知\n还款"


@pytest.mark.parametrize("payload", [None, [], "text", 5])
def test_a_payload_that_is_none_is_said(payload):
    with pytest.raises(HookProblem, match="not_fields"):
        read("capcom6", event="sms:received", payload=payload)


def test_a_shortcut_may_name_channel_and_recipient():
    found = read("json", text="请转告他还款", Sender="李四", channel="CHAT", recipient="relative", device="iPhone")
    assert (found.draft.channel, found.draft.recipient) == (Channel.CHAT, Recipient.RELATIVE)
    assert (found.draft.sender, found.details) == ("李四", {"device": "iPhone"})


@pytest.mark.parametrize("text", ["结清测试", "【结清测试】", " Jieqing TEST "])
def test_a_test_is_heard_and_no_message(text):
    assert read("json", text=text) == read("smsforwarder", content=text) == Ignored(IgnoredCode.TEST)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (1741141353000, "2025-03-05 10:22:33"),
        ("1741141353", "2025-03-05 10:22:33"),
        ("20250305102233", "2025-03-05 10:22:33"),
        (1741141353000.0, "2025-03-05 10:22:33"),
        (1741141353.25, "2025-03-05 10:22:33"),
        ("2025-03-05 10:22:33", "2025-03-05 10:22:33"),
        ("2025-03-05T02:22:33Z", "2025-03-05 10:22:33"),
        ("2025年3月5日 上午10:22", "2025-03-05 10:22:00"),
        ("Mar 5, 2025 at 10:22\u202fAM", "2025-03-05 10:22:00"),
    ],
)
def test_a_moment_is_read_in_whatever_way_it_is_written(written, moment):
    assert as_moment(written, SHANGHAI) == at(moment)


@pytest.mark.parametrize(
    "written", ["", None, True, "昨天", "2025-03-05", "3月5日 10:22", "9" * 14, "0x5", [], "1" * 5000]
)
def test_a_moment_that_cannot_be_told_is_unknown(written):
    assert as_moment(written, SHANGHAI) is None


# --- the ways in which fields are written ---

NESTED = b"--x1\r\nContent-Type: multipart/mixed; boundary=x1\r\n\r\n" * 4000
FIELDS = {"from": "95001234", "text": "还款 & 续费=%"}


def parts(boundary="x1"):
    head = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = "".join(f"--{boundary}\r\n{head.format(name, value)}" for name, value in FIELDS.items())
    return posted(f"{body}--{boundary}--\r\n", f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize(
    "request_",
    [
        posted(json.dumps(FIELDS)),
        posted("\ufeff" + json.dumps(FIELDS, ensure_ascii=False), "text/plain"),
        posted(json.dumps(FIELDS, ensure_ascii=False).encode("gb18030"), ""),
        posted("from=95001234&text=%E8%BF%98%E6%AC%BE+%26+%E7%BB%AD%E8%B4%B9%3D%25", FORM),
        posted("from=95001234&text=%BB%B9%BF%EE+%26+%D0%F8%B7%D1%3D%25", FORM),
        Posted("GET", query="from=95001234&text=%E8%BF%98%E6%AC%BE%20%26%20%E7%BB%AD%E8%B4%B9%3D%25"),
        parts(),
    ],
    ids=["json", "json-as-text", "gb18030", "form", "form-gb18030", "address", "parts"],
)
def test_the_same_fields_are_read_from_each_way_of_writing_them(request_):
    assert fields_of(request_) == FIELDS


def test_plain_text_is_the_message_itself():
    assert fields_of(posted("[某银行] 请还款\n谢谢", "text/plain")) == {"content": "[某银行] 请还款\n谢谢"}


def test_a_line_break_in_a_name_does_not_break_the_json():
    assert fields_of(posted('{"from":"李\n四"}')) == {"from": "李\n四"}


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (posted("&".join(f"a{number}=1" for number in range(101)), FORM), HookProblemCode.NOT_FIELDS),
        (posted("no parts", "multipart/form-data"), HookProblemCode.NOT_FIELDS),
        (posted(NESTED, "multipart/form-data; boundary=x1"), HookProblemCode.NOT_FIELDS),
        (posted("text=%FF%FF%FF", FORM), HookProblemCode.ENCODING),
        (posted(b"\xff\xff", "text/plain"), HookProblemCode.ENCODING),
        (Posted("GET"), HookProblemCode.NOTHING_SENT),
        (posted('{"text": "' + "长" * 1_000_001 + '"}'), HookProblemCode.TEXT_TOO_LONG),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_a_name(request_, code):
    with pytest.raises(HookProblem) as refused:
        read_hook(HookKind.JSON, request_, zone=SHANGHAI)
    assert refused.value.code is code


def test_deliveries_are_told_apart_by_what_the_app_gives():
    first, second = (read("capcom6", event="sms:received", id=id_, payload={"message": "还款"}) for id_ in "ab")
    assert isinstance(first, Delivered)
    assert first.key != second.key
    assert read("json", text="还款").key == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"msgtype": "text", "text": {"content": "请还款", "from": "1069"}},
        {"type": "sms", "data": {"from": {"number": "1069", "name": "远山"}, "content": "请还款"}},
        {"payload": '{"number": "1069", "body": "请还款"}'},
        {"来源号码": "1069", "smsBody": "请还款"},
        {"from": "1069", "content": "发件人：1069\n内容：请还款"},
    ],
)
def test_a_template_may_put_the_message_into_an_object_or_call_it_otherwise(fields):
    draft = read("smsforwarder", **fields).draft
    assert (draft.sender, draft.text) == ("1069", "请还款")


def test_lines_that_name_another_sender_are_words_of_the_message():
    content = "发件人：95555\n内容：请还款"
    assert read("smsforwarder", **{"from": "1069", "content": content}).draft.text == content


def test_a_list_of_one_message_is_that_message_and_a_longer_one_is_refused():
    one = {"from": "1069", "text": "请还款", "timestamp": 1709605353}
    found = read_hook(HookKind.JSON, posted(json.dumps([one])), zone=SHANGHAI).draft
    assert (found.sender, found.received_at) == ("1069", at("2024-03-05 10:22:33"))
    with pytest.raises(HookProblem):
        read_hook(HookKind.JSON, posted(json.dumps([one, one])), zone=SHANGHAI)


def test_a_day_and_a_time_may_be_told_apart():
    draft = read("json", **{"from": "1069", "text": "请还款", "date": "2024-03-05", "time": "10:22:33"}).draft
    assert (draft.received_at, draft.sent_at) == (at("2024-03-05 10:22:33"), None)


@pytest.mark.parametrize(
    "fields",
    [
        {"value1": "10690001", "value2": "您好，请还款", "value3": "March 05, 2024 at 10:22AM"},
        {"value1": "您好，请还款", "value2": "2024-03-05 10:22", "value3": "10690001"},
        {"sms_number": "10690001", "sms_message": "您好，请还款", "sms_time": "2024-03-05 10:22"},
    ],
)
def test_fields_that_have_numbers_for_names_are_told_by_what_they_hold(fields):
    assert told(read("json", **fields)) == ("您好，请还款", at("2024-03-05 10:22:00"), "10690001", Channel.SMS)


def test_of_two_texts_without_names_none_is_chosen():
    with pytest.raises(HookProblem):
        read("json", value1="您好，请还款", value2="再不还就上门")
