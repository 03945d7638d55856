"""vMessages as phones save them: Nokia's VMG, one a file, and the VMSG of backups, many in one."""

import base64

import pytest

from tests.intake.reading import read, seen, zipped

__all__ = ["read"]

DUE = "【远山消金】您的借款已逾期3天，请尽快还款。"
AT = "2024-03-05 10:22:33"
ROW = (AT, "10690001", DUE)
QUOTED = "".join(f"={byte:02X}" for byte in DUE.encode())


def nokia(
    text=DUE, *, box="INBOX", kind="DELIVER", number="10690001", date="05.03.2024 10:22:33", stamp="20240305T102233Z"
):
    head = f"BEGIN:VMSG\nVERSION:1.1\nX-IRMC-BOX:{box}\nX-NOK-DT:{stamp}\nX-MESSAGE-TYPE:{kind}\n"
    card = f"BEGIN:VCARD\nVERSION:3.0\nN:\nTEL:{number}\nEND:VCARD\n"
    day = f"Date:{date}\n" if date else ""
    body = f"BEGIN:VENV\nBEGIN:VBODY\n{day}{text}\nEND:VBODY\nEND:VENV\n"
    return (head + card + body + "END:VMSG\n").replace("\n", "\r\n")


def backup(
    text=f"Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{QUOTED}", *, box="INBOX", date="2024/03/05 10:22:33"
):
    card = "BEGIN:VMSG\nVERSION:1.1\nBEGIN:VCARD\nTEL:10690001\nEND:VCARD\n"
    return f"{card}BEGIN:VBODY\nX-BOX:{box}\nX-READ:READ\nX-SIMID:1\nDate:{date}\n{text}\nEND:VBODY\nEND:VMSG\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_message_of_nokia_is_read_in_each_encoding(read, encoding):
    assert seen(read(nokia().encode(encoding))) == [ROW]


def test_a_folder_of_them_is_read_from_a_zip(read):
    messages = {"1.vmg": nokia().encode("utf-16-le"), "2.vmg": nokia(box="SENT", kind="SUBMIT").encode("utf-16-le")}
    assert seen(read(zipped(messages))) == [ROW, "sent"]


def test_the_time_in_words_counts_and_the_stamp_where_there_is_none(read):
    items = read(nokia() + nokia(date="", stamp="20240305T022233Z") + nokia(date="01.01.1970 00:00:00", stamp=""))
    assert seen(items) == [ROW, ROW, (None, "10690001", DUE)]


@pytest.mark.parametrize(("date", "stamp"), [("03/05/2024 10:22:33", "20240305T102233Z"), ("5-3-2024 10:22:33", "")])
def test_the_order_of_a_day_is_told_by_the_stamp_or_not_at_all(read, date, stamp):
    assert seen(read(nokia(date=date, stamp=stamp))) == [(AT if stamp else None, "10690001", DUE)]


def test_paragraphs_of_nokia_become_lines(read):
    assert seen(read(nokia("一\u2029Subject: 二"))) == [(AT, "10690001", "一\nSubject: 二")]


def test_a_backup_of_many_gives_each_with_its_direction(read):
    items = read(backup() + backup(box="SENDBOX") + backup(box="DRAFTBOX") + backup(box="OUTBOX") + backup(box="USER1"))
    assert seen(items) == [ROW, "sent", "draft", "unsent", "field"]


@pytest.mark.parametrize(
    "text",
    [
        "Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:"
        + "=\n".join(QUOTED[at : at + 75] for at in range(0, 300, 75)),
        "Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:" + "".join(f"={byte:02X}" for byte in DUE.encode("gbk")),
        "X-BODY-SUBJECT:\nX-BODY-CONTENTS;ENCODING=BASE64:" + base64.b64encode(DUE.encode()).decode(),
        f"TEXT:{DUE}",
        f"DateOrigin:1709605353000\nSubject:{DUE}",
    ],
    ids=["soft breaks", "GBK", "base64", "plain", "counted time"],
)
def test_each_way_of_writing_the_text_is_read(read, text):
    assert seen(read(backup(text))) == [ROW]


@pytest.mark.parametrize(
    "date", ["2024/03/05 02:22:33 GMT", "2024.3.5.10.22.33", "20240305T022233Z", "5-Mar-2024 10:22:33"]
)
def test_each_way_of_writing_the_time_is_read(read, date):
    assert seen(read(backup(date=date))) == [ROW]


def test_a_name_stands_in_for_a_number_that_is_missing(read):
    name = "".join(f"={byte:02X}" for byte in "远山".encode())
    card = f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;{name}\nTEL;CELL; HOME:"
    assert seen(read(backup().replace("TEL:10690001", card))) == [(AT, "远山", DUE)]


def test_a_picture_beside_the_text_goes_by(read):
    part = f"BEGIN:VPART\nX-MMS-PART-CONTENT-TYPE:image/jpeg\nX-MMS-PART-DATA:{'QUJD' * 50_000}\nEND:VPART\n"
    assert seen(read(backup().replace("END:VBODY\n", f"END:VBODY\n{part}"))) == [ROW]


def test_a_message_that_breaks_off_is_said_and_the_others_are_read(read):
    assert seen(read(backup()[:120] + "\n" + backup() + backup()[:60])) == ["cut_off", ROW, "cut_off"]


def test_a_message_without_words_or_with_too_many_is_none(read, monkeypatch):
    monkeypatch.setattr("debts.intake.vmessage.MAX_MESSAGE", 400)
    assert seen(read(backup("Subject:") + backup("Subject:" + "长" * 500))) == ["no_text", "too_large"]


@pytest.mark.parametrize("charset", ["undefined", "punycode", "klingon"])
def test_an_encoding_of_no_characters_stops_nothing(read, charset):
    body = f"Date:2014/03/05 10:22:33\nSubject;ENCODING=QUOTED-PRINTABLE;CHARSET={charset}:abc\n"
    assert read(f"BEGIN:VMSG\nX-BOX:INBOX\nBEGIN:VBODY\n{body}END:VBODY\nEND:VMSG\n")[0].text == "abc"


def test_a_part_without_an_end_takes_no_further_message_with_it(read):
    whole = "BEGIN:VMSG\nX-IRMC-BOX:INBOX\nBEGIN:VBODY\nDate:2014/03/05 10:22:33\n请还款\nEND:VBODY\n{}END:VMSG\n"
    assert len(read(whole.format("BEGIN:VPART\nx\n") + whole.format("") * 2)) == 3


def test_a_time_of_endless_blanks_is_none(read):
    late = "BEGIN:VMSG\nX-IRMC-BOX:INBOX\nBEGIN:VBODY\nDate:x{}y\n请还款\nEND:VBODY\nEND:VMSG\n".format(" " * 200_000)
    assert read(late)[0].received_at is None
