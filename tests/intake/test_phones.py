"""Backups of phones: SMS Import / Export, the message database of iPhones, imessage-exporter."""

import json
import sqlite3
from contextlib import closing

import pytest

from debts.intake.apple import attributed_text
from debts.intake.detect import FormatCode, UnknownFormat, read_messages
from tests.intake.reading import SHANGHAI, database, read, seen, zipped

__all__ = ["read"]

DUE = "【远山消金】您的借款已逾期3天，请尽快还款。"
SMS = {"_id": "7", "address": "10690001", "date": "1709605353000", "type": "1", "body": DUE, "read": "1"}
MMS = {
    "_id": "9",
    "date": "1709605353",
    "msg_box": "1",
    "__sender_address": {"address": "10690002", "type": "137"},
    "__parts": [{"ct": "application/smil", "text": "<smil/>"}, {"ct": "text/plain", "text": "彩信账单"}],
}
CALL = {"number": "02100001111", "duration": "0", "date": "1709605353000", "type": "3"}
AT = "2024-03-05 10:22:33"


# --- SMS Import / Export ---------------------------------------------------------------------------------------------


def test_a_row_of_a_phone_is_read_from_a_zip_beside_its_pictures(read):
    archive = zipped({"messages.ndjson": json.dumps(SMS), "data/PART_1.jpg": b"\xff\xd8\xff\xe0 picture"})
    assert seen(read(archive)) == [(AT, "10690001", DUE), "no_messages"]


def test_a_picture_message_counts_its_seconds_and_gives_its_text(read):
    assert seen(read(json.dumps(MMS))) == [(AT, "10690002", "彩信账单")]


def test_version_one_wrote_one_list_without_underscores(read):
    old = {name.removeprefix("__"): value for name, value in MMS.items()}
    assert seen(read(json.dumps([SMS, old]))) == [(AT, "10690001", DUE), (AT, "10690002", "彩信账单")]


def test_the_call_log_is_a_list_of_its_own(read):
    assert seen(read(json.dumps([CALL, CALL | {"type": "2"}]))) == [(AT, "02100001111", "未接来电"), "outgoing_call"]


def test_what_was_sent_or_only_drafted_is_skipped(read):
    assert seen(read(f"{json.dumps(SMS | {'type': '2'})}\n{json.dumps(SMS | {'type': '3'})}")) == ["sent", "draft"]


def test_a_row_may_lack_its_text_or_its_time(read):
    silent, timeless = ({key: value for key, value in SMS.items() if key != name} for name in ("body", "date"))
    assert seen(read(json.dumps([silent, timeless]))) == ["no_text", (None, "10690001", DUE)]


def test_contacts_and_blocked_numbers_beside_the_messages_are_none(read):
    others = [{"_id": "1", "display_name": "王", "contacts_data": []}, {"_id": "2", "original_number": "10690001"}]
    assert seen(read(json.dumps(others))) == ["no_messages", "no_messages"]


def test_several_backups_in_one_zip_are_all_read_and_named(read):
    items = read(zipped({"a/messages.ndjson": json.dumps(SMS), "calls.json": json.dumps([CALL])}))
    assert [str(item.place) for item in items] == ["a/messages.ndjson: line 1", "calls.json: message 1"]


def test_a_wrapper_within_a_wrapper_is_not_opened(read):
    items = read(zipped({"messages.ndjson": json.dumps(SMS), "more.zip": zipped({"b": json.dumps(SMS)})}))
    assert seen(items) == [(AT, "10690001", DUE), "nested"]


# --- sms.db and chat.db ----------------------------------------------------------------------------------------------

COLUMNS = "text TEXT, handle_id INTEGER, date INTEGER, is_from_me INTEGER, attributedBody BLOB"
FLAGS = "item_type INTEGER DEFAULT 0, associated_message_type INTEGER DEFAULT 0"
TABLES = (
    "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT)",
    f"CREATE TABLE message (ROWID INTEGER PRIMARY KEY, {COLUMNS}, {FLAGS})",
    "INSERT INTO handle VALUES (1, '10690001')",
)
ROW = "INSERT INTO message (text, handle_id, date, is_from_me, attributedBody) VALUES (?, ?, ?, ?, ?)"
NANOSECONDS = 731_298_153 * 10**9


def archived(text):
    """A text as the system archives it."""
    content = text.encode()
    size = bytes([len(content)]) if len(content) < 0x81 else b"\x81" + len(content).to_bytes(2, "little")
    return b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x08NSString\x01\x94\x84\x01+" + size + content + b"\x86"


def apple(tmp_path, *rows):
    return database(tmp_path / "sms.db", *TABLES, rows=[(ROW, row) for row in rows])


def test_a_message_of_an_iphone_counts_nanoseconds_from_2001(read, tmp_path):
    assert seen(read(apple(tmp_path, (DUE, 1, NANOSECONDS, 0, None)))) == [(AT, "10690001", DUE)]


def test_an_older_iphone_counts_seconds(read, tmp_path):
    assert seen(read(apple(tmp_path, (DUE, 1, 731_298_153, 0, None)))) == [(AT, "10690001", DUE)]


@pytest.mark.parametrize("text", [DUE, "长" * 60, "长" * 20_000])
def test_a_text_that_is_only_archived_is_read(read, tmp_path, text):
    assert seen(read(apple(tmp_path, (None, 1, NANOSECONDS, 0, archived(text))))) == [(AT, "10690001", text)]


def test_what_was_sent_tapped_or_empty_is_skipped(read, tmp_path):
    content = apple(tmp_path, ("我还了", 0, NANOSECONDS, 1, None), ("\ufffc", 1, NANOSECONDS, 0, None))
    assert seen(read(content)) == ["sent", "no_text"]


def test_a_subject_and_the_conversation_are_looked_up_where_they_are_kept(read, tmp_path):
    row = "INSERT INTO message (text, subject, handle_id, date, is_from_me) VALUES (?, '通知', 0, ?, 0)"
    content = database(
        tmp_path / "sms.db",
        *TABLES,
        "ALTER TABLE message ADD subject TEXT",
        "CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, chat_identifier TEXT)",
        "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER)",
        "INSERT INTO chat VALUES (1, '10690009')",
        "INSERT INTO chat_message_join VALUES (1, 1)",
        rows=[(row, (DUE, NANOSECONDS))],
    )
    assert seen(read(content)) == [(AT, "10690009", f"通知\n{DUE}")]


def test_ios_5_keeps_imessages_by_other_names_and_flags(read, tmp_path):
    names = "address, date INTEGER, text, flags INTEGER, is_madrid INTEGER, madrid_handle, madrid_flags INTEGER"
    rows = [
        ("INSERT INTO message VALUES (NULL, 731298153, ?, 0, 1, '10690001', ?)", (DUE, flag)) for flag in (12289, 36869)
    ]
    assert seen(read(database(tmp_path / "old.db", f"CREATE TABLE message ({names})", rows=rows))) == [
        (AT, "10690001", DUE),
        "sent",
    ]


def test_the_oldest_iphones_have_no_handles_and_count_from_1970(read, tmp_path):
    table = "CREATE TABLE message (address TEXT, date INTEGER, text TEXT, flags INTEGER, is_madrid INTEGER)"
    rows = [("INSERT INTO message VALUES ('10690001', 1709605353, ?, ?, 0)", (DUE, flags)) for flags in (2, 3)]
    assert seen(read(database(tmp_path / "old.db", table, rows=rows))) == [(AT, "10690001", DUE), "sent"]


def test_an_empty_copy_says_that_its_log_is_missing(read, tmp_path):
    assert seen(read(apple(tmp_path))) == ["log_missing"]


def test_the_log_beside_the_database_is_worked_in(tmp_path):
    path = tmp_path / "sms.db"
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode = WAL")
        for statement in TABLES:
            opened.execute(statement)
        opened.execute(ROW, (DUE, 1, NANOSECONDS, 0, None))
        opened.commit()
        copy = zipped({"sms.db": path.read_bytes(), "sms.db-wal": (tmp_path / "sms.db-wal").read_bytes()})
    (tmp_path / "backup.zip").write_bytes(copy)
    assert (AT, "10690001", DUE) in seen(read_messages(tmp_path / "backup.zip", zone=SHANGHAI))


def test_a_database_of_something_else_is_not_read_as_messages(read, tmp_path):
    with pytest.raises(UnknownFormat) as refused:
        read(database(tmp_path / "notes.db", "CREATE TABLE note (text TEXT)"))
    assert refused.value.code is FormatCode.UNKNOWN


def test_a_database_cut_short_is_said_to_be_broken(read, tmp_path):
    whole = apple(tmp_path, *[(DUE * 50, 1, NANOSECONDS, 0, None)] * 200)
    assert seen(read(whole[: len(whole) // 2]))[-1] == "database_broken"


def test_a_query_without_an_end_is_stopped(read, tmp_path, monkeypatch):
    monkeypatch.setattr("debts.intake.apple._MOST_STEPS", 100_000)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, 1, i, 0, NULL, 0, 0 FROM n"
    columns = "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT)"
    view = f"CREATE VIEW message (text, handle_id, date, is_from_me, attributedBody, ROWID, item_type) AS {endless}"
    with pytest.raises(UnknownFormat):
        read(database(tmp_path / "trap.db", columns, view))


@pytest.mark.parametrize("archive", [None, b"", b"NSString", b"NSString+", b"NSString\x01+\x81", b"NSString+\x05ab"])
def test_a_broken_archive_gives_what_there_is(archive):
    assert attributed_text(archive) in {"", "ab"}


# --- imessage-exporter -----------------------------------------------------------------------------------------------

EXPORTED = f"""Mar 05, 2024 10:22:33 AM (Read by you after 5 seconds)
10690001
{DUE}

回复TD退订

Mar 05, 2024 12:00:00 PM
Me
已经还清了

Mar 05, 2024  1:05:00 PM 远山 named the conversation 群聊

Mar 06, 2024 12:22:33 AM
10690001
This message was deleted from the conversation!
夜里的消息
"""


def exported(*lines):
    return "\n".join(("Mar 05, 2024 10:22:33 AM", "10690001", *lines, "", ""))


@pytest.mark.parametrize(
    "remarks",
    [
        ("Reactions:", "Liked by Me"),
        ("Tapbacks:", "Loved by Me", "👍 by 王", ""),
        ("Sent with Slam",),
        ("Sent with Slam", "Reactions:", "Liked by Me", "", "This message responded to an earlier message."),
    ],
)
def test_what_the_exporter_says_of_a_message_is_no_part_of_it(read, remarks):
    assert seen(read(exported(DUE, *remarks))) == [(AT, "10690001", DUE)]


def test_a_message_that_was_edited_keeps_all_that_it_said(read):
    words = ("Mar 05, 2024 10:22:33 AM 请还款", "Edited 2 minutes later: 请立即还款")
    assert seen(read(exported(*words) + exported("二"))) == [
        (AT, "10690001", "\n".join(words)),
        (AT, "10690001", "二"),
    ]


def test_an_announcement_may_stand_first(read):
    assert seen(read("Mar 05, 2024 10:20:00 AM You left\n\n" + exported(DUE))) == ["no_text", (AT, "10690001", DUE)]


def test_a_sign_within_a_text_that_some_take_for_a_line_end_stays(read):
    assert seen(read(exported("甲\u2028乙\x0c丙"))) == [(AT, "10690001", "甲\u2028乙\x0c丙")]


def test_a_message_that_is_only_the_path_of_a_file_has_no_text(read):
    assert seen(read(exported("/Users/w/Library/Messages/Attachments/0a/10/IMG 1.jpeg"))) == ["no_text"]


def test_what_was_answered_stays_received(read):
    answer = '<div class="replies"><div class="reply"><div class="sent SMS"><p>好</p></div></div></div>'
    page = PAGE_OF_ONE.format(answer=answer)
    assert seen(read(page)) == [(AT, "10690001", DUE)]


def test_the_text_form_is_split_at_its_stamps(read):
    assert seen(read(EXPORTED)) == [
        (AT, "10690001", f"{DUE}\n\n回复TD退订"),
        "sent",
        "no_text",
        ("2024-03-06 00:22:33", "10690001", "夜里的消息"),
    ]


PAGE_OF_ONE = f"""<html><meta charset="UTF-8"><div class="message"><div class="received">
<p><span class="timestamp">Mar 05, 2024 10:22:33 AM</span><span class="sender">10690001</span></p>
<div class="message_part"><span class="bubble">{DUE}</span></div>{{answer}}</div></div></html>"""
PAGE = """<html><meta charset="UTF-8">
<div class="message"><div class="received">
  <p><span class="timestamp">Mar 05, 2024 10:22:33 AM</span><span class="sender">10690001</span></p><hr>
  <div class="message_part"><span class="bubble">您好，<b>请还款</b></span></div>
  <div class="reactions"><p>Reactions:</p><div class="reaction"><span>Liked</span></div></div>
  <div class="replies"><div class="reply"><div class="message"><div class="sent iMessage">
    <p><span class="timestamp">Mar 05, 2024 10:30:00 AM</span><span class="sender">Me</span></p>
    <div class="message_part"><span class="bubble">还清了</span></div></div></div></div></div>
</div></div>
<div class="announcement"><p><span class="timestamp">Mar 05, 2024 11:00:00 AM</span> You left</p></div></html>"""


def test_the_page_form_gives_the_bubbles_and_not_the_reactions(read):
    assert seen(read(PAGE)) == [(AT, "10690001", "您好，请还款"), "sent"]


def test_the_page_form_keeps_what_was_edited(read):
    edited = "<div class='edited'><table><tr><td>请还款</td></tr><tr><td>请立即还款</td></tr></table></div>"
    assert seen(read(PAGE.replace('<span class="bubble">您好，<b>请还款</b></span>', edited)))[0] == (
        AT,
        "10690001",
        "请还款\n请立即还款",
    )


def test_rows_that_agree_in_all_but_their_number_are_two(read):
    first, again = read(f"{json.dumps(SMS)}\n{json.dumps(SMS | {'_id': '8'})}")
    assert (first.id, again.id) == ("sms:7", "sms:8")
    assert [item.id for item in read(json.dumps([MMS, CALL | {"_id": "7"}]))] == ["mms:9", "call:7"]


def test_an_iphone_names_its_messages_by_their_guid(read, tmp_path):
    rows = [(ROW, (DUE, 1, NANOSECONDS, 0, None))] * 2
    named = database(tmp_path / "a.db", *TABLES, "ALTER TABLE message ADD guid TEXT", rows=rows)
    assert [item.id for item in read(named)] == ["", ""]
    guid = [("UPDATE message SET guid = 'A-' || ROWID", ())]
    named = database(tmp_path / "b.db", *TABLES, "ALTER TABLE message ADD guid TEXT", rows=[*rows, *guid])
    assert [item.id for item in read(named)] == ["A-1", "A-2"]
    assert [item.id for item in read(apple(tmp_path, *[(DUE, 1, NANOSECONDS, 0, None)] * 2))] == ["1", "2"]
