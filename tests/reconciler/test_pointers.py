"""Which loan the words of a text point at, and how one text makes several claims."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import judge_messages
from debts.reconciler.types import IncomingMessage, VerdictCode
from debts.rulebook import load_rulebook
from tests.scenarios.ledgers import ledger_from

NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TWO_LOANS = ledger_from(
    "owner 张三\nlender l1 海尔消费金融有限公司 / 海尔消费金融, 够花 / 够花\n"
    "loan x1 l1 够花 10000 2023-01-05 0.18 equal_instalment 12 2023-02-05 settled=2024-08-01T10:00"
    " contract=HT-2023-0001 phone=13800001111\n"
    "loan x2 l1 够花 12000 2025-09-10 0.18 equal_instalment 12 2025-10-10 paid=3"
    " contract=HT-2025-0002 phone=13900002222"
)


def verdict_of(text):
    return judge_messages(TWO_LOANS, [IncomingMessage("m", text, NOON)], rulebook=load_rulebook())[0].verdict


def test_a_contract_number_selects_its_loan_without_being_called_one():
    assert verdict_of("【够花】您的借款HT-2023-0001已逾期，请尽快还款").loan_id == "x1"
    assert verdict_of("【够花】您的借款HT-2025-0002已逾期，请尽快还款").loan_id == "x2"


def test_a_contract_number_of_no_loan_is_an_unknown_debt():
    verdict = verdict_of("【够花】合同号HT-2024-0009的借款已逾期，请尽快还款")
    assert verdict.code is VerdictCode.UNKNOWN_DEBT


def test_an_order_number_contradicts_no_loan():
    assert verdict_of("【够花】订单号20260310112233，您的借款已逾期，请尽快还款").loan_id == "x2"


def test_two_contracts_in_one_text_are_judged_each_with_its_own_sum():
    verdict = verdict_of("【够花】合同HT-2025-0002欠2200.32元；合同HT-2023-0001欠916.80元，请尽快还款")
    assert (verdict.code, verdict.loan_id, verdict.claimed) == (VerdictCode.AFTER_SETTLEMENT, "x1", Decimal("916.80"))


def test_a_known_contract_does_not_carry_an_unknown_one_along():
    verdict = verdict_of("【够花】合同HT-2025-0002欠2200.32元，合同HT-2024-0009欠800元，请尽快还款")
    assert verdict.code is VerdictCode.UNKNOWN_DEBT


def test_a_total_of_several_contracts_is_held_against_none_of_them():
    verdict = verdict_of("【够花】合同HT-2023-0001、HT-2025-0002均已逾期，合计99999元，请尽快还款")
    assert (verdict.code, verdict.claimed) == (VerdictCode.AFTER_SETTLEMENT, None)


@pytest.mark.parametrize(("number", "loan"), [("138****1111", "x1"), ("13900002222", "x2")])
def test_the_telephone_of_the_loan_points_at_it(number, loan):
    assert verdict_of(f"【够花】您{number}账户的借款已逾期，请尽快还款").loan_id == loan


def test_another_telephone_is_one_to_call_back_and_contradicts_nothing():
    assert verdict_of("【够花】您的借款已逾期，请尽快还款，电话13711112222").loan_id == "x2"


@pytest.mark.parametrize(
    ("words", "loan"), [("2023年1月5日", "x1"), ("2023年1月", "x1"), ("2023年", "x1"), ("2025年9月10日", "x2")]
)
def test_the_day_of_drawing_points_at_the_loan(words, loan):
    assert verdict_of(f"【够花】您于{words}申请的借款至今未还，请处理").loan_id == loan


def test_a_due_day_is_no_day_of_drawing():
    assert verdict_of("【够花】截至2023年1月5日您的借款已逾期，请尽快还款").loan_id == "x2"
