from datetime import date
from decimal import Decimal

import pytest

from debts.finance import LoanTerms
from debts.intake.bills import BillRow, Direction, Family, Place, Statement
from debts.intake.bills.relation import BillKind, LoanWords
from debts.intake.bills.values import direction_of, outcome_of
from debts.reconciler.types import AssignmentFacts, Ledger, LenderFacts, LoanFacts
from debts.rulebook import load_rulebook

WORDS = LoanWords(Ledger(), load_rulebook())


def row(line, **more):
    """A row as 收/支 | 类型 | 对方 | 说明 | 状态."""
    way, category, counterparty, description, status = (part.strip() for part in line.split("|"))
    return BillRow(
        Place(1),
        date(2025, 3, 5),
        Decimal("5.00"),
        direction_of(way),
        category=category,
        counterparty=counterparty,
        description=description,
        status=status,
        outcome=outcome_of(status),
        **more,
    )


REPAYMENTS = """
不计收支 | 信用借还 | 花呗 | 花呗主动还款-2025年09月账单 | 还款成功
不计收支 | 信用借还 | 花呗 | 自动还款-花呗|信用购2025年09月账单 | 还款成功
不计收支 | 信用借还 | 重庆蚂蚁消费金融 | 蚂蚁借呗还款 | 还款成功
不计收支 | 信用借还 | | 备用金归还 | 交易成功
不计收支 | 信用借还 | 招商银行 | 信用卡还款 | 还款到账成功
支出 | 信用借还 | 抖音月付 | 抖音月付还款 | 交易成功
支出 | 商业服务 | 招联消费金融股份有限公司 | 订单8812 | 交易成功
支出 | 商业服务 | 重庆度小满小额贷款有限公司 | T200P | 交易成功
支出 | 商业服务 | 某某网络小额贷款有限公司 | T200P | 交易成功
支出 | 商户消费 | 还呗 | / | 支付成功
/ | 信用卡还款 | 建设银行信用卡还款 | / | 支付成功
支出 | 商户消费 | 微粒贷 | 微粒贷还款 | 支付成功
支出 | 分付还款 | 分付 | / | 支付成功
不计收支 | 白条 | 京东金融 | 白条主动还款 | 交易成功
不计收支 | 金条 | 京东金融 | 金条还款 | 交易成功
支出 | 还款 | | 【美团月付】主动还款2025年3月账单 |
支出 | 还款 | 北京钱袋宝支付技术有限公司 | 还款 |
支出 | | | 贷款还款 |
支出 | | | 个人贷款扣款 |
支出 | | 四川锦程消费金融有限责任公司 | 代扣 |
支出 | | 宝付网络科技 | 代扣 招联消费金融 |
支出 | | 张三 | 自动还款 |
支出 | | | 银联转账还款 |
支出 | | 某某信息科技有限公司 | 跨行汇款 还款 |
支出 | | | 信用卡转账还款 |
支出 | | | 正常还款 |
支出 | | 某银行 | 住房按揭还贷 |
"""
OTHERS = """
支出 | 日用百货 | 美团平台商户 | 美团订单 | 支付成功
支出 | 购物 | 京东平台商户 | 手机 白条立减 | 交易成功
支出 | 购物 | 某店 | 花呗分期-手机 | 交易成功
不计收支 | 信用借还 | 大疆 | 无人机/电池租赁 | 芝麻免押下单成功
不计收支 | 信用借还 | 某店 | 押金解冻 | 解冻成功
支出 | 转账 | 李四 | 转账备注:还款 | 支付成功
支出 | 微信红包 | 李四 | 还款 |
收入 | 转账 | 李四 | 还款 | 已收钱
收入 | 二维码收款 | 李四 | 还款 |
支出 | | 李四 | 转账汇款 还款 |
支出 | 餐饮 | 马上吃 | 马上吃饭 | 支付成功
支出 | 保险 | 平安保险 | 平安福 | 支付成功
收入 | 工资 | 招商银行 | 工资 |
/ | 零钱提现 | 招商银行 | / | 提现已到账
支出 | 商业服务 | 某店 | 花呗收钱服务费 | 交易成功
支出 | 商业服务 | 某店 | 还款优惠券 | 交易成功
支出 | 返现 | 某店 | 掌上生活还款回馈金 |
支出 | | 电信 | 代扣话费 |
支出 | | 宝付网络科技 | 代扣押金 |
"""


def lines(text):
    return [line for line in text.splitlines() if line.strip()]


def parts(line):
    """花呗|信用购 holds the sign that parts the columns."""
    return line.replace("花呗|信用购", "花呗¦信用购")


@pytest.mark.parametrize("line", lines(REPAYMENTS))
def test_a_repayment_is_known_by_its_words(line):
    relation = WORDS.relate(row(parts(line)))
    assert relation.kind is BillKind.REPAYMENT
    assert not relation.is_hidden
    assert relation.words
    assert all(word.lower() in line.lower() for word in relation.words)


@pytest.mark.parametrize("line", lines(OTHERS))
def test_nothing_else_is_proposed(line):
    assert WORDS.relate(row(line)) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("不计收支 | 信用借还 | 花呗 | 花呗自动还款-2021年08月账单 | 还款失败", BillKind.FAILED),
        ("不计收支 | 信用借还 | 花呗 | 花呗主动还款 | 交易关闭", BillKind.FAILED),
        ("支出 | | 招联消费金融 | 代扣余额不足 |", BillKind.FAILED),
        ("支出 | 还款 | 微粒贷 | 微粒贷还款 | 还款处理中", BillKind.FAILED),
        ("支出 | 还款 | 微粒贷 | 微粒贷还款 | 已全额退款", BillKind.FAILED),
        ("不计收支 | 信用借还 | 花呗 | 退款-花呗还款 | 退款成功", BillKind.REFUND),
        ("收入 | | 招联消费金融 | 还款退回 |", BillKind.REFUND),
        ("不计收支 | 信用借还 | | 蚂蚁借呗放款至银行卡 | 放款成功", BillKind.DISBURSEMENT),
        ("不计收支 | 信用借还 | | 备用金取出至余额 | 交易成功", BillKind.DISBURSEMENT),
        ("收入 | | 招联消费金融有限公司 | 借款 |", BillKind.DISBURSEMENT),
        ("收入 | | | 个人贷款发放 |", BillKind.DISBURSEMENT),
    ],
)
def test_what_is_no_repayment_has_its_own_kind(line, kind):
    assert WORDS.relate(row(line)).kind is kind


def test_money_that_comes_to_a_card_is_what_was_paid_back():
    card = Statement(Family.BANK_CARD, bank="招商银行")
    relation = WORDS.relate(row("收入 | | | 财付通还款 |", statement=card))
    assert relation.kind is BillKind.REPAYMENT
    assert [name.text for name in relation.names] == ["招商银行信用卡", "招商银行"]
    assert WORDS.relate(row("支出 | | | 超市 |", statement=card)) is None


def test_a_debit_through_a_payment_company_is_only_suspected():
    assert WORDS.relate(row("支出 | | 宝付网络科技 | 代扣 |")).is_hidden


def test_the_way_to_pay_says_nothing():
    paid_with = BillRow(Place(1), date(2025, 3, 5), Decimal(5), Direction.OUT, counterparty="超市", method="花呗")
    assert WORDS.relate(paid_with) is None


def test_a_lender_that_only_the_ledger_knows_is_known():
    assigned = AssignmentFacts("海纳清远资产管理有限公司")
    loan = LoanFacts("x1", "l1", LoanTerms(Decimal(100)), assignments=(assigned,))
    ledger = Ledger(lenders=(LenderFacts("l1", "老王信贷社"),), loans=(loan,))
    words = LoanWords(ledger, load_rulebook())
    assert words.relate(row("支出 | | 老王信贷社 | 三月 |")).words == ("老王信贷社",)
    assert words.relate(row("支出 | | 海纳清远 | 协议款 |")).words == ("海纳清远",)


def test_a_friend_who_is_kept_as_a_lender_counts():
    words = LoanWords(Ledger(lenders=(LenderFacts("l1", "李四"),)), load_rulebook())
    assert words.relate(row("支出 | 转账 | 李四 | 转账备注:还款 | 支付成功")).kind is BillKind.REPAYMENT
