"""What the first rows of a table tell about the way of its money, where the header leaves it open."""

import pytest

from debts.intake.bills import Direction, PassedOver
from tests.intake.bills.files import read, rows, xls

OUT, IN, UNKNOWN = Direction.OUT, Direction.IN, Direction.UNKNOWN


def directions(head, *lines):
    return [row.direction for row in rows("\n".join([head, *lines]))]


def test_a_bare_sum_came_in_where_others_have_a_minus():
    head = "交易日期,摘要,交易金额,余额,对方户名"
    assert directions(head, "2024-01-05,代扣,-9.00,1.00,某行", "2024-01-06,工资,50.00,51.00,公司") == [OUT, IN]


def test_where_no_sum_has_a_sign_nobody_knows_which_way_it_went():
    head = "交易日期,摘要,交易金额,余额,对方户名"
    assert directions(head, "2024-01-05,代扣,9.00,1.00,某行", "2024-01-06,工资,50.00,51.00,公司") == [UNKNOWN, UNKNOWN]


def test_a_table_of_no_known_kind_with_a_minus_writes_signs_as_accounts_do():
    assert directions("日期,项目,金额", "2024-01-05,还款,-9.00", "2024-01-06,工资,50.00") == [OUT, IN]


@pytest.mark.parametrize(("out", "came_in"), [("支出", "收入"), ("借", "贷"), ("转出", "转入"), ("Dr", "Cr")])
def test_a_column_of_kinds_may_hold_nothing_but_directions(out, came_in):
    head = "交易日期,交易类型,交易金额,余额,对方户名"
    lines = [f"2024-01-05,{out},9.00,1.00,某行", f"2024-01-06,{came_in},50.00,51.00,公司"]
    assert directions(head, *lines) == [OUT, IN]


def test_a_column_of_kinds_with_other_words_stays_one():
    head = "交易日期,交易类型,交易金额,余额,对方户名"
    (row,) = rows(f"{head}\n2024-01-05,网上支付代扣业务,9.00,1.00,某行")
    assert (row.direction, row.category) == (UNKNOWN, "网上支付代扣业务")


def test_a_minus_before_every_payment_is_no_reversal():
    head = "交易日期,摘要,支出金额,收入金额,余额"
    assert directions(head, "2024-01-05,代扣,-9.00,0.00,1.00", "2024-01-06,工资,0.00,50.00,51.00") == [OUT, IN]


def test_a_minus_before_one_of_the_payments_is_a_reversal():
    head = "交易日期,摘要,支出金额,收入金额,余额"
    assert directions(head, "2024-01-05,代扣,9.00,,1.00", "2024-01-06,冲正,-9.00,,10.00") == [OUT, IN]


def test_words_behind_a_sum_say_the_way_on_cards_as_well():
    head = "招商银行信用卡对账单\n卡号后四位,交易日,交易类型,商户名称,记账金额/币种"
    lines = ["1234,2024-01-05,还款,财付通,916.80/RMB(存入)", "1234,2024-01-06,消费,超市,7.00/USD(支出)"]
    found = rows("\n".join([head, *lines]))
    assert [(row.direction, row.currency) for row in found] == [(IN, "CNY"), (OUT, "USD")]


def test_a_currency_may_stand_before_a_sum_with_a_stroke():
    sheet = [
        ["交易日", "银行记账日", "卡号后四位", "交易描述", "结算币/金额"],
        ["20240105", "20240105", "1", "还款", "CNY/-9.10"],
    ]
    (row,) = rows(xls([["建设银行龙卡信用卡"], *sheet]))
    assert (str(row.amount), row.currency, row.direction) == ("9.10", "CNY", IN)


def test_a_wide_comma_parts_cells_too():
    assert directions("交易日期，摘要，支出，收入，余额，对方户名", "2024-01-05，代扣，9.00，，1.00，某行") == [OUT]


def test_each_table_of_a_file_has_habits_of_its_own():
    signed = "交易日期,摘要,交易金额,余额,对方户名\n2024-01-05,代扣,-9.00,1.00,某行\n2024-01-06,工资,50.00,51.00,公司"
    bare = "交易日期,交易摘要,发生额,余额,对方户名\n2024-01-05,代扣,9.00,1.00,某行"
    assert [row.direction for row in rows(f"{signed}\n{bare}")] == [OUT, IN, UNKNOWN]


def test_rows_keep_their_order_when_more_come_than_are_looked_at():
    head = "交易日期,摘要,交易金额,余额,对方户名"
    lines = [f"2024-01-05,代扣,-{n}.00,1.00,某行" for n in range(1, 451)]
    items = read("\n".join([head, *lines, "合计,,,,"]))
    assert [item.place.line for item in items] == list(range(2, 453))
    assert isinstance(items[-1], PassedOver)


def test_the_order_of_day_and_month_is_told_by_the_days_that_allow_only_one():
    head = "Date,Description,Debit,Credit,Balance"
    found = rows(f"{head}\n05/01/2024,LOAN,9.00,,1.00\n25/01/2024,SALARY,,50.00,51.00")
    assert [str(row.day) for row in found] == ["2024-01-05", "2024-01-25"]


def test_a_bill_in_traditional_characters_is_read_in_its_currency():
    head = "帳號：012345678\n幣別：新臺幣\n交易日期,交易說明,支出金額,存入金額,餘額,對方戶名"
    (row,) = rows(f"{head}\n113/01/05,扣款,916,,1000,某某融資\n")
    assert (str(row.day), str(row.amount), row.currency, row.direction) == ("2024-01-05", "916.00", "TWD", OUT)
    assert (row.counterparty, row.description) == ("某某融資", "扣款")
