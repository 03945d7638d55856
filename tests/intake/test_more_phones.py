"""Backups of Windows phones, databases and lists of calls of Android phones, and backups with damage within."""

import json

import pytest

from tests.intake.reading import database, read, seen

__all__ = ["read"]

MS = 1709605353000
SEEN = ("2024-03-05 10:22:33", "1069", "请还款")
WINDOWS = (
    '<?xml version="1.0" encoding="utf-8"?><ArrayOfMessage><Message><Recepients />{}<IsRead>true</IsRead>'
    "<LocalTimestamp>133540789530000000</LocalTimestamp></Message></ArrayOfMessage>"
)


def test_a_backup_of_a_windows_phone_is_read_with_its_count_of_time(read):
    came = "<Body>请还款</Body><IsIncoming>true</IsIncoming><Sender>1069</Sender>"
    assert seen(read(WINDOWS.format(came))) == [SEEN]
    assert seen(read(WINDOWS.format(came.replace("true", "false")))) == ["sent"]


def test_rows_with_an_element_for_each_field_are_read(read):
    row = f"<sms><address>1069</address><date>{MS}</date><type>1</type><body><![CDATA[请还款 & <b>]]></body></sms>"
    assert seen(read(f'<?xml version="1.0"?><backup>{row}</backup>')) == [(*SEEN[:2], "请还款 & <b>")]


def row(body="请还款"):
    return f'<sms address="1069" date="{MS}" type="1" body="{body}" />'


def backup(*rows):
    return "<?xml version='1.0'?>\n<smses>" + "\n".join(rows) + "</smses>"


def test_signs_that_a_program_forgot_to_encode_stop_nobody(read):
    assert [text for _, _, text in seen(read(backup(row("A & B"), row("&nbsp;A < B"), row("&amp;&#20;"))))] == [
        "A & B",
        "&nbsp;A < B",
        "&\ufffd",
    ]


def test_behind_a_break_the_next_row_is_read_and_the_break_is_said(read):
    items = read(backup(row(), '<sms address="1" body="x" <b />', row()))
    assert [str(one.place) for one in items] == ["sms 1", "sms 2", "sms 3"]
    assert seen(items) == [SEEN, "xml_broken", SEEN]


def test_a_backup_cut_off_in_a_row_ends_with_one_word_about_it(read):
    assert seen(read(backup(row(), row())[:-30])) == [SEEN, "xml_broken"]


SMS = (
    "CREATE TABLE {} (_id INTEGER PRIMARY KEY, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER, body TEXT)"
)
KEPT = "INSERT INTO {} (address, date, type, body) VALUES ('1069', ?, ?, '请还款')"


@pytest.mark.parametrize("name", ["sms", "sms_tb"])
def test_the_database_of_an_android_phone_is_read_whatever_its_table_is_called(read, tmp_path, name):
    rows = [(KEPT.format(name), (MS, 1)), (KEPT.format(name), (MS, 2))]
    assert seen(read(database(tmp_path / "mmssms.db", SMS.format(name), rows=rows))) == [SEEN, "sent"]


def test_its_picture_messages_are_read_with_their_parts(read, tmp_path):
    tables = (
        SMS.format("sms"),
        "CREATE TABLE pdu (_id INTEGER PRIMARY KEY, date INTEGER, msg_box INTEGER, sub TEXT)",
        "CREATE TABLE part (_id INTEGER PRIMARY KEY, mid INTEGER, ct TEXT, text TEXT)",
        "CREATE TABLE addr (_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT, type INTEGER)",
    )
    rows = [
        ("INSERT INTO pdu VALUES (7, ?, 1, NULL)", (MS // 1000,)),
        ("INSERT INTO part VALUES (1, 7, 'text/plain', '请还款')", ()),
        ("INSERT INTO addr VALUES (1, 7, '1069', 137)", ()),
    ]
    assert seen(read(database(tmp_path / "mmssms.db", *tables, rows=rows))) == [SEEN]


@pytest.mark.parametrize(
    ("kind", "duration", "text"),
    [
        ("呼入", "1分5秒", "来电接通，通话65秒"),
        ("被叫", "0:00:35", "来电接通，通话35秒"),
        ("Missed", "0", "未接来电"),
        ("拒接", "", "来电被拒接"),
    ],
)
def test_a_list_of_calls_is_read_in_the_words_of_a_phone(read, kind, duration, text):
    items = read(f"对方号码,通信方式,起始时间,通信时长\n1069,{kind},2024-03-05 10:22:33,{duration}\n")
    assert seen(items) == [("2024-03-05 10:22:33", "1069", text)]


def test_of_a_list_of_calls_those_that_went_out_are_left_out(read):
    assert seen(read("号码,类型,时间,时长\n1069,主叫,2024-03-05 10:22:33,35\n")) == ["outgoing_call"]


def test_rows_in_capitals_are_rows(read):
    row = f"<SMS><_id>1</_id><address>1069</address><date>{MS}</date><type>1</type><body>请还款</body></SMS>"
    assert seen(read(f"<?xml version='1.0'?><GoSms><SMSCount>1</SMSCount>{row}</GoSms>")) == [SEEN]


def test_a_text_whose_bytes_were_lost_twice_is_said_to_be_garbled(read):
    assert seen(read("号码,内容\n1069,锟斤拷锟斤拷\n")) == ["garbled"]


def test_what_fills_a_backup_up_behind_its_end_is_no_damage(read):
    assert seen(read(backup(row()) + "\0" * 300)) == [SEEN]


TERMUX = {"number": "10690001", "address": "10690001", "received": "2024-03-05 10:22:33", "body": "请还款", "_id": 7}
TERMUX_CALL = {"name": "x", "phone_number": "02088886666", "date": "2024-03-05 10:22:33", "duration": "00:35"}


def test_rows_that_tell_the_box_in_words_are_read(read):
    rows = [TERMUX | {"type": "inbox"}, TERMUX | {"type": "sent"}]
    assert seen(read(json.dumps(rows))) == [("2024-03-05 10:22:33", "10690001", "请还款"), "sent"]


def test_calls_whose_kind_is_told_in_words_are_read(read):
    rows = [TERMUX_CALL | {"type": kind} for kind in ("INCOMING", "MISSED", "OUTGOING")]
    assert [one[2] if isinstance(one, tuple) else one for one in seen(read(json.dumps(rows)))] == [
        "来电接通，通话35秒",
        "未接来电",
        "outgoing_call",
    ]


def test_rows_that_a_phone_prints_over_a_cable_are_read(read):
    rows = (
        f"Row: 0 _id=12, address=10690001, date={MS}, type=1, body=您好, 金额=5\n请还款, locked=0\n"
        f"Row: 1 _id=13, address=10690001, date={MS}, type=2, body=好的, service_center=NULL\n"
    )
    assert seen(read(rows)) == [("2024-03-05 10:22:33", "10690001", "您好, 金额=5\n请还款"), "sent"]
    assert seen(read(f"Row: 0 address=1069, date={MS}, body=请还款\nRow: 1 x=1\n")) == [SEEN, "text_missing"]
