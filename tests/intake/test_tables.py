"""Tables of messages: CSV in any order and encoding, workbooks."""

import pytest

from debts.intake.detect import FormatCode, UnknownFormat
from tests.intake.bills.files import xlsx
from tests.intake.reading import read, seen, zipped

__all__ = ["read"]

DUE = "【远山消金】您的借款已逾期3天。"
ROW = ("2024-03-05 10:22:00", "10690000", DUE)
CHINESE = f"对方号码,短信内容,时间,类型\n10690000,{DUE},2024/3/5 10:22,接收\n10690000,已还清,2024/3/5 10:30,发送\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_each_encoding(read, encoding):
    assert seen(read(CHINESE.encode(encoding))) == [ROW, "sent"]


@pytest.mark.parametrize(
    "table",
    [
        f"Date\tTime\tFrom\tMessage Body\n2024-03-05\t10:22\t10690000\t{DUE}\n",
        f"姓名;时间;内容;号码\n远山;2024年3月5日 10:22;{DUE};10690000\n",
        f"timestamp,address,body,type\n1709605320000,10690000,{DUE},1\n",
        f"我的短信导出\n\n号码,内容,时间\n10690000,{DUE},2024-03-05T10:22:00\n",
    ],
)
def test_the_columns_are_known_by_their_names(read, table):
    assert seen(read(table)) == [ROW]


def test_a_text_over_several_lines_stays_one_message(read):
    [draft] = read('号码,内容,时间\n10690000,"第一行\n第二行，还有",2024-03-05 10:22\n')
    assert draft.text == "第一行\n第二行，还有"


@pytest.mark.parametrize("when", ["3月5日 10:22", "03/04/2024 10:22", "昨天", "", "2024-02-30 10:22"])
def test_a_time_that_cannot_be_told_is_unknown_and_the_message_kept(read, when):
    assert seen(read(f"号码,内容,时间\n10690000,{DUE},{when}\n")) == [(None, "10690000", DUE)]


def test_a_workbook_is_read_by_itself_and_within_a_zip(read):
    book = xlsx([("号码", "内容", "时间"), ("10690000", DUE, "2024-03-05 10:22")])
    book = xlsx([("号码", "内容", "时间"), ("10690000", DUE, "2024-03-05 10:22")])
    assert seen(read(zipped({"a.xlsx": book, "b.txt": "notes"}))) == [ROW, "no_messages"]


def test_a_table_of_something_else_is_not_taken_for_messages(read):
    with pytest.raises(UnknownFormat) as refused:
        read("交易时间,金额,备注\n2024-03-05,12.00,早餐\n")
    assert refused.value.code is FormatCode.UNKNOWN


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("2024/3/5 上午8:02", "2024-03-05 08:02:00"),
        ("2024年3月5日 8时2分33秒", "2024-03-05 08:02:33"),
        ("3/25/2024 8:02:33 PM", "2024-03-25 20:02:33"),
        ("25.03.2024 20:02", "2024-03-25 20:02:00"),
        ("05-Mar-2024 08:02", "2024-03-05 08:02:00"),
        ("20240305102233", "2024-03-05 10:22:33"),
        ("20240305 10:22:33", "2024-03-05 10:22:33"),
        ("2024-03-05T02:22:33.573Z", "2024-03-05 10:22:33"),
        ("Tue Mar 05 10:22:33 GMT+08:00 2024", "2024-03-05 10:22:33"),
        ("Tue Mar 05 10:22:33 CST 2024", "2024-03-05 10:22:33"),
        ("45356.4323263889", "2024-03-05 10:22:33"),
        ("1709605353.0", "2024-03-05 10:22:33"),
        ("'2024-03-05 10:22:33", "2024-03-05 10:22:33"),
        ("1.70961E+12", None),
        ("45356", None),
    ],
)
def test_a_time_is_read_in_each_notation_of_programs(read, when, moment):
    assert seen(read(f"号码,内容,时间\n10690000,{DUE},{when}\n")) == [(moment, "10690000", DUE)]


@pytest.mark.parametrize(
    ("days", "moments"),
    [
        (("3/5/2024 8:02:33 AM", "3/25/2024 8:02:33 PM"), ("2024-03-05 08:02:33", "2024-03-25 20:02:33")),
        (("05/03/2024 08:02", "25/03/2024 08:02"), ("2024-03-05 08:02:00", "2024-03-25 08:02:00")),
        (("05/03/2024 08:02", "06/03/2024 08:02"), (None, None)),
        (("03/25/2024 08:02", "25/03/2024 08:02"), ("2024-03-25 08:02:00", "2024-03-25 08:02:00")),
    ],
)
def test_a_day_that_can_be_told_tells_how_all_days_are_written(read, days, moments):
    rows = "".join(f"10690000,{DUE},{when}\n" for when in days)
    assert [one[0] for one in seen(read(f"号码,内容,时间\n{rows}"))] == list(moments)


def test_a_header_that_names_too_few_columns_shifts_nothing(read):
    assert seen(read(f"号码,内容,时间\n10690000,{DUE},2024-03-05 10:22,wxid_1\n")) == [ROW]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("收发", {"收": ROW, "发": "sent"}),
        ("短信类型", {"收件箱": ROW, "发件箱": "sent", "草稿箱": "draft"}),
        ("类型", {"RECEIVED": ROW, "SEND": "sent", "1": ROW, "2": "sent", "3": "draft", "5": "unsent"}),
        ("状态", {"已接收": ROW, "已发送": "sent", "发送失败": "unsent", "0": ROW, "-1": ROW}),
    ],
)
def test_each_word_for_the_direction_is_known(read, column, words):
    rows = "".join(f"10690000,{DUE},2024-03-05 10:22,{word}\n" for word in words)
    assert seen(read(f"号码,内容,时间,{column}\n{rows}")) == list(words.values())


def test_a_table_of_imazing_is_read(read):
    head = "Chat Session,Message Date,Service,Type,Sender ID,Sender Name,Status,Subject,Text\n"
    row = "10690000,2024-03-05 10:22:00,SMS,{},10690000,,,,{}\n"
    table = head + row.format("Incoming", DUE) + row.format("Outgoing", "x") + row.format("Notification", "x joined")
    assert seen(read(table)) == [ROW, "sent", "no_text"]


@pytest.mark.parametrize(
    "table",
    [
        (
            '"sms","READ,RECEIVED","10690000","","","2024.03.05 10:22","","{0}"\n'
            '"sms","SENT","","1","","2024.03.05 10:23","","x"\n'
        ),
        'sms;deliver;"10690000";"";"";"2024.03.05 10:22";"";"{0}"\nsms;submit;"";"1";"";"2024.03.05 10:23";"";"x"\n',
    ],
)
def test_the_tables_of_nokia_have_no_header(read, table):
    assert seen(read(table.format(DUE))) == [ROW, "sent"]


def test_the_time_of_arrival_counts_and_that_of_sending_is_kept(read):
    head = "发送者,接收者,发送时间,接收时间,内容\n"
    [draft] = read(f"{head}10690000,138,2024-03-05 10:21:58,2024-03-05 10:22,{DUE}\n")
    assert (seen([draft]), f"{draft.sent_at:%H:%M:%S}") == ([ROW], "10:21:58")


def test_what_keeps_a_number_a_number_is_no_part_of_it(read):
    assert seen(read(f'号码,内容,时间(北京时间)\n="10690000",{DUE},2024-03-05 10:22\n')) == [ROW]


def test_what_the_owner_said_is_told_by_the_name(read):
    assert seen(read("发送人,时间,内容\n我,2024-03-05 10:22,还了\nMe,2024-03-05 10:22,还了\n")) == ["sent", "sent"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_text_without_quotes_that_fell_into_cells_is_whole_again(read, sign):
    text = sign.join(("您好", "请还款", "谢谢"))
    head, row = sign.join(("号码", "内容", "时间")), sign.join(("10690000", text, "2024-03-05 10:22"))
    assert seen(read(f"{head}\n{row}\n")) == [("2024-03-05 10:22:00", "10690000", text)]


def test_a_page_under_the_name_of_a_workbook_is_a_table(read):
    cells = "".join(f"<td>{cell}</td>" for cell in ("10690000", DUE, "2024-03-05 10:22"))
    page = f"<html><table><tr><td>号码</td><td>内容</td><td>时间</td></tr><tr>{cells}</tr></table></html>"
    assert seen(read(page)) == [ROW]


def test_wechat_names_its_people_and_says_who_is_the_owner(read):
    head = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n"
    row = "1,3,{},0,{},1709605320,,{},2024-03-05 10:22:00,王,小王,wxid_1\n"
    items = read(head + row.format(1, 0, DUE) + row.format(1, 1, "还了") + row.format(3, 0, "<msg/>"))
    assert seen(items) == [("2024-03-05 10:22:00", "王", DUE), "sent", "no_text"]
    assert items[0].channel == "chat"


def test_a_workbook_cut_short_is_refused(read):
    book = xlsx([("号码", "内容"), ("10690000", DUE)])
    with pytest.raises(UnknownFormat):
        read(book[: len(book) // 2])


@pytest.mark.parametrize(
    "table",
    [
        f"10690000,2024-03-05 10:22,{DUE}\n",
        f"a,b,c\n10690000,2024-03-05 10:22,{DUE}\n" + f"10690001,2024-03-06 10:22,{DUE}\n" * 4,
        f"序;{DUE};+86 138 0000 0000;2024/3/5 下午10:22\n",
    ],
)
def test_without_names_the_columns_are_known_by_what_stands_in_them(read, table):
    items = read(table)
    assert items[0].text == DUE
    assert all(one.received_at and one.sender for one in items)


def test_payments_are_no_messages_whatever_their_columns_are_called(read):
    with pytest.raises(UnknownFormat):
        read("4200001,2024-03-05 10:22,远山消费金融还款,1060.00\n4200002,2024-03-06 10:22,楼下面馆午饭,15.50\n")


def test_a_time_of_sending_does_not_spoil_the_one_of_arriving(read):
    assert seen(read(f"date,date_sent,address,body\n1709605320000,1709605318000,10690000,{DUE}\n")) == [ROW]


def test_without_names_a_column_of_directions_is_known_by_its_words(read):
    table = f"10690000,2024-03-05 10:22,接收,{DUE}\n10690000,2024-03-05 10:30,发送,我已经还清了你们别催\n"
    assert seen(read(table)) == [ROW, "sent"]


def test_without_names_a_text_that_fell_into_cells_is_one_again(read):
    table = f"10690000,2024-03-05 10:22,{DUE}\n10690000,2024-03-05 10:22,您好,您的借款,已逾期3天。\n"
    assert seen(read(table))[1][2] == "您好,您的借款,已逾期3天。"


@pytest.mark.parametrize(
    "table",
    [
        "短信内容,号码\n您的借款,已逾期,10690000\n",
        "短信内容,号码,时间\n您的借款,已逾期,10690000,2024-03-05 10:22\n",
        "短信内容,类型,号码\n您的借款,已逾期,接收,10690000\n",
    ],
)
def test_an_unquoted_comma_before_a_number_or_a_direction_shifts_nothing(read, table):
    ((_when, sender, text),) = seen(read(table))
    assert (sender, text) == ("10690000", "您的借款,已逾期")


@pytest.mark.parametrize(
    "row",
    [
        "2024-03-05 10:22:33,13800000000,向远山消金还款，已到账,500元",
        "2024-03-05 10:22:33,13800000000,远山消金还款成功。,人民币1500",
        "100023456789,2024-03-05 10:22,苹果手机壳透明款,已完成,1",
        "SF1234567890,2024-03-05 10:22,13800000000,北京市朝阳区某某路1号",
    ],
)
def test_payments_and_orders_without_a_header_are_no_messages(read, row):
    with pytest.raises(UnknownFormat):
        read(f"{row}\n{row}\n")


def test_a_header_that_nobody_knows_stands_above_columns_that_can_be_told(read):
    table = "对象,何时,说了啥\n10690000,2024-03-05 10:22,您的借款已逾期，请还款\n"
    assert seen(read(table)) == [("2024-03-05 10:22:00", "10690000", "您的借款已逾期，请还款")]


def test_a_page_brought_to_utf8_is_not_read_by_the_encoding_that_it_declares(read):
    rows = "<tr><td>号码</td><td>内容</td></tr><tr><td>1069</td><td>请还款</td></tr>"
    page = f"<html><meta charset=gb2312><table>{rows}</table>"
    assert seen(read(page.encode("gb2312"))) == seen(read(page)) == [(None, "1069", "请还款")]


def test_traditional_names_and_a_time_as_a_share_of_its_day_are_known(read):
    head = "電話號碼,訊息內容,日期,時間,類型\n"
    rows = "1069,請還款,2024-03-05,0.432326388888889,收件匣\n1069,好,2024-03-05,0.5,寄件備份\n"
    assert seen(read(head + rows)) == [("2024-03-05 10:22:33", "1069", "請還款"), "sent"]


def test_marks_in_place_of_lost_signs_are_garbled_and_a_few_are_asked(read):
    assert seen(read("号码,内容\n1069,????????3??????\n1069,在吗????\n"))[0] == "garbled"
    assert seen(read("号码,内容\n1069,????????3??????\n1069,在吗????\n"))[1][2] == "在吗????"


def test_commas_of_chinese_sentences_part_no_columns(read):
    rows = "\n".join(f'10690001,2024-03-05 10:22:33,"您好，本期，应还{sum_},请还款，谢谢。"' for sum_ in (1, 2, 3))
    assert [one[2] for one in seen(read(rows))] == [f"您好，本期，应还{sum_},请还款，谢谢。" for sum_ in (1, 2, 3)]


def test_a_list_of_calls_may_tell_day_and_time_apart(read):
    table = "对方号码,呼叫类型,通话日期,通话时间,通话时长\n02088886666,被叫,2024-03-05,10:22:33,00:01:20\n"
    assert seen(read(table)) == [("2024-03-05 10:22:33", "02088886666", "来电接通，通话80秒")]


def test_a_table_that_breaks_off_within_a_text_says_so_and_takes_no_half_for_a_whole(read):
    table = '号码,时间,内容\n1069,2024-03-05 10:22:33,"请还款"\n1069,2024-03-05 10:22:33,"您的账单'
    assert seen(read(table)) == [("2024-03-05 10:22:33", "1069", "请还款"), "cut_off"]
    assert len(seen(read(table + '"'))) == 2
    assert seen(read(table + '"'))[1] == ("2024-03-05 10:22:33", "1069", "您的账单")


def test_a_sign_of_inches_in_the_last_row_cuts_nothing(read):
    assert seen(read('号码,时间,内容\n1069,2024-03-05 10:22:33,分期买27"屏'))[0][2] == '分期买27"屏'


def test_the_line_drawn_below_names_of_columns_is_no_message(read):
    table = "| 号码 | 时间 | 内容 |\n|---|:--:|---|\n| 1069 | 2024-03-05 10:22:33 | 请还款 |\n"
    assert seen(read(table)) == [("2024-03-05 10:22:33", "1069", "请还款")]
