from datetime import date, time
from decimal import Decimal

import pytest

from debts.intake.bills.times import DayStyle, read_clock, read_when
from debts.intake.bills.types import DayOrder, Direction, Outcome, ProblemCode
from debts.intake.bills.values import RefusedValue, currency_of, direction_of, outcome_of, read_sum


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("28.16", "28.16"),
        ("¥28.16", "28.16"),
        ("￥1,234.50", "1234.50"),
        ("  1,234.56          \t", "1234.56"),
        ("１２３．４５", "123.45"),
        ("-345.67", "-345.67"),
        ("－345.67", "-345.67"),
        ("+100.00", "100.00"),
        ("(345.67)", "-345.67"),
        ("345.67-", "-345.67"),
        ("¥-1.00", "-1.00"),
        ("-¥1.00", "-1.00"),
        ("CNY 12.34", "12.34"),
        ("CNY12.34", "12.34"),
        ("HK$7,100", "7100.00"),
        ("27元", "27.00"),
        ('="1234.5"', "1234.50"),
        ("'88", "88.00"),
        ("8,000.00(CN)", "8000.00"),
        ("28.1600", "28.16"),
        ("100.00 DR", "-100.00"),
        ("100.00 CR", "100.00"),
        (".5", "0.50"),
    ],
)
def test_a_sum_is_read_in_every_notation(cell, value):
    assert read_sum(cell).value == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("一百", ProblemCode.AMOUNT),
        ("1,23.4", ProblemCode.AMOUNT),
        ("1.2.3", ProblemCode.AMOUNT),
        ("12 34", ProblemCode.AMOUNT),
        ("4.2E+27", ProblemCode.AMOUNT),
        ("0.333", ProblemCode.AMOUNT_DECIMALS),
        ("99999999999.00", ProblemCode.AMOUNT_TOO_LARGE),
        ("1" * 70, ProblemCode.AMOUNT),
    ],
)
def test_a_doubtful_sum_is_refused(cell, code):
    with pytest.raises(RefusedValue) as refused:
        read_sum(cell)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("cell", "refunded"),
    [
        ("131.77(已退款89.84)", "89.84"),
        ("293.10(已全额退款)", "293.10"),
        ("293.10（已全额退款）", "293.10"),
        ("5", "0"),
    ],
)
def test_what_came_back_stands_behind_the_sum(cell, refunded):
    assert read_sum(cell).refunded == Decimal(refunded)


@pytest.mark.parametrize(
    ("cell", "day", "clock"),
    [
        ("2024-01-05 09:30:01", date(2024, 1, 5), time(9, 30, 1)),
        ("2024-01-05T09:30:01.250+08:00", date(2024, 1, 5), time(9, 30, 1)),
        ("2024/1/5 9:30", date(2024, 1, 5), time(9, 30)),
        ("2024.01.05", date(2024, 1, 5), None),
        ("20240105", date(2024, 1, 5), None),
        ("20240105093001", date(2024, 1, 5), time(9, 30, 1)),
        ("20240105 09:30:01", date(2024, 1, 5), time(9, 30, 1)),
        ("2024年1月5日 9时30分", date(2024, 1, 5), time(9, 30)),
        ("2024-01-05 下午3:20:11", date(2024, 1, 5), time(15, 20, 11)),
        ("45296", date(2024, 1, 5), None),
        ("45296.5", date(2024, 1, 5), time(12)),
        ("2024-02-29\t", date(2024, 2, 29), None),
        ("25/01/2024", date(2024, 1, 25), None),
        ("01/25/2024", date(2024, 1, 25), None),
        ("2024-01-05 星期五", date(2024, 1, 5), None),
        ("2024/01/05(周五) 09:30", date(2024, 1, 5), time(9, 30)),
        ("05 Jan 2024", date(2024, 1, 5), None),
        ("05-JAN-2024", date(2024, 1, 5), None),
        ("Jan 5, 2024", date(2024, 1, 5), None),
        ("113/01/05", date(2024, 1, 5), None),
        ("民國113年1月5日", date(2024, 1, 5), None),
    ],
)
def test_a_day_is_read_in_every_form(cell, day, clock):
    assert read_when(cell, DayStyle()) == (day, clock)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2023-02-29", ProblemCode.DAY),
        ("2024-13-01", ProblemCode.DAY),
        ("0001-01-01", ProblemCode.DAY),
        ("明天", ProblemCode.DAY),
        ("2024-01-05 25:00", ProblemCode.CLOCK),
        ("2024-01-05 早上", ProblemCode.CLOCK),
        ("03/04/2024", ProblemCode.DAY_ORDER),
        ("01/05", ProblemCode.DAY_WITHOUT_YEAR),
    ],
)
def test_a_day_that_does_not_exist_is_refused(cell, code):
    with pytest.raises(RefusedValue) as refused:
        read_when(cell, DayStyle())
    assert refused.value.code is code


def test_the_order_of_day_and_month_is_believed_when_it_is_told():
    assert read_when("03/04/2024", DayStyle(DayOrder.DAY_FIRST))[0] == date(2024, 4, 3)
    assert read_when("03/04/2024", DayStyle(DayOrder.MONTH_FIRST))[0] == date(2024, 3, 4)


def test_a_day_without_year_lies_in_the_year_up_to_the_month_of_the_title():
    style = DayStyle(month=(2024, 1))
    assert read_when("01/31", style)[0] == date(2024, 1, 31)
    assert read_when("12/29", style)[0] == date(2023, 12, 29)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [("09:30:01", time(9, 30, 1)), ("093001", time(9, 30, 1)), ("93001", time(9, 30, 1)), ("0.5", time(12))],
)
def test_a_time_of_day_is_read(cell, clock):
    assert read_clock(cell) == clock


@pytest.mark.parametrize(
    ("cell", "direction"),
    [
        ("支出", Direction.OUT),
        ("收入      ", Direction.IN),
        ("不计收支", Direction.NEUTRAL),
        ("中性交易", Direction.NEUTRAL),
        ("/", Direction.NEUTRAL),
        ("", Direction.NEUTRAL),
        ("其他", Direction.NEUTRAL),
        ("借 Dr", Direction.OUT),
        ("贷 Cr", Direction.IN),
        ("DEBIT", Direction.OUT),
        ("别的", Direction.UNKNOWN),
    ],
)
def test_a_direction_is_read(cell, direction):
    assert direction_of(cell) is direction


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ("还款成功", Outcome.DONE),
        ("支付成功", Outcome.DONE),
        ("", Outcome.DONE),
        ("还款失败", Outcome.FAILED),
        ("退款失败", Outcome.FAILED),
        ("交易关闭", Outcome.CLOSED),
        ("退款成功", Outcome.REFUND),
        ("已全额退款", Outcome.REFUNDED),
        ("已退款(￥1.00)", Outcome.REFUNDED),
        ("还款处理中", Outcome.PENDING),
    ],
)
def test_an_outcome_is_read(cell, outcome):
    assert outcome_of(cell) is outcome


@pytest.mark.parametrize(("cell", "currency"), [("人民币", "CNY"), ("RMB", "CNY"), ("美元", "USD"), ("贝壳", "")])
def test_a_currency_is_read(cell, currency):
    assert currency_of(cell) == currency
