"""VMG and vmsg files of older phones."""

import pytest

from tests.intake.reading import read, seen, zipped

__all__ = ["read"]

NOKIA = """BEGIN:VMSG\r
VERSION:1.1\r
X-IRMC-STATUS:READ\r
X-IRMC-BOX:INBOX\r
X-NOK-DT:20120305T022233Z\r
X-MESSAGE-TYPE:DELIVER\r
BEGIN:VCARD\r
VERSION:3.0\r
N:\r
TEL:10690000\r
END:VCARD\r
BEGIN:VENV\r
BEGIN:VBODY\r
Date:05.03.2012 10:22:33\r
【远山消金】您的借款已逾期3天。\r
还款:手机银行\r
END:VBODY\r
END:VENV\r
END:VMSG\r
"""
WORDS = "【远山消金】您的借款已逾期3天。\n还款:手机银行"
AT = "2012-03-05 10:22:33"


def chinese_phone(date="2014/03/05 10:22:33 GMT+08:00", box="INBOX"):
    """As phones of several Chinese makers write it; the words are 您已逾期."""
    words = "=E6=82=A8=E5=B7=B2=\n=E9=80=BE=E6=9C=9F"
    body = f"X-BOX:{box}\nX-READ:READ\nDate:{date}\nSubject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{words}\n"
    return f"BEGIN:VMSG\nVERSION:1.1\nBEGIN:VCARD\nTEL:10690001\nEND:VCARD\nBEGIN:VBODY\n{body}END:VBODY\nEND:VMSG\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "gb18030"])
def test_a_message_of_nokia_has_sender_time_and_every_line(read, encoding):
    assert seen(read(NOKIA.encode(encoding))) == [(AT, "10690000", WORDS)]


def test_the_words_of_other_phones_stand_in_their_subject(read):
    assert seen(read(chinese_phone())) == [("2014-03-05 10:22:33", "10690001", "您已逾期")]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2014-03-05 10:22:33", "10:22:33"),
        ("2014/03/05 02:22:33 GMT", "10:22:33"),
        ("05.03.2014 10:22", "10:22:00"),
        ("20140305T022233Z", "10:22:33"),
    ],
)
def test_a_time_is_that_of_the_phone_unless_it_names_its_offset(read, written, moment):
    assert seen(read(chinese_phone(written)))[0][0] == f"2014-03-05 {moment}"


def test_a_time_that_cannot_be_is_said_and_the_next_message_read(read):
    items = read(chinese_phone("2014/13/05 10:22:33") + chinese_phone())
    assert [str(one) for one in items[:1]] == ["message 1: time (2014/13/05 10:22:33)"]
    assert len(items) == 2


@pytest.mark.parametrize(("box", "code"), [("SENDBOX", "sent"), ("DRAFT", "draft"), ("OUTBOX", "unsent")])
def test_what_the_owner_wrote_is_left_out(read, box, code):
    assert seen(read(chinese_phone(box=box))) == [code]


def test_one_that_nokia_submitted_was_sent(read):
    assert seen(read(NOKIA.replace("INBOX", "").replace("DELIVER", "SUBMIT"))) == ["sent"]


def test_a_file_cut_off_gives_what_stands_before(read):
    assert seen(read(chinese_phone() + chinese_phone()[:60])) == [
        ("2014-03-05 10:22:33", "10690001", "您已逾期"),
        "container_broken",
    ]


def test_many_files_in_a_zip_are_read_each(read):
    items = read(zipped({"1.vmg": NOKIA.encode("utf-16"), "2.vmg": chinese_phone()}))
    assert [one.sender for one in items] == ["10690000", "10690001"]


def test_a_body_of_endless_lines_ends(read):
    assert seen(read("BEGIN:VMSG\nBEGIN:VBODY\n" + "x\n" * 30_000 + "END:VBODY\nEND:VMSG\n")) == ["container_broken"]
