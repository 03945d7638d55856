"""Messages as lending platforms keep them for sending, with places left open and signs for the sender's name."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import read
from debts.reconciler.types import Kind
from debts.rulebook import load_rulebook

NOON = datetime(2025, 9, 6, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def read_at_noon(text):
    return read(text, load_rulebook(), received_at=NOON)


def test_the_place_left_for_the_senders_name_asks_nobody_to_sign():
    assert not read_at_noon("【签名】尊敬的客户，您的借款资料需要您确认 ${link}").is_claim
    assert read_at_noon("逾期款4200元，请今日到店签名确认欠款，否则停止减免").kind is Kind.AGREEMENT_DEMAND


@pytest.mark.parametrize(
    "text",
    [
        "您借的6000元，在尾号2207的银行卡中已到账，首期应还540.00元，还款日12月9日。",
        "尊敬的用户：您的借款单已成功打款#money#元，请留意到账情况。回T退订",
    ],
)
def test_what_is_paid_out_is_not_asked_for_though_its_first_instalment_is_named(text):
    assert not read_at_noon(text).is_claim


def test_a_first_instalment_is_asked_for_where_nothing_is_paid_out():
    assert read_at_noon("【某贷】您的首期账单应还420元，还款日9月9日，请按时还款").is_claim


def test_who_hires_himself_out_as_a_collector_claims_no_debt():
    reading = read_at_noon("被人欠钱了找我，短信轰炸 专业催收 合作加我")
    assert (reading.kind, reading.is_claim) == (Kind.MARKETING, False)
    assert read_at_noon("您的欠款已委托专业催收公司，请今日还款").is_claim


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("您逾期欠款1200元，若仍不处理，我司将提交至芝麻信用，负面信息无法消除。", Kind.CREDIT_THREAT),
        ("您的欠款多次催收未果，我司将对您采取报案措施。", Kind.LEGAL_THREAT),
        ("您的借款已坏账，详情请联系客服", Kind.COLLECTION),
        ("手机尾号3317的机主在某平台借款2000元，已逾期，请及时还款", Kind.VISIT_OR_CONTACTS),
    ],
)
def test_the_end_of_a_chain_of_reminders_is_read_by_what_it_threatens(text, kind):
    assert read_at_noon(text).kind is kind


def test_a_card_that_lapses_for_good_tonight_is_a_fraud_without_a_link():
    assert read_at_noon("您的医保卡状态异常已锁定，48小时内不处理将永久作废。").kind is Kind.FRAUD


def test_a_demand_to_repay_it_oneself_is_no_receipt():
    failed = "【某贷】您的860元没有划扣成功，请在公众号或app里自己还一下，已处理请忽略。"
    assert read_at_noon(failed).kind is Kind.REMINDER


def test_brothers_at_the_door_are_no_readers_of_a_forum():
    assert read_at_noon("欠的钱今天要么给钱要么把车留下，兄弟们可没那么好说话").is_claim


@pytest.mark.parametrize(
    "text",
    ["张工你好，你负责的任务“二期验收”已逾期2天，请登录系统处理！", "您提交的报销单已超期，请三日内补齐材料。"],
)
def test_work_that_is_overdue_is_no_debt(text):
    assert not read_at_noon(text).is_claim
