"""Lines of a bubble become the words that were sent: nothing added, nothing lost, what is doubtful marked."""

import pytest

from debts.intake.screenshots.joining import join
from debts.intake.screenshots.types import Line


def lines(*rows, size=30, width=600):
    """Rows from the left edge, each sign as wide as high, Latin ones half so."""
    for number, row in enumerate(rows):
        reach = sum(size / 2 if sign.isascii() else size for sign in row)
        top = number * 45
        yield Line(row, (0, top, int(min(reach, width)), top + size), (1.0,) * len(row))


def joined(*rows):
    return join(list(lines(*rows)), 600).words


def test_a_sentence_that_the_screen_broke_is_whole_again():
    rows = ("如有异议请于三日内即三月八日前致电我们的", "客服")
    assert joined(*rows) == "".join(rows)


def test_a_line_that_ends_early_was_ended_by_its_writer():
    assert joined("账户名：某某资产", "卡号：6222") == "账户名：某某资产\n卡号：6222"


def test_english_words_keep_the_blank_at_which_the_screen_broke_them():
    assert joined("Please pay the whole amount that is due now", "before 18:00 today.") == (
        "Please pay the whole amount that is due now before 18:00 today."
    )


def test_an_early_end_before_a_long_number_is_the_screens():
    assert joined("您名下的欠款合计人民币已经有了", "¥15,680.00元") == "您名下的欠款合计人民币已经有了¥15,680.00元"


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("[招联金融]您已逾期", "【招联金融】您已逾期"),
        ("必须处理!你的账单?", "必须处理！你的账单？"),
        ("案件编号(2024)调字", "案件编号（2024）调字"),
        ("合同编号：（XYF2023)已逾期", "合同编号：（XYF2023）已逾期"),
        ("还款:https://hb.cn/a8", "还款：https://hb.cn/a8"),
        ("于2024-03-0109:15:22成功", "于2024-03-01 09:15:22成功"),
        ("[HomeCredit] Dear customer, pay!", "[HomeCredit] Dear customer, pay!"),
        ("金额1,234.56元，10:22前", "金额1,234.56元，10:22前"),
        ("https://hb.cn/a?b=1", "https://hb.cn/a?b=1"),
    ],
)
def test_signs_among_chinese_characters_are_chinese(read, written):
    assert joined(read) == written


def test_a_blank_between_parts_of_a_row_is_kept_where_there_is_room():
    parts = [Line("6222", (0, 0, 60, 30), (1.0,) * 4), Line("0210", (90, 2, 150, 32), (1.0,) * 4)]
    assert join(parts, 600).words == "6222 0210"


def test_a_doubtful_figure_keeps_its_mark_when_signs_around_it_change():
    line = Line("[招联]欠8元", (0, 0, 200, 30), (1.0, 1.0, 1.0, 1.0, 1.0, 0.4, 1.0))
    told = join([line], 600)
    assert [told.words[place] for place in told.doubtful] == ["8"]
