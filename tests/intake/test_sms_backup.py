import base64
import io
import tracemalloc
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.intake import xml_repair
from debts.intake.detect import detect_format
from debts.intake.drafts import Draft, PlaceKind, SkippedCode, Unreadable, UnreadableCode
from debts.intake.sms_backup import read_sms_backup
from debts.reconciler.types import Channel

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore-->\n"


def read(body, root="smses"):
    content = f'{HEAD}<{root} count="99">{body}</{root}>'.encode()
    return list(read_sms_backup(io.BytesIO(content), zone=SHANGHAI))


def sms(body="催款", kind="1", **more):
    row = {"type": kind, "body": body, "address": "1069", "date": "1709605320000"} | more
    return "<sms " + " ".join(f'{key}="{value}"' for key, value in row.items()) + " />"


def text_of(body):
    (draft,) = read(sms(body))
    return draft.text


def test_a_received_message_is_read_with_both_of_its_times():
    (draft,) = read(sms("【招联金融】催款", date_sent="1709605318000"))
    assert (draft.text, draft.sender, draft.channel) == ("【招联金融】催款", "1069", Channel.SMS)
    assert draft.received_at == datetime(2024, 3, 5, 2, 22, tzinfo=UTC)
    assert draft.sent_at == datetime(2024, 3, 5, 2, 21, 58, tzinfo=UTC)
    assert draft.received_at.utcoffset().total_seconds() == 8 * 3600


def test_the_order_of_attributes_does_not_matter():
    (draft,) = read('<sms body="催款" type="1" date="1709605320000" address="95588"/>')
    assert (draft.text, draft.sender, draft.received_at.year) == ("催款", "95588", 2024)


@pytest.mark.parametrize("sent", ["0", "null", "", "soon"])
def test_an_unknown_time_of_sending_is_none(sent):
    (draft,) = read(sms(date_sent=sent))
    assert draft.sent_at is None


def test_an_unknown_time_of_arrival_is_none_and_an_impossible_one_is_said():
    unknown, impossible = read(sms(date="null") + sms(date="morgen"))
    assert unknown.received_at is None
    assert (impossible.code, impossible.detail, impossible.place.number) == (UnreadableCode.TIME, "date", 2)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("第一行&#10;第二行", "第一行\n第二行"),
        ("&#55357;&#56834;", "😂"),
        ("&#xD83D;&#xDE02;&#55357;&#56834;", "😂😂"),
        ("一&#55357;二", "一\ufffd二"),
        ("一&#56834;&#55357;二", "一\ufffd\ufffd二"),
        ("一&#0;二&#x1F;三\x0b四&#xFFFE;", "一\ufffd二\ufffd三\ufffd四\ufffd"),
        ("&amp;#55357; &lt;b&gt;", "&#55357; <b>"),
        ("&#57344;", "\ue000"),
        ("他说 data=&quot;QUJD&quot;", '他说 data="QUJD"'),
    ],
)
def test_what_phones_write_is_made_legal(body, text):
    assert text_of(body) == text


def test_the_word_null_is_no_text():
    assert [item.code for item in read(sms("null") + sms(" "))] == [SkippedCode.NO_TEXT, SkippedCode.NO_TEXT]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("2", SkippedCode.SENT),
        ("3", SkippedCode.DRAFT),
        ("4", SkippedCode.UNSENT),
        ("5", SkippedCode.UNSENT),
        ("6", SkippedCode.UNSENT),
        ("7", UnreadableCode.FIELD),
    ],
)
def test_what_did_not_come_in_is_named(kind, code):
    assert [item.code for item in read(sms(kind=kind))] == [code]


MMS = """<mms date="1709605320000" msg_box="{box}" address="10658000~13800000000"><parts>
<part ct="application/smil" text="null"/><part ct="text/plain" text="您有一条账单"/>
<part ct="image/jpeg" data="{data}"/><part ct="text/plain" text="请还款"/></parts><addrs>{addrs}</addrs></mms>"""


def test_the_text_parts_of_a_picture_message_are_joined():
    (draft,) = read(MMS.format(box=1, data="QUJD", addrs='<addr address="10658000" type="137"/>'))
    assert (draft.text, draft.sender) == ("您有一条账单\n请还款", "10658000")
    assert draft.place.kind is PlaceKind.MMS


def test_a_subject_is_said_before_the_text_and_never_twice():
    picture = MMS.format(box=1, data="", addrs="").replace("<mms", '<mms sub="{}"')
    subjects = ("还款提醒", "还款提醒".encode().decode("latin-1"), "您有一条账单", "null", "NoSubject", "6K+35o2i")
    texts = [read(picture.format(subject))[0].text for subject in subjects]
    assert texts == ["还款提醒\n您有一条账单\n请还款"] * 2 + ["您有一条账单\n请还款"] * 4


@pytest.mark.parametrize(
    "subject", ["=?UTF-8?B?6L+Y5qy+5o+Q6YaS?=", "=?utf-8?Q?=E8=BF=98=E6=AC=BE=E6=8F=90=E9=86=92?="]
)
def test_a_subject_encoded_as_in_mails_is_read(subject):
    (draft,) = read(MMS.format(box=1, data="", addrs="").replace("<mms", f'<mms sub="{subject}"'))
    assert draft.text == "还款提醒\n您有一条账单\n请还款"


def test_a_text_part_may_name_its_characters_or_stand_where_pictures_are():
    data = base64.b64encode("请还款".encode()).decode()
    parts = f'<part ct="text/plain; charset=utf-8" text="账单"/><part ct="text/plain" text="null" data="{data}"/>'
    (draft,) = read(f'<mms date="1709605320000" msg_box="1" address="1069"><parts>{parts}</parts></mms>')
    assert draft.text == "账单\n请还款"


def test_super_backup_writes_the_same_rows():
    content = f'<?xml version="1.0"?>\n<allsms count="1">{sms(time="2024年3月5日")}</allsms>'.encode()
    assert detect_format(content) == "sms_backup"


def test_without_a_sender_the_addresses_stand_side_by_side():
    received, sent = read(MMS.format(box=1, data="", addrs="") + MMS.format(box=2, data="", addrs=""))
    assert received.sender == "10658000, 13800000000"
    assert sent.code is SkippedCode.SENT


def test_calls_become_notes():
    rows = [("1", "35"), ("1", "x"), ("3", "0"), ("4", "0"), ("5", "0"), ("6", "0"), ("7", "0"), ("2", "9"), ("9", "0")]
    calls = "".join(
        f'<call number="95588" duration="{long}" date="1709605320000" type="{kind}"/>' for kind, long in rows
    )
    *drafts, outgoing, strange = read(calls, root="calls")
    notes = ["来电接通，通话35秒", "来电接通", "未接来电", "来电转入语音留言", "来电被拒接", "来电被拦截"]
    notes.append("来电在别的设备上接听")
    assert [draft.text for draft in drafts] == notes
    assert {draft.channel for draft in drafts} == {Channel.CALL}
    assert (outgoing.code, strange.code) == (SkippedCode.OUTGOING_CALL, UnreadableCode.FIELD)


@pytest.mark.parametrize("number", ["-1", "-2", "", "null"])
def test_a_hidden_number_is_no_sender(number):
    (draft,) = read(f'<call number="{number}" type="3" date="1709605320000"/>', root="calls")
    assert draft.sender == ""


def test_a_truncated_file_gives_the_rows_before_the_break():
    content = f"{HEAD}<smses>{sms('一')}{sms('二')}{sms('三')[:30]}".encode()
    first, second, broken = read_sms_backup(io.BytesIO(content), zone=SHANGHAI)
    assert (first.text, second.text) == ("一", "二")
    assert (broken.code, broken.place.number) == (UnreadableCode.XML_BROKEN, 3)


def test_entities_are_refused():
    bomb = '<!DOCTYPE smses [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = f"{bomb}<smses>{sms('&b;')}</smses>".encode()
    assert [item.code for item in read_sms_backup(io.BytesIO(content), zone=SHANGHAI)] == [UnreadableCode.XML_FORBIDDEN]


def test_bytes_that_are_no_utf8_do_not_stop_the_reading():
    content = sms("催款").encode().replace("催".encode(), b"\xe5\x82")
    (draft,) = read_sms_backup(io.BytesIO(b"<smses>" + content + b"</smses>"), zone=SHANGHAI)
    assert draft.text == "\ufffd款"


@given(st.integers(1, 40), st.text(alphabet="a款😀\n", max_size=30))
def test_the_size_of_chunks_does_not_matter(size, text):
    pairs = "".join(f"&#{unit};" for unit in units(text))
    content = f"<smses>{sms(f'x{pairs}')}{MMS.format(box=1, data='QUJD' * 700, addrs='')}</smses>".encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_repair, "CHUNK_BYTES", size)
        message, picture = read_sms_backup(io.BytesIO(content), zone=SHANGHAI)
    assert (message.text, picture.text) == (f"x{text}", "您有一条账单\n请还款")


def units(text):
    encoded = text.encode("utf-16-le")
    return [int.from_bytes(encoded[at : at + 2], "little") for at in range(0, len(encoded), 2)]


def test_memory_stays_flat_however_large_the_pictures_are(tmp_path):
    path = tmp_path / "backup.xml"
    with path.open("w") as file:
        file.write(HEAD + "<smses>" + sms())
        before, after = MMS.format(box=1, data="|", addrs="").split("|")
        file.writelines([before, *["QUJD" * 25_000] * 200, after, "</smses>"])
    tracemalloc.start()
    with path.open("rb") as stream:
        items = list(read_sms_backup(stream, zone=SHANGHAI))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(item) for item in items] == [Draft, Draft]
    assert peak < path.stat().st_size / 10


def test_a_place_is_said_in_words():
    (row,) = read(sms(kind="99"))
    assert isinstance(row, Unreadable)
    assert str(row) == "sms 1: field (type)"


@pytest.mark.parametrize("written", ["1709605320", "1709605320000", "1709605320000000", "1709605320000000000"])
def test_a_time_may_be_counted_in_seconds_or_finer(written):
    (draft,) = read(sms(date=written))
    assert draft.received_at == datetime(2024, 3, 5, 2, 22, tzinfo=UTC)


@pytest.mark.parametrize("before", ["\ufeff", "\n", "\ufeff\r\n  "])
def test_what_stands_before_the_declaration_does_not_stop_the_reading(before):
    content = f"{before}{HEAD}<smses>{sms()}</smses>".encode()
    (draft,) = read_sms_backup(io.BytesIO(content), zone=SHANGHAI)
    assert draft.text == "催款"
