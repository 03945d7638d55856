"""How the parts of a match add up, which loans they set aside, and how the search ends."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import debts.reconciler
from debts.reconciler.types import DecisionFacts, DecisionKind, MatchOutcome, VerdictCode
from debts.rulebook import load_rulebook
from tests.moments import at
from tests.reconciler.judged import HAIER, OPEN, SETTLED, judgement_of, ledger, reason_of, told, verdict_of

WEIGHTS = load_rulebook().weights
TEXT = "【够花】{}已逾期，请尽快还款"


def match_of(kept, said, **circumstances):
    return judgement_of(kept, TEXT.format(said), **circumstances).match


def loans_of(kept, said, **circumstances):
    return [one.loan_id for one in match_of(kept, said, **circumstances).candidates]


def test_every_part_in_the_source_has_a_weight():
    sources = "\n".join(path.read_text("utf-8") for path in Path(debts.reconciler.__file__).parent.glob("*.py"))
    assert set(re.findall(r'"((?:matched|vetoed)_[a-z_]+|decided_by_owner)"', sources)) == set(WEIGHTS.parts)


def test_the_score_is_the_sum_of_the_weights():
    (one,) = match_of(ledger(f"{OPEN} contract=HT-2025-0002"), "合同号HT20250002的借款").candidates
    codes = [reason.code for reason in one.reasons]
    assert codes == ["matched_signature", "matched_contract"]
    assert one.score == sum(map(WEIGHTS.of, codes))


def test_candidates_stand_best_first_and_ties_by_name():
    kept = ledger(SETTLED.replace("x1", "x3"), OPEN)
    assert loans_of(kept, "您的借款") == ["x2", "x3"]
    assert loans_of(kept, "您的借款1100.16元") == ["x2", "x3"]
    assert loans_of(kept, "您的借款916.80元") == ["x3", "x2"]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("您的借款", MatchOutcome.SEVERAL),
        ("合同号HT-1的借款", MatchOutcome.SEVERAL),
        ("合同号HT-2025-0002的借款", MatchOutcome.ONE_LOAN),
        ("合同号HT-2099-0009的借款", MatchOutcome.LENDER_ONLY),
    ],
)
def test_a_search_ends_in_one_of_four_ways(said, outcome):
    kept = ledger(f"{SETTLED} contract=HT-2024-0001", f"{OPEN} contract=HT-2025-0002")
    assert match_of(kept, said).outcome is outcome
    assert judgement_of(kept, "您的网贷已逾期，请尽快还款").match.outcome is MatchOutcome.NOBODY


def test_what_is_contradicted_is_set_aside_with_its_reason():
    match = match_of(
        ledger(f"{SETTLED} contract=HT-2024-0001", f"{OPEN} contract=HT-2025-0002"), "合同号HT-2024-0001的借款"
    )
    (one,) = match.set_aside
    (reason,) = (reason for reason in one.reasons if not reason.speaks_for)
    assert (one.loan_id, one.score, reason.code) == ("x2", 0, "vetoed_contract")
    assert [(fact.kind, fact.id) for fact in reason.facts] == [("loan", "x2")]


def test_of_many_loans_set_aside_only_some_are_kept_those_still_open_first():
    settled = [f"{SETTLED.replace('x1', f'a{place}')} contract=HT-2024-100{place}" for place in range(7)]
    match = match_of(ledger(*settled, f"{OPEN} contract=HT-2025-0002"), "合同号HT-2099-0009的借款")
    assert [one.loan_id for one in match.set_aside] == ["x2", "a0", "a1", "a2", "a3"]


def test_a_contract_number_outweighs_another_card_and_another_product():
    kept = ledger(f"{OPEN} contract=HT-2025-0002 tail=1234")
    verdict = verdict_of(kept, "【够花】您的合同号HT-2025-0002尾号5678的借款已逾期，请尽快还款")
    assert verdict.loan_id == "x2"
    assert told(verdict, speaks_for=False) == ["vetoed_card"]


@pytest.mark.parametrize("part", ["tail=1234", "phone=13800001111"])
def test_a_part_that_points_sets_aside_a_loan_with_another_value(part):
    key, _, value = part.partition("=")
    kept = ledger(f"{SETTLED} {part}", f"{OPEN} {key}={value[::-1] if key == 'tail' else '13911119999'}")
    assert loans_of(kept, f"您{value}的还款卡所还的借款" if key == "phone" else f"您尾号{value}的还款卡") == ["x1"]


@pytest.mark.parametrize("part", ["tail=1234", "phone=13800001111"])
def test_a_loan_of_which_nothing_is_on_record_stays_beside_the_one_pointed_at(part):
    key, _, value = part.partition("=")
    said = f"您{value}账户的借款" if key == "phone" else f"您尾号{value}的还款卡"
    assert loans_of(ledger(f"{SETTLED} {part}", OPEN), said) == ["x1", "x2"]


def test_a_contract_number_is_of_one_loan_only():
    assert loans_of(ledger(f"{SETTLED} contract=HT-2024-0001", OPEN), "合同号HT-2024-0001的借款") == ["x1"]


def test_an_unlabelled_contract_number_is_found_with_and_without_its_signs():
    kept = ledger(f"{SETTLED} contract=HT-2024-0001", f"{OPEN} contract=HT-2025-0002")
    for written in ("HT-2024-0001", "HT20240001", "ht20240001"):
        assert loans_of(kept, f"您的借款{written}") == ["x1"]


def test_a_contract_number_leads_to_its_loan_though_nobody_is_named():
    kept = ledger(f"{SETTLED} contract=HT-2024-0001", OPEN)
    judged = judgement_of(kept, "合同号HT-2024-0001的借款已逾期，请尽快还款")
    assert [one.loan_id for one in judged.match.candidates] == ["x1"]
    assert judgement_of(kept, "合同尾号0001的借款已逾期，请尽快还款").match.candidates == ()


def test_the_end_of_a_telephone_is_no_card():
    kept = ledger(f"{OPEN} tail=1234 phone=13800001111")
    verdict = verdict_of(kept, TEXT.format("您138****1111账户的借款"))
    assert (verdict.loan_id, verdict.code) == ("x2", VerdictCode.CONSISTENT)
    assert "vetoed_card" not in told(verdict)


def test_a_card_on_record_in_full_counts_by_its_end():
    kept = ledger(f"{OPEN} tail=6222021234561234")
    assert "matched_card" in told(verdict_of(kept, TEXT.format("您尾号1234的还款卡")))
    assert verdict_of(kept, TEXT.format("您尾号5678的还款卡")).code is VerdictCode.UNKNOWN_DEBT


def test_one_agreeing_card_of_several_is_enough():
    kept = ledger(f"{OPEN} tail=1234")
    reason = reason_of(verdict_of(kept, TEXT.format("您尾号9999或尾号1234的还款卡")), "matched_card")
    assert reason.params == {"tail": "1234"}


@pytest.mark.parametrize("month", ["2025年9月10日申请的借款", "2025年9月10日向我司借了一笔12000元的借款"])
def test_the_day_of_drawing_points_and_another_day_contradicts(month):
    assert "matched_drawn" in told(verdict_of(ledger(OPEN), TEXT.format(f"您于{month}")))
    far = verdict_of(ledger(OPEN), TEXT.format(f"您于{month.replace('2025', '2024')}"))
    assert (far.code, "vetoed_drawn" in told(far)) == (VerdictCode.UNKNOWN_DEBT, True)


@pytest.mark.parametrize(
    ("day", "is_near"),
    [("2025年10月11日", True), ("2025年10月12日", False), ("2025年8月10日", True), ("2025年8月9日", False)],
)
def test_a_day_within_a_month_of_the_drawing_contradicts_nothing(day, is_near):
    verdict = verdict_of(ledger(OPEN), TEXT.format(f"您于{day}申请的借款"))
    assert (verdict.code is VerdictCode.CONSISTENT) is is_near


@pytest.mark.parametrize(
    "said", ["您2025年2月30日申请的借款", "您2025年1月的借款", "您2024年3月1日到期的借款", "您2024年3月1日申请的延期"]
)
def test_what_is_no_day_of_drawing_contradicts_nothing(said):
    assert verdict_of(ledger(OPEN), TEXT.format(said)).loan_id == "x2"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("您的借款1100.16元", "matched_amount"),
        ("您的借款12000元", "matched_amount"),
        ("您的借款逾期金额3300.48元", "matched_balance"),
        ("您的借款剩余欠款9901.47元", "matched_balance"),
    ],
)
def test_a_sum_to_the_cent_speaks_for_the_loan(said, code):
    reason = reason_of(verdict_of(ledger(OPEN), TEXT.format(said)), code)
    assert reason.params["currency"] == "CNY"
    assert reason.params["amount"] in TEXT.format(said) or reason.params["amount"] == "12000.00"
    assert [fact.id for fact in reason.facts] == ["x2"]


@pytest.mark.parametrize("said", ["您的借款3300.47元", "您已还3300.48元的借款", "您的借款额度9901.47元"])
def test_a_sum_that_is_another_or_no_claim_speaks_for_nothing(said):
    assert not {"matched_balance", "matched_amount"} & set(told(verdict_of(ledger(OPEN), TEXT.format(said))))


def test_what_was_let_go_at_the_end_is_known_again():
    kept = ledger(f"{SETTLED} basis=discounted")
    verdict = verdict_of(kept, TEXT.format("您的借款剩余欠款5500.81元"))
    assert "matched_waived" in told(verdict)
    assert reason_of(verdict, "matched_waived").params["amount"] == "5500.81"
    before = verdict_of(kept, TEXT.format("您的借款剩余欠款5500.81元"), received_at=at("2024-07-30T10:00"))
    assert "matched_waived" not in told(before)


def test_nothing_was_let_go_where_the_loan_was_paid_off():
    assert "matched_waived" not in told(verdict_of(ledger(SETTLED), TEXT.format("您的借款剩余欠款5500.81元")))


def test_a_due_day_of_the_plan_speaks_for_the_loan():
    verdict = verdict_of(ledger(OPEN), "【够花】您的借款本期应还1100.16元，还款日2026年3月10日，请按时还款")
    assert reason_of(verdict, "matched_due_date").params == {"day": "2026-03-10"}
    other = verdict_of(ledger(OPEN), "【够花】您的借款本期应还1100.16元，还款日2026年3月11日，请按时还款")
    assert "matched_due_date" not in told(other)


@pytest.mark.parametrize(
    ("said", "loan"), [("您的够花", "x2"), ("您的嗨客贷", "x1"), ("您的大额贷", None), ("您的够花、嗨客贷", "x1")]
)
def test_a_product_points_at_its_loan(said, loan):
    kept = ledger(SETTLED.replace("够花", "嗨客贷"), OPEN)
    assert verdict_of(kept, TEXT.format(said)).loan_id == loan


def test_a_part_of_the_products_name_is_enough():
    kept = ledger(SETTLED.replace("够花", "嗨客贷精英版"), OPEN.replace("够花", "大额贷"))
    assert loans_of(kept, "您的嗨客贷") == ["x1"]
    assert loans_of(kept, "您的大额贷尊享版借款") == ["x2"]


def test_a_credit_card_is_no_instalment_loan_unless_its_card_is_named():
    bank = "lender l1 招商银行股份有限公司 / 招商银行 / 招商银行\n"
    loan = OPEN.replace("够花", "闪电贷")
    text = "【招商银行】您{}的信用卡已逾期，请尽快还款"
    assert verdict_of(ledger(loan, lender=bank), text.format("")).code is VerdictCode.UNKNOWN_DEBT
    assert verdict_of(ledger(f"{loan} tail=1234", lender=bank), text.format("尾号1234")).loan_id == "x2"
    for product in ("白金卡", "Visa", "MasterCard"):
        assert verdict_of(ledger(OPEN.replace("够花", product), lender=bank), text.format("")).loan_id == "x2"


def test_a_loan_drawn_later_is_no_candidate():
    assert loans_of(ledger(OPEN), "您的借款", received_at=at("2025-09-09T23:59")) == []
    assert loans_of(ledger(OPEN), "您的借款", received_at=at("2025-09-10T00:00")) == ["x2"]
    assert loans_of(ledger(OPEN), "您的借款", received_at=None) == ["x2"]


@pytest.mark.parametrize("name", ["李四", "李先生"])
def test_the_borrower_that_is_named_points_at_the_guaranteed_loan(name):
    kept = ledger(SETTLED, f"{OPEN} role=guarantor others=李四")
    text = (
        f"【够花】您的朋友{name}的借款已逾期，请督促其尽快还款"
        if name == "李四"
        else f"【够花】{name}，您的借款已逾期，请尽快还款"
    )
    match = judgement_of(kept, text).match
    assert [one.loan_id for one in match.candidates] == ["x2"]
    assert "matched_borrower" in [reason.code for reason in match.candidates[0].reasons]


@pytest.mark.parametrize("said", ["您作为担保人的借款", "您为李四担保的借款", "您应承担连带保证责任，借款"])
def test_words_of_a_guarantee_point_at_the_guaranteed_loan(said):
    kept = ledger(SETTLED, f"{OPEN} role=guarantor")
    assert loans_of(kept, said) == ["x2"]
    assert loans_of(ledger(SETTLED, OPEN), said) == ["x1", "x2"]


def test_a_guarantor_that_is_only_spoken_of_points_at_nothing():
    kept = ledger(SETTLED, f"{OPEN} role=guarantor")
    assert loans_of(kept, "将联系您的担保人，您的借款") == ["x1", "x2"]


def test_a_choice_of_the_owner_outweighs_all_and_names_what_contradicts():
    kept = ledger(f"{OPEN} contract=HT-2025-0002")
    chosen = replace(kept, decisions=(DecisionFacts("m", DecisionKind.ABOUT_LOAN, "x2"),))
    judged = judgement_of(chosen, TEXT.format("合同号HT-2099-0009的借款"))
    (one,) = judged.match.candidates
    assert [reason.code for reason in one.reasons] == ["decided_by_owner", "vetoed_contract"]
    assert one.score == WEIGHTS.of("decided_by_owner")
    assert judged.verdict.code is VerdictCode.CONSISTENT


def test_lenders_of_the_match_are_named_in_order():
    kept = ledger(
        OPEN,
        "lender l0 某某小额贷款有限公司 / 快易贷款",
        "loan x3 l0 快易金 8000 2025-01-05 0.18 equal_instalment 12 2025-02-05 paid=3",
        lender=HAIER,
    )
    match = judgement_of(kept, "【够花】您在海尔消费金融、快易贷款的借款均已逾期，请尽快还款").match
    assert match.lender_ids == ("l0", "l1")


@pytest.mark.parametrize(
    ("said", "code", "params", "words"),
    [
        ("您合同HT-2025-0002的借款", "matched_contract", {"number": "HT-2025-0002"}, "HT-2025-0002"),
        ("您13900002222账户的借款", "matched_phone", {"number": "13900002222"}, "13900002222"),
        ("李明您好，您的借款", "matched_borrower", {"name": "李明"}, "李明"),
        ("您担保的借款", "matched_role", {}, "您担保的"),
        ("您的借款1100.16元", "matched_amount", {"amount": "1100.16", "currency": "CNY"}, "1100.16元"),
    ],
)
def test_what_points_at_a_loan_is_told_with_its_words_and_the_loan(said, code, params, words):
    kept = ledger(f"{OPEN} contract=HT-2025-0002 phone=13900002222 role=guarantor others=李明")
    text = TEXT.format(said)
    match = judgement_of(kept, text).match
    (reason,) = (one for one in match.candidates[0].reasons if one.code == code)
    assert (reason.params, [text[span.start : span.end] for span in reason.spans]) == (params, [words])
    assert [(fact.kind, fact.id) for fact in reason.facts] == [("loan", "x2")]


def test_a_guarantee_points_at_no_loan_that_the_owner_drew():
    match = judgement_of(ledger(SETTLED, OPEN), TEXT.format("您担保的借款")).match
    assert "matched_role" not in {reason.code for one in match.candidates for reason in one.reasons}
