"""Which of several loans is meant, and when nobody can say: a debt that is owed is never told to be settled."""

from dataclasses import replace
from decimal import Decimal

import pytest

from debts.finance import Payment
from debts.reconciler.types import VerdictCode
from tests.moments import at
from tests.reconciler.judged import OPEN, SETTLED, ledger, reason_of, told, verdict_of

AFTER, UNDECIDED, CONSISTENT = VerdictCode.AFTER_SETTLEMENT, VerdictCode.UNDECIDED, VerdictCode.CONSISTENT
TEXT = "【够花】{}已逾期，请尽快还款。"
PAID_UP = OPEN.replace("paid=3", "paid=6")


def code_of(kept, said, **circumstances):
    return verdict_of(kept, TEXT.format(said), **circumstances).code


# --- identifiers of the open loan in every writing -------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "合同号HT-2025-0002",
        "合同编号ht20250002",
        "合同号HT2025****02",
        "合同号HT2025xxxx02",
        "合同尾号0002",
        "合同号HT2O250OO2",
    ],
)
@pytest.mark.parametrize("settled", [SETTLED, f"{SETTLED} contract=HT-2024-0001"])
def test_a_contract_number_of_the_open_loan_never_leads_to_the_settled_one(written, settled):
    kept = ledger(settled, f"{OPEN} contract=HT-2025-0002")
    assert code_of(kept, f"您{written}的借款") is CONSISTENT


@pytest.mark.parametrize(
    ("said", "recorded"),
    [
        ("您合同号HT-2099-0009的借款", "contract=HT-2025-0002"),
        ("您尾号9999的还款卡扣款失败，借款", "tail=1234"),
        ("您的小花贷借款", ""),
    ],
)
def test_what_contradicts_the_open_loan_and_fits_the_settled_one_no_better_is_left_open(said, recorded):
    kept = ledger(SETTLED.replace(" 够花 ", " - "), f"{OPEN} {recorded}")
    assert code_of(kept, said) is UNDECIDED


def test_a_loan_that_nobody_can_rule_out_is_named_with_what_it_would_be():
    kept = ledger(SETTLED, f"{OPEN} contract=HT-2025-0002")
    verdict = verdict_of(kept, TEXT.format("您合同号HT-2099-0009的借款"))
    assert told(verdict) == ["several_fit", "open_loan_not_ruled_out", "would_be", "would_be"]
    assert reason_of(verdict, "several_fit").params == {"count": "2"}
    assert reason_of(verdict, "open_loan_not_ruled_out").params == {"count": "1"}
    assert [one.params["verdict"] for one in verdict.reasons[2:]] == ["after_settlement", "consistent"]
    assert [one.facts[0].id for one in verdict.reasons[2:]] == ["x1", "x2"]
    assert (verdict.loan_id, verdict.causes) == (None, ("other_loan_same_lender",))


def test_a_contradicted_loan_that_ended_too_is_no_rival():
    kept = ledger(SETTLED, f"{SETTLED.replace('x1', 'x2')} contract=HT-2025-0002")
    assert code_of(kept, "您合同号HT-2099-0009的借款") is AFTER


def test_a_contradicted_loan_that_was_drawn_later_is_no_rival():
    kept = ledger(SETTLED, f"{OPEN} contract=HT-2025-0002")
    assert code_of(kept, "您合同号HT-2099-0009的借款", received_at=at("2025-09-09T12:00")) is AFTER
    assert code_of(kept, "您合同号HT-2099-0009的借款", received_at=at("2025-09-10T12:00")) is UNDECIDED


@pytest.mark.parametrize(
    ("part", "said"),
    [("tail=1234", "您尾号1234的还款卡扣款失败，借款"), ("phone=13800001111", "您13800001111账户的借款")],
)
def test_a_card_or_telephone_of_the_settled_loan_may_be_the_open_ones_too(part, said):
    kept = ledger(f"{SETTLED} {part}", OPEN)
    assert code_of(kept, said) is UNDECIDED
    assert code_of(ledger(SETTLED, f"{OPEN} {part}"), said) is CONSISTENT
    assert code_of(ledger(f"{SETTLED} {part}", SETTLED.replace("x1", "x2")), said) is AFTER


def test_a_product_that_is_recorded_for_the_settled_loan_only_is_left_open():
    kept = ledger(SETTLED.replace("够花", "嗨客贷"), OPEN.replace(" 够花 ", " - "))
    assert code_of(kept, "您的嗨客贷") is UNDECIDED
    assert code_of(ledger(SETTLED.replace("够花", "嗨客贷"), OPEN), "您的嗨客贷") is AFTER


def test_the_day_of_drawing_of_the_settled_loan_leaves_an_undated_one_open():
    kept = ledger(SETTLED, OPEN)
    first, second = kept.loans
    kept_undated = replace(kept, loans=(first, replace(second, terms=replace(second.terms, drawn_on=None))))
    assert code_of(kept, "您2024年的借款") is AFTER
    assert code_of(kept_undated, "您2024年的借款") is UNDECIDED


def test_a_text_that_points_at_a_loan_and_contradicts_it_is_left_open():
    kept = ledger(
        f"{SETTLED} phone=13800001111",
        f"{OPEN} phone=13800001111 tail=1234",
    )
    assert code_of(kept, "您13800001111账户尾号9999的还款卡扣款失败，借款") is UNDECIDED
    stronger = ledger(f"{SETTLED} tail=9999", f"{OPEN} phone=13800001111 tail=1234")
    assert code_of(stronger, "您13800001111账户尾号9999的还款卡扣款失败，借款") is AFTER


def test_a_loan_drawn_again_later_explains_the_message():
    kept = ledger(SETTLED, OPEN)
    assert code_of(kept, "您的借款", received_at=at("2025-09-01T12:00")) is AFTER
    assert code_of(kept, "您的借款", received_at=at("2025-09-20T12:00")) is UNDECIDED
    assert code_of(kept, "您的借款") is CONSISTENT


def test_a_loan_drawn_on_the_day_of_the_message_is_there_in_every_zone():
    kept = ledger(SETTLED, OPEN)
    abroad = replace(kept, profile=replace(kept.profile, time_zone="America/New_York"))
    assert code_of(abroad, "您的借款", received_at=at("2025-09-10T08:00")) is UNDECIDED


def test_money_given_back_opens_a_loan_again():
    kept = ledger(SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=12"))
    (loan,) = kept.loans
    back = Payment(at("2025-01-20T10:00"), Decimal("-916.80"), "back")
    returned = replace(kept, loans=(replace(loan, repayments=(*loan.repayments, back)),))
    assert code_of(returned, "您的借款", received_at=at("2025-01-19T10:00")) is AFTER
    assert code_of(returned, "您的借款", received_at=at("2025-01-21T10:00")) is CONSISTENT


# --- several that fit ------------------------------------------------------------------------------------------------


def test_an_open_loan_that_is_due_explains_the_message():
    verdict = verdict_of(ledger(SETTLED, OPEN), TEXT.format("您的借款"))
    assert (verdict.code, verdict.loan_id) == (CONSISTENT, "x2")
    assert "several_agree" not in told(verdict)


def test_an_open_loan_that_is_not_due_leaves_it_open_which_is_wrong_either_way():
    verdict = verdict_of(ledger(SETTLED, PAID_UP), TEXT.format("您的借款"))
    assert verdict.code is UNDECIDED
    assert told(verdict) == ["several_fit", "wrong_either_way", "would_be", "would_be"]
    assert [one.params["verdict"] for one in verdict.reasons[2:]] == ["after_settlement", "not_overdue"]


def test_loans_that_agree_give_their_answer_with_their_number():
    verdict = verdict_of(
        ledger(SETTLED, SETTLED.replace("x1", "x2"), SETTLED.replace("x1", "x3")), TEXT.format("您的借款")
    )
    assert (verdict.code, verdict.loan_id) == (AFTER, "x1")
    assert reason_of(verdict, "several_agree").params == {"count": "3"}
    assert [fact.id for fact in reason_of(verdict, "several_agree").facts] == ["x1", "x2", "x3"]


def test_a_sum_of_the_settled_loan_to_the_cent_does_not_speak_of_the_open_one():
    kept = ledger(SETTLED, OPEN)
    assert code_of(kept, "您的借款欠款916.80元") is UNDECIDED
    assert code_of(kept, "您的借款欠款900元") is CONSISTENT
    assert code_of(kept, "您的借款欠款1100.16元") is CONSISTENT


def test_a_sum_that_was_let_go_does_not_speak_of_the_open_loan():
    kept = ledger(f"{SETTLED} basis=discounted", OPEN)
    assert code_of(kept, "您的借款剩余欠款5500.81元") is UNDECIDED
    assert code_of(kept, "您的借款剩余欠款5500.82元") is CONSISTENT


def test_possible_verdicts_are_told_once_each_with_all_their_loans():
    kept = ledger(SETTLED, SETTLED.replace("x1", "x3"), PAID_UP)
    verdict = verdict_of(kept, TEXT.format("您的借款"))
    would = [one for one in verdict.reasons if one.code == "would_be"]
    assert [[fact.id for fact in one.facts] for one in would] == [["x1", "x3"], ["x2"]]
    assert not any(one.speaks_for for one in would)
