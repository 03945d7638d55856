"""Which figure a text speaks of, and what it adds to it."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import judge_messages
from debts.reconciler.types import IncomingMessage, VerdictCode
from debts.rulebook import load_rulebook
from tests.scenarios.ledgers import ledger_from

NOON = datetime(2026, 3, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
# Three instalments of 1100.16 are late, 3300.48 together.
LATE = ledger_from(
    "owner 张三\nlender l1 海尔消费金融有限公司 / 海尔消费金融, 够花 / 够花\n"
    "loan x1 l1 够花 12000 2025-09-10 0.18 equal_instalment 12 2025-10-10 paid=3"
)


def verdict_of(text):
    return judge_messages(LATE, [IncomingMessage("m", f"【够花】{text}", NOON)], rulebook=load_rulebook())[0].verdict


@pytest.mark.parametrize(("total", "code"), [("3333.48", VerdictCode.CONSISTENT), ("3333.50", VerdictCode.OVERSTATED)])
def test_a_total_of_what_is_late_is_held_against_what_is_late(total, code):
    assert verdict_of(f"您的借款逾期应还本金、利息共计{total}元，请尽快还款。").code is code


def test_a_total_of_the_loan_is_held_against_the_loan():
    assert verdict_of("您的借款已逾期，剩余本息共计9901元，请一次性结清。").code is VerdictCode.CONSISTENT
    assert verdict_of("您的借款已逾期，剩余本息共计19901元，请一次性结清。").code is VerdictCode.OVERSTATED


@pytest.mark.parametrize("words", ["，另需支付管理费300元", "及催收服务费300元", "，外加违约金300元"])
def test_a_fee_beside_the_sum_is_claimed_with_it(words):
    verdict = verdict_of(f"您的逾期金额3300.48元{words}，请今日还清。")
    assert (verdict.code, verdict.claimed) == (VerdictCode.OVERSTATED, Decimal("3600.48"))


@pytest.mark.parametrize("words", ["（其中罚息300元）", "，含违约金300元"])
def test_a_fee_inside_the_sum_is_not_counted_twice(words):
    assert verdict_of(f"您的逾期金额3300.48元{words}，请今日还清。").claimed == Decimal("3300.48")


def test_a_total_is_what_its_summands_are():
    verdict = verdict_of("您的逾期金额3300.48元，加上管理费300元，共计3600.48元，请尽快还款。")
    assert (verdict.code, verdict.owed) == (VerdictCode.OVERSTATED, Decimal("3300.48"))
