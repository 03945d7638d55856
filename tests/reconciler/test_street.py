"""Phishing and advertising as they come in bulk, often with blanks between the words and figures left out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import read
from debts.reconciler.types import Kind
from debts.rulebook import load_rulebook

NOON = datetime(2025, 9, 6, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def kind_of(text):
    return read(text, load_rulebook(), received_at=NOON).kind


@pytest.mark.parametrize(
    "text",
    [
        "尊敬 的 客户 您 的 网银 证书 将 于 明天 停用 请 尽快 登入 URL 办理 更新 建设银行",
        "您的银行积分已满8000分，请登入手机网换取现金，逾期清零",
        "您所乘航班因机械故障取消，请致电4000000000办理改签，每位旅客可获补偿200元",
        "您被《天天歌会》选为场外幸运观众，将获得奖金及笔记本电脑一台，请登录网址领取",
        "老班长，打开看看咱们当年的照片 http://photo.example.cn/a.apk",
        "我行今日将扣取您的贵宾卡年费2400元，如有疑问请致电客服",
    ],
)
def test_who_fishes_for_data_in_the_name_of_a_bank_or_a_show_is_a_fraud(text):
    assert kind_of(text) is Kind.FRAUD


def test_a_card_is_unfrozen_by_paying_and_not_by_a_call():
    assert kind_of("您的信用卡因异常消费逾期已被冻结，如需恢复使用请致电13900000000办理") is Kind.FRAUD
    assert kind_of("您的信用卡逾期已停用，还清欠款后可致电95555恢复使用") is Kind.COLLECTION


@pytest.mark.parametrize(
    "text",
    [
        "信用卡垫还、取现，资金充足，电话13900000000",
        "有房产有工作就可申请借款，咨询电话13900000000",
        "我公司有剩余发票可以对外代开，需要请来电",
        "彩票网周年庆，充100送彩金，会员天天返水",
    ],
)
def test_who_offers_money_or_services_in_bulk_claims_no_debt(text):
    reading = read(text, load_rulebook(), received_at=NOON)
    assert (reading.kind, reading.is_claim) == (Kind.MARKETING, False)


def test_a_shop_that_waits_for_payment_claims_no_debt():
    assert not read("您在本旗舰店拍下的外套还未付款，请尽快付款", load_rulebook(), received_at=NOON).is_claim


def test_a_bill_with_its_last_day_stays_a_bill_beside_an_offer_to_split_it():
    bill = "您尾号1234信用卡6月账单1,570.44元，最低还款116.00元，还款到期07月15日。点击即可办理账单分期"
    assert kind_of(bill) is Kind.REMINDER
