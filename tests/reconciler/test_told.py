"""What one message proves by itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from debts.reconciler.told import ToldKind, told_by
from debts.reconciler.types import Ledger, ProfileFacts, Recipient, SettlementBasis
from tests.moments import at
from tests.reconciler.judged import index_of, message
from tests.reconciler.proposing import CODE, ENDED, GRANT, OFFER, PAID, SOLD

EMPTY = index_of(Ledger())
OF_ZHANG = index_of(Ledger(profile=ProfileFacts(names=("张三",))))


def told(text, index=EMPTY, **circumstances):
    one = message(text, **{"received_at": at("2023-01-06T10:00"), **circumstances})
    return told_by(one, index.reader.read(text, received_at=one.received_at), index)


def test_a_payout_tells_of_a_loan_with_its_terms():
    (loan,) = told(GRANT)
    assert (loan.kind, loan.amount, loan.card_tail, loan.product) == (ToldKind.LOAN, Decimal(10000), "1234", "好期贷")
    assert (loan.terms.months, loan.terms.due_day, loan.terms.annual_rate) == (12, 5, Decimal("0.18"))
    assert (loan.day, loan.is_day_said) == (date(2023, 1, 6), False)


def test_the_day_that_the_text_gives_counts_before_that_of_the_message():
    (loan,) = told("【微粒贷】您于2022-03-01成功借款20,000元，已到账尾号8888招商银行卡，分10期偿还，每月20日还款。")
    assert (loan.day, loan.is_day_said, loan.amount) == (date(2022, 3, 1), True, Decimal(20000))
    assert loan.house.name == "深圳前海微众银行股份有限公司"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("【安逸花】您的借款5000元已放款成功，到账尾号6688银行卡。", "5000"),
        ("【蚂蚁消费金融】您的借呗借款8000.00元已到账，请按时还款。", "8000.00"),
        ("【还呗】您的订单HB20210901002借款4500元已经成功打款至您尾号7777的建设银行卡", "4500"),
        ("【海尔消费金融】您的够花借款8000元已发放至您尾号1234的银行卡，分12期还款。", "8000"),
        ("【美团】您的生活费借钱6000元已到账尾号3456银行卡，年利率14.4%，共12期，每月5日还款", "6000"),
    ],
)
def test_ways_to_say_that_money_was_lent(text, amount):
    assert [(one.kind, one.amount) for one in told(text)] == [(ToldKind.LOAN, Decimal(amount))]


@pytest.mark.parametrize(
    "text",
    [
        OFFER,
        CODE,
        "【度小满】您的贷款3000元放款失败",
        "【招商银行】您账户1234于12月27日发生的银联卡转入已到账，人民币0.01，转出方尾号1234",
        "提现到账成功\n提现到账成功 06月29日 161.00 元\n提现到：招商银行（6876）刘金龙",
        "退款到账通知\n退款金额¥10.93\n退款方式退回零钱",
        "【建设银行】您尾号5083的龙卡信用卡已于12月04日从约定账户成功扣款人民币97.00元。该卡本期人民币账单已还清。",
        "【招联金融】您的好期贷已逾期3天，应还916.80元，请立即还款。",
        "【招联金融】您的好期贷扣款916.80元失败，请及时还款。",
        "【安逸花】您的借款额度5000元已到账，立即提现，回T退订",
    ],
)
def test_what_proves_nothing(text):
    assert told(text) == ()


def test_a_receipt_tells_of_a_repayment_on_its_own_day():
    (paid,) = told("【招联金融】尊敬的张三，您尾号1234的银行卡于01月05日成功扣款916.80元，用于偿还好期贷第1期。")
    assert (paid.kind, paid.amount, paid.day) == (ToldKind.REPAYMENT, Decimal("916.80"), date(2023, 1, 5))
    assert paid.addressee == "张三"


def test_a_repayment_that_arrived_is_no_payout():
    (paid,) = told("【安逸花】您的借款还款916.80元已到账，感谢使用")
    assert (paid.kind, paid.amount) == (ToldKind.REPAYMENT, Decimal("916.80"))


def test_a_notice_of_the_end_tells_of_the_last_sum_as_well():
    paid, ended = told("【信用飞】您的提前结清已成功，本次共还款8654.12元，您的借款已结清。")
    assert (paid.kind, paid.amount) == (ToldKind.REPAYMENT, Decimal("8654.12"))
    assert (ended.kind, ended.basis) == (ToldKind.SETTLEMENT, SettlementBasis.EARLY_PAYOFF)
    assert ended.house.name == "信用飞"


def test_the_bank_tells_of_money_that_went_to_a_lender():
    (paid,) = told("【招商银行】您账户1234于02月05日09:00快捷支付-招联消费金融，人民币916.80元")
    assert (paid.is_by_bank, paid.house.name) == (True, "招联消费金融股份有限公司")


def test_a_notice_of_assignment_names_the_new_creditor():
    (sold,) = told(SOLD)
    assert (sold.kind, sold.assignee) == (ToldKind.ASSIGNMENT, "远山资产管理有限公司")
    assert sold.house.name == "招联消费金融股份有限公司"


@pytest.mark.parametrize("text", [GRANT, PAID, ENDED])
def test_what_is_said_to_somebody_else_proves_nothing_for_the_owner(text):
    to_another = text.replace("】您", "】尊敬的李四，您")
    assert told(to_another, OF_ZHANG) == ()
    assert told(to_another.replace("李四", "张三"), OF_ZHANG) != ()
    assert told(text, recipient=Recipient.RELATIVE) == ()


def test_without_a_time_no_day_is_made_up():
    assert [(one.at, one.day) for one in told(PAID, received_at=None)] == [(None, None)]


def test_a_contract_number_is_read_with_the_end():
    (ended,) = told(replace(message("【招联金融】您的借款（合同号ZL20230105）已全部结清。")).text)
    assert ended.contract == "ZL20230105"
