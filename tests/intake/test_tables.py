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


@pytest.mark.parametrize(
    "table",
    [
        f"短信号码,信息,日期/时间,短信类型\n10690000,{DUE},2024-03-05 10:22,收件\n",
        f'电话号码,收发状态,发送时间,短信内容\n="10690000",接收,20240305102200,{DUE}\n',
        f"Message Date,Type,Sender ID,Text\n2024-03-05 10:22:00,Incoming,10690000,{DUE}\n",
        f"date,date_sent,address,body\n1709605320000,1709605318000,10690000,{DUE}\n",
    ],
)
def test_the_tables_of_more_apps_are_read(read, table):
    assert seen(read(table)) == [ROW]


def test_a_row_from_the_owner_was_sent(read):
    assert seen(read("发送者,接收者,内容,日期\n我,10690000,已还清,2024-03-05 10:22\n")) == ["sent"]
