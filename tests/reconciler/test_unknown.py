"""Claims about no loan of the ledger, and why."""

from dataclasses import replace

import pytest

from debts.reconciler.types import DecisionFacts, DecisionKind, FactRef, VerdictCode
from tests.moments import at
from tests.reconciler.judged import HAIER, OPEN, SETTLED, judgement_of, ledger, reason_of, told, verdict_of

DEMAND = "【够花】您的借款已逾期，请尽快还款。"


def decided(kept, kind, loan_id=None):
    return replace(kept, decisions=(DecisionFacts("m", kind, loan_id),))


def test_nobody_named_is_nobody():
    verdict = verdict_of(ledger(OPEN), "您的网贷已逾期，请尽快还款。")
    assert (verdict.code, told(verdict)) == (VerdictCode.UNKNOWN_DEBT, ["nobody_named"])


def test_a_lender_of_the_directory_that_is_not_recorded():
    verdict = verdict_of(ledger(OPEN), "【安逸花】您的借款已逾期，请尽快还款。")
    assert told(verdict) == ["no_loan_of_lender"]
    reason = reason_of(verdict, "no_loan_of_lender")
    assert (reason.params, reason.facts, len(reason.spans)) == ({"name": "安逸花"}, (), 1)


def test_a_lender_without_a_loan():
    verdict = verdict_of(ledger(), DEMAND)
    assert told(verdict) == ["no_loan_of_lender"]
    assert reason_of(verdict, "no_loan_of_lender").facts == (FactRef("lender", "l1"),)


def test_a_lender_known_by_its_sender_alone():
    kept = ledger(lender="lender l1 某某小额贷款有限公司 / / / 106912345\n")
    reason = reason_of(verdict_of(kept, "您的网贷已逾期，请尽快还款。", sender="106912345"), "no_loan_of_lender")
    assert reason.params == {"name": ""}


def test_a_lender_that_is_not_kept_says_so():
    kept = ledger()
    elsewhere = replace(kept, lenders=(replace(kept.lenders[0], is_kept=False),))
    assert told(verdict_of(elsewhere, DEMAND)) == ["lender_not_kept", "no_loan_of_lender"]


def test_a_loan_drawn_later_is_named_with_its_day():
    verdict = verdict_of(ledger(OPEN), DEMAND, received_at=at("2025-09-01T10:00"))
    assert told(verdict) == ["loan_drawn_later"]
    assert reason_of(verdict, "loan_drawn_later").params == {"day": "2025-09-10"}


def test_what_contradicts_is_told_and_marked():
    verdict = verdict_of(ledger(f"{OPEN} tail=1234"), "【够花】您尾号9999的还款卡扣款失败，借款已逾期。")
    assert told(verdict) == ["loans_contradict", "vetoed_card"]
    assert reason_of(verdict, "loans_contradict").spans == reason_of(verdict, "vetoed_card").spans
    assert reason_of(verdict, "loans_contradict").facts == (FactRef("lender", "l1"),)
    assert not reason_of(verdict, "vetoed_card").speaks_for


def test_each_way_to_contradict_is_told_once():
    kept = ledger(f"{SETTLED} tail=1234", f"{OPEN} tail=5678 contract=HT-2025-0002")
    verdict = verdict_of(kept, "【够花】您合同号HT-2099-0009尾号9999的还款卡扣款失败，借款已逾期。")
    assert sorted(told(verdict)) == ["loans_contradict", "vetoed_card", "vetoed_contract"]
    assert len(reason_of(verdict, "loans_contradict").spans) == 2


def test_loans_that_contradict_and_one_that_came_later():
    kept = ledger(f"{SETTLED} tail=1234", OPEN)
    text = "【够花】您尾号9999的还款卡扣款失败，借款已逾期。"
    verdict = verdict_of(kept, text, received_at=at("2025-09-01T10:00"))
    assert told(verdict) == ["loan_drawn_later", "loans_contradict", "vetoed_card"]


def test_the_owner_says_that_a_lender_is_not_kept_here():
    verdict = verdict_of(decided(ledger(OPEN), DecisionKind.LENDER_NOT_KEPT), DEMAND)
    assert (verdict.code, told(verdict)) == (VerdictCode.UNKNOWN_DEBT, ["lender_not_kept"])
    assert reason_of(verdict, "lender_not_kept").facts == (FactRef("decision", "m"),)


def test_the_owner_disowns_a_debt():
    verdict = verdict_of(decided(ledger(OPEN), DecisionKind.NOT_MINE), DEMAND)
    assert (verdict.code, told(verdict)) == (VerdictCode.WRONG_PERSON, ["disowned_by_owner"])
    assert reason_of(verdict, "disowned_by_owner").facts == (FactRef("decision", "m"),)


def test_the_owner_chooses_a_loan_against_every_name():
    chosen = decided(ledger(SETTLED, OPEN), DecisionKind.ABOUT_LOAN, "x1")
    verdict = verdict_of(chosen, "【够花】李明先生，您的借款已逾期，请尽快还款。")
    assert (verdict.code, verdict.loan_id) == (VerdictCode.AFTER_SETTLEMENT, "x1")
    assert reason_of(verdict, "decided_by_owner").facts == (FactRef("decision", "m"), FactRef("loan", "x1"))
    assert judgement_of(chosen, DEMAND).match.lender_ids == ("l1",)


def test_a_choice_of_a_loan_that_is_gone_is_none():
    gone = decided(ledger(OPEN, lender=HAIER), DecisionKind.ABOUT_LOAN, "x9")
    assert verdict_of(gone, DEMAND).loan_id == "x2"


@pytest.mark.parametrize(
    ("moment", "code"), [("2025-09-09T23:00", VerdictCode.UNKNOWN_DEBT), ("2025-09-10T00:00", VerdictCode.NOT_OVERDUE)]
)
def test_a_chosen_loan_cannot_be_owed_before_it_was_drawn(moment, code):
    chosen = decided(ledger(OPEN), DecisionKind.ABOUT_LOAN, "x2")
    assert verdict_of(chosen, DEMAND, received_at=at(moment)).code is code


def test_a_choice_without_a_time_is_judged_over_all_times():
    chosen = decided(ledger(OPEN), DecisionKind.ABOUT_LOAN, "x2")
    assert verdict_of(chosen, DEMAND, received_at=None).code is VerdictCode.UNDECIDED


def test_a_harmless_message_of_one_loan_names_it():
    verdict = verdict_of(ledger(OPEN), "【够花】您申请的借款5000元已发放至尾号1234的银行卡。")
    assert (verdict.code, verdict.loan_id, told(verdict)) == (VerdictCode.NO_CLAIM, "x2", ["asks_nothing"])
    assert verdict_of(ledger(SETTLED, OPEN), "【够花】您申请的借款5000元已发放。").loan_id is None


def test_a_receipt_speaks_for_the_loan_that_it_fits_best():
    text = "【够花】您本期还款1100.16元已成功，感谢您按时还款。"
    verdict = verdict_of(ledger(SETTLED, OPEN), text)
    assert (verdict.code, verdict.loan_id) == (VerdictCode.SUPPORTING, "x2")
    assert told(verdict) == ["receipt_of_lender", "matched_signature", "matched_amount"]
    assert reason_of(verdict, "receipt_of_lender").facts == (FactRef("lender", "l1"),)
    assert reason_of(verdict, "receipt_of_lender").spans


def test_a_receipt_that_fits_two_loans_alike_names_neither():
    text = "【够花】您本期还款已成功，感谢您按时还款。"
    verdict = verdict_of(ledger(SETTLED, OPEN), text)
    assert (verdict.code, verdict.loan_id) == (VerdictCode.SUPPORTING, None)


def test_a_receipt_of_a_lender_without_loans_is_kept_all_the_same():
    verdict = verdict_of(ledger(), "【够花】您本期还款1100.16元已成功，感谢您按时还款。")
    assert (verdict.code, told(verdict)) == (VerdictCode.SUPPORTING, ["receipt_of_lender"])
    stranger = verdict_of(ledger(), "【安逸花】您本期还款1100.16元已成功，感谢您按时还款。")
    assert stranger.code is VerdictCode.NO_CLAIM


def test_a_settlement_notice_speaks_for_the_owner():
    verdict = verdict_of(ledger(SETTLED), "【够花】您的借款已全部结清，感谢您的使用。")
    assert told(verdict)[0] == "settlement_notice_of_lender"


def test_a_courts_notice_is_no_claim_and_never_ignored():
    verdict = verdict_of(ledger(OPEN), "【北京互联网法院】您与某公司借款合同纠纷一案已立案，请到庭。")
    assert (verdict.code, told(verdict)) == (VerdictCode.NO_CLAIM, ["court_notice", "asks_nothing"])
    assert reason_of(verdict, "court_notice").spans


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "够花专员：您的欠款可减免，先转500到我个人账户，备注还款，加我微信",
            {"asks_private_payment", "asks_to_leave_official_channel"},
        ),
        ("公安局通知：你涉嫌洗钱，请把资金转入安全账户核查", {"asks_in_name_of_authority", "asks_unusual_payment"}),
    ],
)
def test_a_fraud_is_told_by_its_signs(text, codes):
    verdict = verdict_of(ledger(OPEN), text)
    assert verdict.code is VerdictCode.SUSPECTED_FRAUD
    assert codes <= set(told(verdict))
    assert all(reason.spans for reason in verdict.reasons)


def test_a_fraud_that_names_one_loan_names_it():
    text = "够花专员：您的欠款可减免，先转500到我个人账户，备注还款。"
    assert verdict_of(ledger(OPEN), text).loan_id == "x2"
    assert verdict_of(ledger(SETTLED, OPEN), text.replace("够花专员", "海尔消费金融专员")).loan_id is None


def test_a_fraud_in_the_name_of_an_office_alone_is_told_as_such():
    verdict = verdict_of(ledger(OPEN), "【人民法院】您的欠款案件已进入执行，请立即还款至指定账号，否则拘留。")
    assert verdict.code is VerdictCode.SUSPECTED_FRAUD
    assert verdict.reasons


def test_every_verdict_carries_the_rulebooks_version():
    assert verdict_of(ledger(OPEN), DEMAND).rulebook_version


@pytest.mark.parametrize("kind", [DecisionKind.LENDER_NOT_KEPT, DecisionKind.NOT_MINE])
def test_only_the_choice_of_a_loan_names_one(kind):
    judged = judgement_of(decided(ledger(OPEN), kind, "x2"), "您的网贷已逾期，请尽快还款。")
    assert judged.match.candidates == ()


def test_a_lender_kept_elsewhere_can_still_write_to_a_stranger():
    kept = decided(ledger(OPEN), DecisionKind.LENDER_NOT_KEPT)
    assert verdict_of(kept, "【够花】李四先生，您的借款已逾期，请尽快还款。").code is VerdictCode.WRONG_PERSON
    assert verdict_of(kept, DEMAND).code is VerdictCode.UNKNOWN_DEBT


def test_a_chosen_loan_is_the_owners_whoever_is_addressed():
    kept = decided(ledger(OPEN), DecisionKind.ABOUT_LOAN, "x2")
    assert verdict_of(kept, "【够花】李四先生，您的借款已逾期，请尽快还款。").code is VerdictCode.CONSISTENT


def test_of_a_chosen_loan_only_what_contradicts_it_is_told():
    kept = decided(ledger(f"{OPEN} contract=HT-2025-0002", f"{SETTLED} tail=1234"), DecisionKind.ABOUT_LOAN, "x2")
    judged = judgement_of(kept, "【够花】您合同号HT-2025-0002的借款已逾期，尾号9999的还款卡扣款失败。")
    (one,) = judged.match.candidates
    assert [reason.code for reason in one.reasons] == ["decided_by_owner"]


def test_a_loan_drawn_later_and_a_lender_not_kept_are_linked():
    early = verdict_of(ledger(OPEN), DEMAND, received_at=at("2025-09-01T10:00"))
    assert reason_of(early, "loan_drawn_later").facts == (FactRef("loan", "x2"),)
    kept = ledger()
    elsewhere = replace(kept, lenders=(replace(kept.lenders[0], is_kept=False),))
    assert reason_of(verdict_of(elsewhere, DEMAND), "lender_not_kept").facts == (FactRef("lender", "l1"),)
