from decimal import Decimal

import pytest

from tests.intake.bills.files import alipay
from tools.bills import Expected, load_expected, report_bills

REPAYMENT = "2025-03-09 08:00:12,信用借还,花呗,/,花呗主动还款,不计收支,20.00,余额,还款成功,11\t,\t,,"
LUNCH = "2025-03-10 12:00:00,餐饮美食,某店,/,午饭,支出,15.50,余额,交易成功,12\t,\t,,"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.csv").write_bytes(alipay(REPAYMENT, LUNCH).encode("gb18030"))
    return tmp_path


def test_a_sample_that_is_read_as_counted_is_right(folder):
    figures = report_bills(folder, [Expected("a.csv", 2, Decimal("35.50"), frozenset({7}))])
    assert set(figures.values()) == {1.0}


@pytest.mark.parametrize(
    ("rows", "total", "lines", "figure"),
    [
        (3, "35.50", {7}, "bills read"),
        (2, "35.51", {7}, "bills read"),
        (2, "35.50", set(), "bill loan precision"),
        (2, "35.50", {7, 8}, "bill loan recall"),
    ],
)
def test_every_other_reading_lowers_a_figure(folder, rows, total, lines, figure):
    assert report_bills(folder, [Expected("a.csv", rows, Decimal(total), frozenset(lines))])[figure] < 1


def test_the_table_of_samples_can_be_used():
    assert all(one.rows > 0 for one in load_expected())
