"""Files that are broken, hostile or written in another way: read in part or refused, in little time and memory."""

import io
import json
import struct
import time
import tracemalloc
from contextlib import contextmanager

import pytest

from debts.intake import sources
from debts.intake.detect import FormatCode, UnknownFormat
from debts.intake.drafts import Draft
from debts.intake.encodings import is_garbled
from debts.intake.sms_backup import read_sms_backup
from tests.intake.reading import SHANGHAI, read, seen, zipped

__all__ = ["read"]

DUE = "【远山消金】您的借款已逾期3天，请尽快还款。"
ROW = {"text": DUE, "received_at": "2024-03-05T10:22:33+08:00", "sender": "10690001"}
AT = "2024-03-05 10:22:33"
SMS = f'<sms address="10690001" date="1709605353000" type="1" body="{DUE}" />'
BACKUP = f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="1">{SMS}</smses>'
MEGABYTE = 1024 * 1024


@contextmanager
def bounded(*, megabytes, seconds=20.0):
    """What stands below takes no more than this of the processor's time and of Python's memory."""
    tracemalloc.start()
    before = time.process_time()
    try:
        yield
        taken, (_, peak) = time.process_time() - before, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < seconds
    assert peak < megabytes * MEGABYTE


def is_refused(reading, content):
    with pytest.raises(UnknownFormat) as refused:
        reading(content)
    return refused.value.code


class Endless(io.RawIOBase):
    """A gigabyte of one character between a beginning and an end, made as it is read."""

    def __init__(self, begin, character, end, size=1024 * MEGABYTE):
        super().__init__()
        self._begin, self._character, self._end, self.left = begin, character, end, size

    def read(self, size=-1):
        if self._begin:
            given, self._begin = self._begin, b""
            return given
        if self.left > 0:
            self.left -= size
            return self._character * size
        given, self._end = self._end, b""
        return given


# --- wrappers --------------------------------------------------------------------------------------------------------


def test_a_bomb_ends_where_the_budget_ends(read, monkeypatch):
    monkeypatch.setattr(sources, "MAX_SOURCE_BYTES", 4 * MEGABYTE)
    bomb = zipped({"a.jsonl": json.dumps(ROW) + "\n" + " " * (40 * MEGABYTE)})
    assert len(bomb) < 100_000
    with bounded(megabytes=32):
        assert seen(read(bomb)) == [(AT, "10690001", DUE), "too_large"]


CONVERSATIONS = {
    "imessage": "Mar 05, 2024 10:22:33 AM\n10690001\n还款\n\n",
    "qq": "消息记录（此消息记录为文本格式，不支持重新导入）\n\n2024-03-05 10:22:33 催收(10001)\n还款\n\n",
    "whatsapp": "2024/3/5 10:22 - 催收: 还款\n",
    "line_chat": "[LINE] 与催收的聊天记录\n储存日期：2024/03/06 10:00\n\n2024/03/05（二）\n10:22\t催收\t还款\n",
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_that_is_too_large_to_be_held_is_said_and_not_cut_in_silence(read, monkeypatch, name):
    content = CONVERSATIONS[name].encode()
    assert seen(read(content))[0][2] == "还款"
    monkeypatch.setattr(f"debts.intake.{name}.MAX_BYTES", len(content) - 1)
    assert seen(read(content)) == ["too_large"]


def test_wrappers_within_wrappers_are_not_opened(read):
    inner = zipped({"a.jsonl": json.dumps(ROW)})
    for _ in range(20):
        inner = zipped({"a.zip": inner})
    with bounded(megabytes=8):
        assert is_refused(read, inner) is FormatCode.NESTED


@pytest.mark.parametrize("lie", [False, True])
def test_a_million_entries_are_refused_before_they_are_listed(read, monkeypatch, lie):
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    monkeypatch.setattr(sources, "MAX_DIRECTORY_BYTES", 4 * MEGABYTE)
    directory = entry * 100_000
    count = 3 if lie else 65_535
    large = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1_000_000, 1_000_000, len(directory), 30)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), 30, 0)
    with bounded(megabytes=16):
        content = b"PK\x03\x04" + b"\0" * 26 + directory + (b"" if lie else large) + end
        assert is_refused(read, content) is FormatCode.WRAPPER_MANY


def test_a_name_that_climbs_is_only_a_name(read, tmp_path):
    names = ("../../climbed.jsonl", "/etc/climbed.jsonl", "C:\\climbed.jsonl")
    items = read(zipped({name: json.dumps(ROW) for name in names}))
    assert [item.text for item in items] == [DUE] * 3
    assert {path.name for path in tmp_path.rglob("*")} == {"messages.bin"}


def test_a_container_that_lies_about_sizes_is_refused(read):
    content = bytearray(zipped({"a.jsonl": json.dumps(ROW) * 50}))
    at = content.rfind(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(UnknownFormat) as refused:
        read(bytes(content))
    assert refused.value.code is FormatCode.WRAPPER_BROKEN


def test_a_file_keeps_what_it_is_under_any_name(read):
    for name in ("backup.txt", "backup.jpg", "backup", "短信.xml.zip.exe"):
        assert seen(read(zipped({name: BACKUP, "z": b"\xff\xd8\xff"})))[0] == (AT, "10690001", DUE)


# --- XML and JSON ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a [<!ENTITY b "x">' + "".join(f'<!ENTITY b{n} "{"&b;" * 10}">' for n in range(20)) + "]>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
)
def test_entities_of_any_kind_are_refused(read, prolog):
    with bounded(megabytes=8):
        assert seen(read(f'<?xml version="1.0"?>{prolog}<smses>{SMS}</smses>')) == ["xml_forbidden"]


@pytest.mark.parametrize("attribute", ["body", "unknown"])
def test_a_gigabyte_in_one_attribute_is_given_up_early(attribute):
    stream = Endless(f'<smses>{SMS}<sms {attribute}="'.encode(), b"A", b'"/></smses>')
    with bounded(megabytes=64):
        assert seen(list(read_sms_backup(stream, zone=SHANGHAI))) == [(AT, "10690001", DUE), "too_large"]
    assert stream.left > 1000 * MEGABYTE


def test_a_gigabyte_of_elements_without_an_end_is_given_up_early():
    stream = Endless(b"<smses><", b"a", b"")
    with bounded(megabytes=64):
        assert seen(list(read_sms_backup(stream, zone=SHANGHAI))) == ["too_large"]


def test_a_large_picture_in_base64_goes_by():
    begin, end = '<smses><mms msg_box="1" date="1709605353000" address="1069"><parts><part ct="image/jpeg" data="', SMS
    stream = Endless(begin.encode(), b"A", f'"/></parts></mms>{end}</smses>'.encode(), 64 * MEGABYTE)
    with bounded(megabytes=8):
        assert seen(list(read_sms_backup(stream, zone=SHANGHAI))) == ["no_text", (AT, "10690001", DUE)]


@pytest.mark.parametrize("deep", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 100_000])
def test_json_nested_a_hundred_thousand_deep_is_one_bad_line(read, deep):
    with bounded(megabytes=16):
        assert seen(read(f"{json.dumps(ROW)}\n{deep}\n{json.dumps(ROW)}")) == [
            (AT, "10690001", DUE),
            "json",
            (AT, "10690001", DUE),
        ]
        assert seen(read(deep))[0] in {"json", "not_an_object"}


def test_a_line_without_an_end_is_passed_over(read):
    with bounded(megabytes=64):
        assert seen(read(f'{{"text": "{"x" * 10_000_000}\n{json.dumps(ROW)}')) == [
            "line_too_long",
            (AT, "10690001", DUE),
        ]


# --- encodings -------------------------------------------------------------------------------------------------------

JSONL = json.dumps(ROW, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("content", [JSONL, BACKUP])
def test_a_text_is_read_in_each_encoding(read, content, encoding):
    assert seen(read(content.encode(encoding))) == [(AT, "10690001", DUE)]


TRADITIONAL = "【遠山消金】您的貸款已逾期三天，請盡快還款。"


@pytest.mark.parametrize("content", [JSONL, BACKUP, "2024/3/5, 10:22 - 10690001: " + DUE, "號碼,內容\n10690001," + DUE])
def test_a_text_in_big5_is_told_from_one_in_gb18030(read, content):
    [draft] = read(content.replace(DUE, TRADITIONAL).encode("big5hkscs"))
    assert (draft.sender, draft.text) == ("10690001", TRADITIONAL)


def test_a_mail_in_big5_says_itself_how_it_is_written(read):
    head = "From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=big5\n\n"
    assert [one.text for one in read((head + TRADITIONAL).encode("big5"))] == [TRADITIONAL]


def test_lines_of_two_encodings_in_one_file_are_both_read(read):
    assert seen(read(JSONL.encode() + JSONL.encode("gb18030"))) == [(AT, "10690001", DUE)] * 2


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_cut_within_a_character_gives_what_stands_before(read, encoding):
    assert seen(read((JSONL * 2).encode(encoding)[:-5]))[0] == (AT, "10690001", DUE)


def test_a_character_cut_in_a_message_is_marked_and_the_message_kept(read):
    [draft] = read(BACKUP.encode().replace("尽快".encode(), "尽快".encode()[:-1]))
    assert isinstance(draft, Draft)
    assert "尽\N{REPLACEMENT CHARACTER}" in draft.text


@pytest.mark.parametrize(
    "text",
    [
        "?睹穹ǖ洹?",
        DUE.encode().decode("gb18030", "replace"),
        DUE.encode("gb18030").decode("utf-8", "replace"),
        "您的借款已逾期，请尽快还款".encode("big5", "replace").decode("gb18030", "replace") * 2,
    ],
)
def test_a_text_that_was_misread_before_is_said_and_not_guessed(read, text):
    assert seen(read(json.dumps(ROW | {"text": text}))) == ["garbled"]


@pytest.mark.parametrize(
    "text",
    [
        DUE,
        "您的貸款已逾期，請盡快還款，否則將採取法律行動。",
        "Your loan is overdue.",
        "Ваш кредит просрочен",
        "대출 상환일입니다",
        "ご返済のご案内です",
        "😂😂😂",
        "尊敬的翟翀骞女士，您好",
        "还款\N{REPLACEMENT CHARACTER}成功，感谢您的使用",
    ],
)
def test_what_people_write_is_not_garbled(text):
    assert not is_garbled(text)


def test_a_mail_within_mails_five_hundred_deep_ends_in_time(read):
    head = "From: a@example.com\nMIME-Version: 1.0\nSubject: x\nDate: Tue, 5 Mar 2024 02:22:33 +0000\n"
    mail = f"{head}\n{DUE}\n"
    for _ in range(500):
        mail = f"{head}Content-Type: message/rfc822\n\n{mail}"
    with bounded(megabytes=32):
        assert len(read(mail)) == 1


CHINESE = "【远山消金】王先生，您的借款已逾期3天，请尽快还款，谢谢。"
MISREAD = {
    f"{written} as {taken}": CHINESE.encode(written).decode(taken, "replace")
    for written, taken in (
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("gb18030", "latin-1"),
        ("gb18030", "cp1252"),
        ("gb18030", "shift_jis"),
        ("gb18030", "euc_kr"),
        ("gb18030", "utf-8"),
    )
}


@pytest.mark.parametrize("text", [*MISREAD.values(), "????????12???1,280.50??"], ids=[*MISREAD, "marks"])
def test_a_text_whose_bytes_were_taken_for_another_script_is_said_to_be_garbled(read, text):
    assert seen(read(BACKUP.replace(DUE, text))) == ["garbled"]


@pytest.mark.parametrize(
    "text",
    [
        "Déjà payé, merci à vous, à bientôt",
        "ÄÖÜ äöüß größe",
        "Привет, когда вернёте долг?",
        "今日は返済日です、ありがとう",
        "안녕하세요 您好",
        "Tiếng Việt: Quý khách đã quá hạn",
        "????????",
        "您有1笔欠款????",
        "😀😀😀",
    ],
)
def test_what_people_write_in_other_scripts_is_no_garble(text):
    assert not is_garbled(text)
