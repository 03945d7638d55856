"""Columns are known by their names alone: in any order, with others between them, as text or as a workbook."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debts.intake.bills import Direction, Family
from tests.intake.bills.files import rows, xls, xlsx

LENDER = "招联消费金融股份有限公司"
FAMILIES = {
    Family.JD: {
        "交易时间": "2025-03-09 12:00:01", "商户名称": LENDER, "交易说明": "白条还款", "金额": "131.77",
        "收/付款方式": "工商银行储蓄卡(1234)", "交易状态": "还款成功", "收/支": "支出", "交易分类": "白条",
        "交易订单号": "123", "商家订单号": "", "备注": "",
    },
    Family.MEITUAN: {
        "交易创建时间": "2025-03-08 10:00:00", "交易成功时间": "2025-03-09 12:00:01", "交易类型": "还款",
        "订单标题": "【美团月付】主动还款", "收/支": "支出", "支付方式": "余额", "订单金额": "¥132.00",
        "实付金额": "¥131.77", "交易单号": "123", "商家单号": "", "备注": "/",
    },
    Family.WECHAT: {
        "交易时间": "2025-03-09 12:00:01", "交易类型": "商户消费", "交易对方": LENDER, "商品": "还款", "收/支": "支出",
        "金额(元)": "¥131.77", "支付方式": "零钱", "当前状态": "支付成功", "交易单号": "123", "商户单号": "1",
        "备注": "/",
    },
    Family.ALIPAY_APP: {
        "交易时间": "2025-03-09 12:00:01", "交易分类": "信用借还", "交易对方": LENDER, "对方账号": "/",
        "商品说明": "还款", "收/支": "支出", "金额": "131.77", "收/付款方式": "余额宝", "交易状态": "还款成功",
        "交易订单号": "123", "商家订单号": "", "备注": "",
    },
    Family.BANK_ACCOUNT: {
        "交易日期": "20250309", "交易时间": "120001", "支出金额": "131.77", "收入金额": "", "账户余额": "1,000.00",
        "对方户名": LENDER, "对方账号": "622", "对方开户行": "某行", "摘要": "代扣", "交易渠道": "网银",
        "流水号": "123",
    },
}  # fmt: skip
BESIDE = {"心情": "好", "手续费": "0.00", "积分": "12", "是否报销": "", "优惠金额": "0.23"}


def as_text(table):
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue().encode("gb18030")


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("write", [as_text, xlsx, xls], ids=["text", "xlsx", "xls"])
@settings(max_examples=12)
@given(order=st.data())
def test_the_order_of_the_columns_changes_nothing(family, write, order):
    cells = FAMILIES[family] | BESIDE
    names = order.draw(st.permutations(list(cells)))
    (row,) = rows(write([["导出信息"], names, [cells[name] for name in names], ["合计"]]))
    assert row.statement.family is family
    assert (row.at.isoformat(), row.amount) == ("2025-03-09T12:00:01+08:00", Decimal("131.77"))
    assert (row.direction, row.order_number) == (Direction.OUT, "123")
