import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debts.intake import json_documents, jsonl, sources
from debts.intake.detect import FormatCode, UnknownFormat
from debts.intake.drafts import Draft, Place, PlaceKind, Skipped, Unreadable, UnreadableCode
from debts.reconciler.types import Channel, Recipient
from tests.intake.reading import read, zipped

__all__ = ["read"]

LINE = '{"id": "m1", "text": "【招联金融】您的借款已逾期3天。"}'


def test_a_whole_line_becomes_a_whole_draft(read):
    row = {"id": "m1", "text": "催款", "received_at": "2024-03-05T10:22:00+08:00", "sender": "1069"}
    (draft,) = read(json.dumps(row | {"channel": "email", "recipient": "relative"}))
    assert draft == Draft(
        text="催款",
        received_at=datetime(2024, 3, 5, 2, 22, tzinfo=UTC),
        sender="1069",
        channel=Channel.EMAIL,
        recipient=Recipient.RELATIVE,
        id="m1",
        place=Place(PlaceKind.LINE, 1),
    )


def test_only_the_text_is_needed(read):
    (draft,) = read('{"text": "催款"}')
    assert (draft.received_at, draft.channel, draft.recipient) == (None, Channel.SMS, Recipient.SELF)


def test_an_empty_message_is_a_message(read):
    (draft,) = read('{"id": "m2", "text": ""}')
    assert (draft.id, draft.text) == ("m2", "")


def test_a_message_without_an_id_is_named_by_its_place(read):
    first, second = read(f'{LINE}\n{{"text": "催款"}}')
    assert [first.as_incoming().id, second.as_incoming().id] == ["m1", "line 2"]


def test_a_time_without_offset_is_one_of_the_owner(read):
    (draft,) = read('{"text": "催款", "received_at": "2024-03-05 10:22"}')
    assert draft.received_at == datetime(2024, 3, 5, 2, 22, tzinfo=UTC)


def test_milliseconds_and_the_channels_of_recorders_are_understood(read):
    message, notification = read(
        '{"text": "催款", "sent_ms": 1711393810000, "channel": "app_message"}\n'
        '{"text": "催款", "sent_ms": "1711393810000", "channel": "app_notification"}'
    )
    assert message.received_at == notification.received_at == datetime(2024, 3, 25, 19, 10, 10, tzinfo=UTC)
    assert (message.channel, notification.channel) == (Channel.CHAT, Channel.PUSH)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", UnreadableCode.JSON),
        ("{" * 100_000, UnreadableCode.JSON),
        ("[1]", UnreadableCode.NOT_AN_OBJECT),
        ("{}", UnreadableCode.TEXT_MISSING),
        ('{"text": null}', UnreadableCode.TEXT_MISSING),
        ('{"text": 5}', UnreadableCode.FIELD),
        ('{"text": "催款", "sender": []}', UnreadableCode.FIELD),
        ('{"text": "催款", "received_at": "昨天"}', UnreadableCode.TIME),
        ('{"text": "催款", "received_at": "2024-03-05"}', UnreadableCode.TIME),
        ('{"text": "催款", "received_at": 1711393810}', UnreadableCode.TIME),
        ('{"text": "催款", "sent_ms": 1e300}', UnreadableCode.TIME),
        ('{"text": "催款", "sent_ms": 99999999999999999}', UnreadableCode.TIME),
        ('{"text": "催款", "channel": "fax"}', UnreadableCode.CHANNEL),
        ('{"text": "催款", "recipient": "boss"}', UnreadableCode.RECIPIENT),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_read(read, line, code):
    first, bad, last = read(f"{LINE}\n{line}\n\n{LINE}")
    assert (bad.place, bad.code) == (Place(PlaceKind.LINE, 2), code)
    assert first.text == last.text


@pytest.mark.parametrize(
    "content",
    [
        LINE.encode(),
        b"\xef\xbb\xbf" + LINE.encode(),
        LINE.encode("gb18030"),
        f"\r\n{LINE}\r\n".encode(),
        f"[{LINE}]".encode(),
        gzip.compress(LINE.encode()),
        zipped({"backup": LINE}),
    ],
    ids=["plain", "byte-order-mark", "gb18030", "blank-lines", "list", "gzip", "zip"],
)
def test_the_same_message_is_read_from_every_wrapping(read, content):
    (draft,) = read(content)
    assert (draft.id, draft.text) == ("m1", "【招联金融】您的借款已逾期3天。")


def test_characters_that_no_database_keeps_are_replaced(read):
    (draft,) = read(r'{"text": "a\u0000b\ud83dc\ud83d\ude00"}')
    assert draft.text == "a\ufffdb\ufffdc😀"


def test_an_overlong_line_is_reported_and_passed_over(read, monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 100)
    bad, good = read('{"text": "' + "x" * 500 + '"}\n' + LINE)
    assert (bad.code, good.place.number) == (UnreadableCode.LINE_TOO_LONG, 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", FormatCode.EMPTY),
        (" \n", FormatCode.EMPTY),
        ("您的借款已逾期", FormatCode.UNKNOWN),
        ("<html></html>", FormatCode.UNKNOWN),
        (zipped({"a": "notes", "b": "more notes"}), FormatCode.UNKNOWN),
        (zipped({}), FormatCode.UNKNOWN),
        (b"PK\x03\x04broken", FormatCode.WRAPPER_BROKEN),
        (b"\x1f\x8bbroken", FormatCode.WRAPPER_BROKEN),
    ],
)
def test_what_nobody_can_read_is_refused_with_a_code(read, content, code):
    with pytest.raises(UnknownFormat) as refused:
        read(content)
    assert refused.value.code is code


def test_a_format_can_be_named(read):
    assert read("<html>", format="jsonl")[0].code is UnreadableCode.JSON
    with pytest.raises(UnknownFormat):
        read(LINE, format="fax")


def test_a_source_that_swells_is_cut_off_and_says_so(read, monkeypatch):
    monkeypatch.setattr(sources, "MAX_SOURCE_BYTES", 200_000)
    items = read(gzip.compress(f"{LINE}\n".encode() * 100_000))
    assert len(items) < 5_000
    assert items[-1].code is UnreadableCode.TOO_LARGE


def test_a_broken_wrapper_gives_what_stands_before_the_break(read):
    whole = gzip.compress("".join(f'{{"text": "第{number}条"}}\n' for number in range(40_000)).encode())
    items = read(whole[: len(whole) // 2])
    assert isinstance(items[0], Draft)
    assert items[-1].code is UnreadableCode.CONTAINER_BROKEN


def test_a_long_list_is_refused_whole(read, monkeypatch):
    monkeypatch.setattr(json_documents, "MAX_BYTES", 10)
    assert [item.code for item in read(f"[{LINE}]")] == [UnreadableCode.TOO_LARGE]


BACKUP = b"<smses><sms address='1' date='1' type='1' body='a'/><mms msg_box='1'><part ct='text/plain' text='b'/></mms>"
OTHERS = (
    b"BEGIN:VMSG\nTEL:1\nBEGIN:VBODY\nDate:2024\nSubject;ENCODING=QUOTED-PRINTABLE;CHARSET=x:=E6=",
    "消息对象:王\n2024-03-05 10:22:33 王\n".encode(),
    "From: <Save by Tencent MsgMgr>\n<tr>日期: 2024-03-05<tr>margin-right:6px;>王</div>1:2</div><div style=x>".encode(),
    b"99 \nFrom: a@b\nSubject: =?gb2312?B?xx?= =?x?q?=\nContent-Type: text/plain; charset=",
    b"sms;deliver;1;;;2024.03.05 10:22;;",
    "号码,内容,时间\n1,2,3/25/2024,".encode(),
)
BEGINNINGS = st.sampled_from(
    [b"", b"{", b"[", b"\xef\xbb\xbf{", BACKUP, b"<calls>", b"PK\x03\x04", b"\x1f\x8b\x08\x00", *OTHERS]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BEGINNINGS, st.binary(max_size=300), st.integers(0, 200))
def test_any_bytes_give_items_or_the_one_documented_refusal(read, beginning, rest, cut):
    content = beginning[: cut or None] + rest
    try:
        items = read(content)
    except UnknownFormat:
        return
    assert all(isinstance(item, Draft | Unreadable | Skipped) for item in items)


def test_objects_whose_keys_are_named_as_columns_are_read(read):
    row = {"from": "10690000", "body": "请还款", "time": "2024-03-05 10:22:00"}
    draft, sent = read(json.dumps([row, row | {"direction": "sent"}]))
    assert (draft.sender, draft.text) == ("10690000", "请还款")
    assert draft.received_at == datetime(2024, 3, 5, 2, 22, tzinfo=UTC)
    assert sent.code == "sent"


@pytest.mark.parametrize(
    "row",
    [
        {"from": "我", "message": "已还"},
        {"from": "95555", "message": "已还", "type": "草稿"},
        {"from": "95555", "message": "已还", "type": "发送失败"},
        {"IsSender": 1, "StrContent": "已还", "StrTime": "2024-03-05 10:22:00"},
        {"isSend": True, "message": "已还", "from": "95555"},
    ],
)
def test_an_object_of_another_form_that_did_not_come_in_is_left_out(read, row):
    assert [type(one) for one in read(json.dumps([row]))] == [Skipped]
