"""Innocent explanations: each only where the case leaves room for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from debts.finance import Payment
from debts.reconciler.types import Channel, DecisionFacts, DecisionKind, Recipient, VerdictCode
from tests.moments import at
from tests.reconciler.judged import HAIER, OPEN, SETTLED, ledger, verdict_of

DEMAND = "【够花】您的借款已逾期，请尽快还款。"
PAID_UP = OPEN.replace("paid=3", "paid=6")
ENDED = at("2024-08-01T10:00")


def causes_of(kept, text=DEMAND, **circumstances):
    return verdict_of(kept, text, **circumstances).causes


@pytest.mark.parametrize(("days", "seconds", "is_lag"), [(14, 0, True), (14, 1, False)])
def test_a_late_record_is_a_lag_for_some_days_and_then_a_record_nobody_updated(days, seconds, is_lag):
    causes = causes_of(ledger(SETTLED), received_at=ENDED + timedelta(days=days, seconds=seconds))
    assert ("system_lag" in causes) is is_lag
    assert ("record_not_updated" in causes) is not is_lag


def test_inside_the_grace_only_the_lag_is_named():
    assert causes_of(ledger(SETTLED), received_at=ENDED + timedelta(days=1)) == ("system_lag",)


def test_another_loan_of_the_lender_may_have_got_the_payment():
    assert "payment_booked_elsewhere" not in causes_of(ledger(SETTLED))
    assert "payment_booked_elsewhere" in causes_of(ledger(SETTLED, SETTLED.replace("x1", "x2")))
    assert "payment_booked_elsewhere" not in causes_of(ledger(SETTLED, OPEN), received_at=at("2025-09-09T12:00"))
    other = "lender l2 安逸花\nloan x2 l2 安逸花 8000 2024-01-05 0.18 equal_instalment 12 2024-02-05"
    assert "payment_booked_elsewhere" not in causes_of(ledger(SETTLED, other))


@pytest.mark.parametrize(("sum_claimed", "is_residual"), [("500.00", True), ("500.01", False), ("0.01", True)])
def test_a_sum_that_is_small_beside_the_loan_may_be_a_rest_of_fees(sum_claimed, is_residual):
    causes = causes_of(ledger(SETTLED), f"【够花】您的借款已逾期，欠款{sum_claimed}元，请尽快还款。")
    assert ("residual_fee" in causes) is is_residual


def test_without_a_sum_nothing_is_residual():
    assert "residual_fee" not in causes_of(ledger(SETTLED))


@pytest.mark.parametrize(
    ("text", "circumstances", "is_collector"),
    [
        (DEMAND, {}, False),
        ("【正诚律师事务所】您在海尔消费金融的借款已逾期，请尽快还款。", {}, True),
        ("您在海尔消费金融的借款已逾期，请尽快还款。", {}, False),
        ("接通，对方说是海尔消费金融的，让我还款。", {"channel": Channel.CALL}, True),
        ("两个人上门，说是海尔消费金融的，要我还款。", {"channel": Channel.VISIT}, True),
        ("您在海尔消费金融的借款已逾期，请尽快还款。", {"channel": Channel.CHAT}, True),
    ],
)
def test_an_outside_collector_may_work_from_an_old_list(text, circumstances, is_collector):
    causes = causes_of(ledger(SETTLED), text, **circumstances)
    assert ("collector_error" in causes) is is_collector
    assert ("record_not_updated" in causes) is not is_collector


@pytest.mark.parametrize("sender", ["106912345", "02160001234"])
def test_the_lenders_own_number_is_no_collector_and_a_known_collector_is_one(sender):
    lender = "lender l1 海尔消费金融有限公司 / 海尔消费金融 / 够花 / 106912345 / 021-60001234\n"
    text = "【正诚】您在海尔消费金融的借款已逾期，请尽快还款。"
    causes = causes_of(ledger(SETTLED, lender=lender), text, sender=sender)
    assert ("collector_error" in causes) is (sender == "02160001234")


def test_a_lenders_own_link_is_no_collector():
    lender = "lender l1 海尔消费金融有限公司 / 海尔消费金融, haier-loan.cn / 够花\n"
    text = "【正诚】您的借款已逾期，请点击 https://haier-loan.cn/p 还款。"
    assert "record_not_updated" in causes_of(ledger(SETTLED, lender=lender), text)


@pytest.mark.parametrize(("basis", "is_released"), [("discounted", True), ("waived", True), ("paid_in_full", False)])
def test_a_release_may_not_have_been_booked(basis, is_released):
    assert ("waiver_not_booked" in causes_of(ledger(f"{SETTLED} basis={basis}"))) is is_released


def test_a_settled_loan_may_stand_on_a_list_of_sold_ones():
    assert "sold_by_mistake" not in causes_of(ledger(SETTLED))
    assert "sold_by_mistake" in causes_of(ledger(f"{SETTLED} assigned=海纳清远资产管理有限公司@2024-09-01"))
    notice = "【够花】债权转让通知：您的债权已依法转让给海纳清远资产管理有限公司，请向受让方还款。"
    assert "sold_by_mistake" in causes_of(ledger(SETTLED), notice)


def test_a_guarantor_may_have_paid():
    text = "【够花】我司已代您偿还借款，现向您追偿，请尽快还款。"
    assert "guarantor_paid" in causes_of(ledger(SETTLED), text)
    assert "guarantor_paid" in causes_of(ledger(f"{SETTLED} basis=other"), text)
    assert "guarantor_paid" not in causes_of(ledger(SETTLED))


@pytest.mark.parametrize(
    ("text", "is_possible"),
    [
        (DEMAND, True),
        ("【够花】张三先生，您的借款已逾期，请尽快还款。", False),
        ("【够花】张*您好，您的借款已逾期，请尽快还款。", False),
        ("【够花】您的够花借款已逾期，请尽快还款。", False),
    ],
)
def test_the_number_may_have_been_anothers_where_neither_name_nor_loan_is_told(text, is_possible):
    assert ("former_number_owner" in causes_of(ledger(SETTLED), text)) is is_possible


@pytest.mark.parametrize(
    ("paid_at", "is_recent"),
    [("2026-03-13T12:00", True), ("2026-03-13T11:59", False), ("2026-03-20T12:00", True), ("2026-03-20T12:01", False)],
)
def test_a_payment_of_the_last_days_may_not_be_booked_yet(paid_at, is_recent):
    kept = ledger(f"{PAID_UP} extra=1.00@{paid_at}")
    assert ("payment_not_booked_yet" in causes_of(kept)) is is_recent


def test_money_given_back_lately_is_no_payment_on_its_way():
    kept = ledger(PAID_UP)
    (loan,) = kept.loans
    back = Payment(at("2026-03-19T12:00"), -loan.repayments[0].amount / 1000, "back")
    returned = replace(kept, loans=(replace(loan, repayments=(*loan.repayments, back)),))
    assert "payment_not_booked_yet" not in causes_of(returned)


@pytest.mark.parametrize(
    ("moment", "is_close"),
    [("2026-04-08T12:00", False), ("2026-04-09T12:00", True), ("2026-04-10T12:00", True), ("2026-03-11T12:00", False)],
)
def test_the_due_day_itself_may_have_been_counted(moment, is_close):
    assert ("due_day_counted" in causes_of(ledger(PAID_UP), received_at=at(moment))) is is_close


def test_no_due_day_is_close_where_none_comes():
    kept = ledger(SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=12 settled=2025-03-01T10:00"))
    assert "due_day_counted" not in causes_of(kept, received_at=at("2025-02-01T10:00"))


def test_what_is_not_overdue_may_be_another_loan_of_the_lender():
    assert "other_loan_same_lender" not in causes_of(ledger(PAID_UP))
    assert "other_loan_same_lender" not in causes_of(ledger(PAID_UP, SETTLED), "【够花】您2025年9月10日的借款已逾期")
    both = ledger(PAID_UP, PAID_UP.replace("x2", "x3").replace("2025-09-10", "2025-08-10"))
    assert "other_loan_same_lender" in causes_of(both, "【够花】您2025年9月10日申请的借款已逾期")


def test_what_is_not_overdue_may_be_an_unrecorded_loan_where_nothing_points_at_it():
    assert "loan_not_recorded" in causes_of(ledger(PAID_UP))
    assert "loan_not_recorded" not in causes_of(ledger(PAID_UP), "【够花】您的够花借款已逾期，请尽快还款。")


HIGH = "【够花】您的借款逾期金额5000元，请尽快还款。"


@pytest.mark.parametrize(
    ("changes", "text", "causes"),
    [
        ({}, HIGH, ("penalty_not_recorded",)),
        ({"daily_penalty_rate": 1}, HIGH.replace("5000", "9999999"), ("fees_not_recorded",)),
        ({"annual_rate": None, "daily_penalty_rate": 1}, HIGH.replace("5000", "9999999"), ("interest_not_recorded",)),
        ({}, HIGH.replace("5000元", "5000元，另需支付服务费200元"), ("penalty_not_recorded", "fees_not_recorded")),
    ],
)
def test_a_sum_too_high_may_hold_what_the_terms_do_not(changes, text, causes):
    kept = ledger(OPEN)
    (loan,) = kept.loans
    changed = replace(kept, loans=(replace(loan, terms=replace(loan.terms, **changes)),))
    verdict = verdict_of(changed, text)
    assert (verdict.code, verdict.causes) == (VerdictCode.OVERSTATED, causes)


def test_a_penalty_on_what_is_not_overdue_may_not_be_recorded_either():
    text = "【够花】温馨提示：您的借款本期应还3000元，含违约金100元，请按时还款。"
    verdict = verdict_of(ledger(PAID_UP), text)
    assert (verdict.code, verdict.causes) == (VerdictCode.OVERSTATED, ("penalty_not_recorded",))


def test_a_sum_too_high_may_be_of_two_loans():
    kept = ledger(f"{OPEN} tail=1234", f"{OPEN.replace('x2', 'x3')} tail=5678")
    causes = causes_of(kept, "【够花】您尾号1234的还款卡所还借款逾期金额9000元，请尽快还款。")
    assert causes == ("penalty_not_recorded", "other_loan_same_lender")


def test_what_is_right_needs_no_cause():
    assert causes_of(ledger(OPEN)) == ()


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        (
            "【中银消费】您的借款已逾期，请尽快还款。",
            ("loan_not_recorded", "former_number_owner", "funder_of_platform"),
        ),
        ("【还呗】您的借款已逾期，请尽快还款。", ("loan_not_recorded", "former_number_owner")),
        ("张三先生，您的网贷已逾期，请尽快还款。", ("loan_not_recorded",)),
        ("【够花】您合同号HT-2099-0009的借款已逾期。", ("loan_not_recorded", "former_number_owner")),
    ],
)
def test_an_unknown_debt_has_the_causes_of_its_case(text, causes):
    kept = ledger(f"{OPEN} contract=HT-2025-0002")
    assert (verdict_of(kept, text).code, causes_of(kept, text)) == (VerdictCode.UNKNOWN_DEBT, causes)


def test_an_unknown_claim_beside_a_known_one_has_them_too():
    kept = ledger(f"{OPEN} contract=HT-2025-0002")
    text = "【够花】合同号HT-2025-0002欠3300.48元，合同号HT-2099-0009欠800元，请尽快还款"
    assert causes_of(kept, text) == ("loan_not_recorded", "former_number_owner")


@pytest.mark.parametrize(
    ("text", "recipient", "causes"),
    [
        ("【够花】李明先生，您的借款已逾期，请尽快还款。", Recipient.SELF, ("former_number_owner",)),
        (
            "您的同事吴海涛在够花的借款已逾期，请督促他还款。",
            Recipient.SELF,
            ("listed_as_contact", "former_number_owner"),
        ),
        ("请转告李明，他在够花的借款已逾期，赶紧还钱。", Recipient.RELATIVE, ("listed_as_contact",)),
        (
            "您好，您是他预留的紧急联系人，他在够花的借款已逾期。",
            Recipient.SELF,
            ("listed_as_contact", "former_number_owner"),
        ),
    ],
)
def test_somebody_elses_debt_has_the_causes_of_its_case(text, recipient, causes):
    verdict = verdict_of(ledger(OPEN), text, recipient=recipient)
    assert (verdict.code, verdict.causes) == (VerdictCode.WRONG_PERSON, causes)


def test_a_debt_that_the_owner_disowned_may_be_the_former_owners():
    disowned = replace(ledger(OPEN, lender=HAIER), decisions=(DecisionFacts("m", DecisionKind.NOT_MINE),))
    assert causes_of(disowned) == ("former_number_owner",)
    assert causes_of(disowned, "【够花】张三先生，您的借款已逾期。") == ()
