"""What the ledger says to a claim about one loan: the verdict at each boundary, its figures, its reasons."""

from dataclasses import replace
from decimal import Decimal

import pytest

from debts.finance import Payment
from debts.reconciler.types import FactRef, LoanRole, ProofFacts, ProofKind, ProofLevel, VerdictCode
from tests.moments import at
from tests.reconciler.judged import HAIER, NOON, OPEN, SETTLED, index_of, ledger, reason_of, told, verdict_of

DEMAND = "【够花】您的借款已逾期，请尽快还款。"
PAID_UP = OPEN.replace("paid=3", "paid=6")


def with_loan(kept, **changes):
    (loan,) = kept.loans
    return replace(kept, loans=(replace(loan, **changes),))


def with_terms(kept, **changes):
    (loan,) = kept.loans
    return with_loan(kept, terms=replace(loan.terms, **changes))


# --- a loan that ended -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "code", "days"),
    [
        ("2024-08-01T09:59:59", VerdictCode.CONSISTENT, None),
        ("2024-08-01T10:00:00", VerdictCode.WITHIN_GRACE, 0),
        ("2024-08-04T10:00:00", VerdictCode.WITHIN_GRACE, 3),
        ("2024-08-04T10:00:01", VerdictCode.AFTER_SETTLEMENT, 3),
        ("2024-08-05T10:00:00", VerdictCode.AFTER_SETTLEMENT, 4),
    ],
)
def test_grace_lasts_seventy_two_hours(moment, code, days):
    kept = ledger(SETTLED.replace("paid=6", "paid=5"))
    verdict = verdict_of(kept, DEMAND, received_at=at(moment))
    assert (verdict.code, verdict.days_since_settlement) == (code, days)


def test_the_owner_sets_the_grace():
    kept = ledger(SETTLED)
    longer = replace(kept, profile=replace(kept.profile, grace_days=10))
    assert verdict_of(kept, DEMAND, received_at=at("2024-08-09T10:00")).code is VerdictCode.AFTER_SETTLEMENT
    assert verdict_of(longer, DEMAND, received_at=at("2024-08-09T10:00")).code is VerdictCode.WITHIN_GRACE


def test_after_the_end_everything_is_told():
    kept = with_loan(ledger(f"{SETTLED} basis=early_payoff"), proofs=(ProofFacts(ProofKind.RECEIPT, id="p1"),))
    verdict = verdict_of(kept, "【够花】您的借款已逾期，欠款500元，请尽快还款。")
    assert told(verdict) == [
        "settled_on", "days_after_settlement", "proof_on_record", "claims_amount", "says_overdue", "matched_signature",
    ]  # fmt: skip
    assert (verdict.claimed, verdict.owed, verdict.proof_level) == (Decimal(500), Decimal(0), ProofLevel.CONFIRMED)
    assert reason_of(verdict, "settled_on").params == {"day": "2024-08-01", "basis": "early_payoff"}
    assert reason_of(verdict, "days_after_settlement").params == {"days": "596"}
    assert reason_of(verdict, "proof_on_record").facts == (FactRef("proof", "p1"),)
    assert reason_of(verdict, "claims_amount").params == {"amount": "500.00", "currency": "CNY"}
    assert reason_of(verdict, "claims_amount").spans
    assert reason_of(verdict, "says_overdue").spans


def test_inside_the_grace_the_reasons_say_so():
    verdict = verdict_of(ledger(SETTLED), DEMAND, received_at=at("2024-08-02T10:00"))
    assert reason_of(verdict, "inside_grace").params == {"days": "1"}
    assert "no_proof_recorded" in told(verdict, speaks_for=False)


def test_an_end_by_payments_alone_says_that_no_settlement_is_recorded():
    kept = ledger(SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=12"))
    verdict = verdict_of(kept, DEMAND)
    assert verdict.code is VerdictCode.AFTER_SETTLEMENT
    assert reason_of(verdict, "paid_off_on").params == {"day": "2025-01-05"}
    assert told(verdict, speaks_for=False) == ["no_settlement_recorded", "no_proof_recorded"]


def test_days_are_told_by_the_owners_calendar():
    kept = ledger(SETTLED.replace("T10:00", "T06:00"))
    abroad = replace(kept, profile=replace(kept.profile, time_zone="America/New_York"))
    assert reason_of(verdict_of(kept, DEMAND), "settled_on").params["day"] == "2024-08-01"
    assert reason_of(verdict_of(abroad, DEMAND), "settled_on").params["day"] == "2024-07-31"


@pytest.mark.parametrize(("basis", "is_told"), [("discounted", True), ("waived", True), ("paid_in_full", False)])
def test_a_rest_that_was_let_go_is_told(basis, is_told):
    assert ("rest_was_waived" in told(verdict_of(ledger(f"{SETTLED} basis={basis}"), DEMAND))) is is_told


def test_payments_after_the_settlement_are_told():
    kept = ledger(f"{SETTLED} extra=500.00@2024-09-01T10:00")
    reason = reason_of(verdict_of(kept, DEMAND), "paid_after_settlement")
    assert (reason.params["amount"], reason.speaks_for) == ("500.00", False)
    assert [fact.id for fact in reason.facts] == ["x1", "extra"]
    early = verdict_of(kept, DEMAND, received_at=at("2024-08-20T10:00"))
    assert "paid_after_settlement" not in told(early)
    on_the_day = ledger(f"{SETTLED} extra=500.00@2024-08-01T10:00")
    assert "paid_after_settlement" not in told(verdict_of(on_the_day, DEMAND))


def test_payments_that_end_a_loan_are_none_after_its_settlement():
    kept = ledger(SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=12 extra=916.80@2025-02-01T10:00"))
    assert "paid_after_settlement" not in told(verdict_of(kept, DEMAND))


def test_two_equal_payments_at_one_instant_leave_a_doubt():
    kept = ledger(SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=11 extra=916.80@2024-12-05T09:30"))
    verdict = verdict_of(kept, DEMAND)
    assert (verdict.code, verdict.loan_id) == (VerdictCode.UNDECIDED, "x1")
    assert told(verdict, speaks_for=False) == ["no_settlement_recorded", "payments_look_doubled"]
    assert "check_payments" in verdict.advice


@pytest.mark.parametrize(
    ("basis", "text", "code"),
    [
        ("other", "【够花】我司已代您偿还借款，现向您追偿，请尽快还款。", VerdictCode.UNDECIDED),
        ("court", "【够花】我司已代您偿还借款，现向您追偿，请尽快还款。", VerdictCode.AFTER_SETTLEMENT),
        ("other", DEMAND, VerdictCode.AFTER_SETTLEMENT),
    ],
)
def test_who_paid_may_be_a_guarantor_where_the_ledger_does_not_say(basis, text, code):
    verdict = verdict_of(ledger(f"{SETTLED} basis={basis}"), text)
    assert verdict.code is code
    assert ("guarantor_may_have_paid" in told(verdict)) is (code is VerdictCode.UNDECIDED)


def test_who_paid_is_the_owner_where_all_payments_are_recorded():
    kept = ledger(SETTLED.replace("paid=6", "paid=12").replace("2024-08-01", "2025-01-06") + " basis=other")
    text = "【够花】我司已代您偿还借款，现向您追偿，请尽快还款。"
    assert verdict_of(kept, text).code is VerdictCode.AFTER_SETTLEMENT


# --- a loan that is open ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "code"),
    [("2026-01-10T23:59", VerdictCode.NOT_OVERDUE), ("2026-01-11T00:00", VerdictCode.CONSISTENT)],
)
def test_an_instalment_is_overdue_from_the_day_after_its_day(moment, code):
    assert verdict_of(ledger(OPEN), DEMAND, received_at=at(moment)).code is code


def test_nothing_overdue_is_told_with_what_was_paid_and_what_comes_next():
    verdict = verdict_of(ledger(PAID_UP), DEMAND)
    assert told(verdict) == ["nothing_overdue", "next_due", "matched_signature"]
    assert (verdict.code, verdict.owed, verdict.proof_level) == (VerdictCode.NOT_OVERDUE, Decimal(0), None)
    assert reason_of(verdict, "nothing_overdue").params == {"paid": "6600.96", "currency": "CNY"}
    assert reason_of(verdict, "nothing_overdue").spans
    assert reason_of(verdict, "next_due").params == {"day": "2026-04-10", "amount": "1100.16", "currency": "CNY"}


def test_a_reminder_of_the_next_instalment_is_right_though_nothing_is_overdue():
    text = "【够花】温馨提示：您的借款本期应还{}元，还款日4月10日，请确保余额充足。"
    assert verdict_of(ledger(PAID_UP), text.format("1100.16")).code is VerdictCode.CONSISTENT
    assert verdict_of(ledger(PAID_UP), text.format("1111.16")).code is VerdictCode.CONSISTENT
    assert verdict_of(ledger(PAID_UP), text.format("1111.18")).code is VerdictCode.OVERSTATED


def test_a_reminder_of_an_instalment_that_was_paid_is_overstated():
    text = "【够花】温馨提示：您的借款本期应还1100.16元，还款日{}，请确保余额充足。"
    assert verdict_of(ledger(PAID_UP), text.format("3月10日")).code is VerdictCode.OVERSTATED
    assert verdict_of(ledger(PAID_UP), text.format("3月11日")).code is VerdictCode.CONSISTENT
    assert verdict_of(ledger(OPEN), text.format("3月10日")).code is VerdictCode.CONSISTENT


def test_a_loan_paid_off_whose_settlement_comes_later_owes_nothing():
    kept = ledger(SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=12 settled=2025-03-01T10:00"))
    verdict = verdict_of(kept, "【够花】温馨提示：您的借款请按时还款。", received_at=at("2025-02-01T10:00"))
    assert (verdict.code, verdict.owed) == (VerdictCode.NOT_OVERDUE, Decimal(0))
    assert told(verdict)[:2] == ["paid_off_on", "settlement_recorded_later"]
    assert reason_of(verdict, "paid_off_on").params == {"day": "2025-01-05"}
    assert reason_of(verdict, "settlement_recorded_later").params == {"day": "2025-03-01"}


@pytest.mark.parametrize(
    ("said", "owed", "code"),
    [
        ("逾期金额3300.48元", "3300.48", VerdictCode.CONSISTENT),
        ("逾期金额3333.48元", "3300.48", VerdictCode.CONSISTENT),
        ("逾期金额3333.50元", "3300.48", VerdictCode.OVERSTATED),
        ("剩余欠款9901.47元", "9901.47", VerdictCode.CONSISTENT),
        ("剩余欠款10000.48元", "9901.47", VerdictCode.CONSISTENT),
        ("剩余欠款10000.50元", "9901.47", VerdictCode.OVERSTATED),
        ("欠款9502.66元", "9901.47", VerdictCode.CONSISTENT),
        ("欠款9502.65元", "3300.48", VerdictCode.OVERSTATED),
    ],
)
def test_a_sum_is_held_against_the_figure_that_it_speaks_of(said, owed, code):
    verdict = verdict_of(ledger(OPEN), f"【够花】您的借款已逾期，{said}，请尽快还款。")
    assert (verdict.code, verdict.owed) == (code, Decimal(owed))


def test_one_yuan_of_a_small_sum_is_rounding():
    small = ledger("loan x1 l1 够花 60 2025-09-10 0 equal_instalment 2 2025-10-10")
    text = "【够花】您的借款逾期金额{}元，请尽快还款。"
    assert verdict_of(small, text.format("61.00")).code is VerdictCode.CONSISTENT
    assert verdict_of(small, text.format("61.01")).code is VerdictCode.OVERSTATED


def test_what_is_too_much_is_told_first_with_the_difference():
    verdict = verdict_of(ledger(OPEN), "【够花】您的借款逾期金额5000元，请尽快还款。")
    assert told(verdict) == [
        "exceeds_owed", "overdue_since", "open_balance", "claims_amount", "says_overdue", "matched_signature",
    ]  # fmt: skip
    params = {"claimed": "5000.00", "owed": "3300.48", "difference": "1699.52", "currency": "CNY"}
    assert reason_of(verdict, "exceeds_owed").params == params
    assert reason_of(verdict, "overdue_since").params == {
        "day": "2026-01-10", "amount": "3300.48", "currency": "CNY",
    }  # fmt: skip
    assert reason_of(verdict, "open_balance").params == {"amount": "9901.47", "currency": "CNY"}


def test_what_is_right_is_told_without_a_difference():
    verdict = verdict_of(ledger(OPEN), DEMAND)
    assert told(verdict) == ["overdue_since", "open_balance", "says_overdue", "matched_signature"]
    assert (verdict.claimed, verdict.owed) == (None, Decimal("3300.48"))


@pytest.mark.parametrize(("rate", "is_named"), [(None, True), (Decimal("0.0005"), False)])
def test_a_penalty_that_is_not_in_the_terms_is_named(rate, is_named):
    kept = with_terms(ledger(OPEN), daily_penalty_rate=rate)
    verdict = verdict_of(kept, "【够花】您的借款逾期应还总额15000元，含罚息900元，请尽快还款。")
    assert verdict.code is VerdictCode.OVERSTATED
    assert ("penalty_not_in_terms" in told(verdict)) is is_named
    assert not is_named or reason_of(verdict, "penalty_not_in_terms").params["amount"] == "900.00"


def test_a_right_sum_says_nothing_of_penalties():
    verdict = verdict_of(ledger(OPEN), "【够花】您的借款逾期应还3300元，含罚息100元，请尽快还款。")
    assert (verdict.code, "penalty_not_in_terms" in told(verdict)) == (VerdictCode.CONSISTENT, False)


def test_an_unknown_rate_is_told_where_a_sum_is_too_high():
    kept = with_terms(ledger(OPEN), annual_rate=None)
    verdict = verdict_of(kept, "【够花】您的借款逾期，剩余欠款15000元，请尽快还款。")
    assert verdict.code is VerdictCode.OVERSTATED
    assert "rate_not_recorded" in told(verdict, speaks_for=False)
    assert "rate_not_recorded" not in told(
        verdict_of(ledger(OPEN), "【够花】您的借款逾期，剩余欠款15000元，请尽快还款。")
    )
    assert "rate_not_recorded" not in told(verdict_of(kept, DEMAND))


def test_without_a_schedule_the_whole_is_what_is_owed():
    kept = with_terms(ledger(OPEN), term_months=None)
    verdict = verdict_of(kept, DEMAND)
    assert (verdict.code, "no_schedule" in told(verdict, speaks_for=False)) == (VerdictCode.CONSISTENT, True)
    assert reason_of(verdict, "no_schedule").params["amount"] == reason_of(verdict, "open_balance").params["amount"]
    assert "no_schedule" not in told(verdict_of(ledger(OPEN), DEMAND))


@pytest.mark.parametrize(
    ("claimed", "code"), [("21000元", "overstated"), ("HK$21000", "overstated"), ("US$21000", "consistent")]
)
def test_a_sum_in_another_money_is_held_against_nothing(claimed, code):
    kept = ledger(f"{OPEN} currency=HKD")
    verdict = verdict_of(kept, f"【够花】您的借款逾期金额{claimed}，请尽快还款。")
    assert verdict.code == code
    assert (verdict.claimed is None) is claimed.startswith("US")


def test_a_loan_of_another_region_says_which():
    verdict = verdict_of(ledger(f"{OPEN} region=HK"), DEMAND)
    assert reason_of(verdict, "outside_mainland").params == {"region": "HK"}
    assert "outside_mainland" not in told(verdict_of(ledger(OPEN), DEMAND))


@pytest.mark.parametrize(("kind", "is_told"), [("settlement_notice", True), ("court_paper", True), ("receipt", False)])
def test_a_paper_of_the_end_without_a_settlement_is_named(kind, is_told):
    verdict = verdict_of(ledger(f"{OPEN} proof={kind}"), DEMAND)
    assert ("proof_without_settlement" in told(verdict, speaks_for=False)) is is_told


# --- a correction, an assignment, a guarantee ------------------------------------------------------------------------


def test_a_corrected_settlement_names_the_latest_day_that_stood_before():
    kept = ledger(SETTLED)
    replaced = (at("2024-07-20T10:00"), at("2024-07-10T10:00"), at("2026-09-01T10:00"))
    corrected = with_loan(kept, settlement=replace(kept.loans[0].settlement, replaced=replaced))
    reason = reason_of(verdict_of(corrected, DEMAND), "settlement_corrected")
    assert (reason.params, reason.speaks_for) == ({"day": "2024-07-20"}, False)


def test_a_day_that_had_not_come_yet_is_no_correction():
    kept = ledger(SETTLED)
    later = with_loan(kept, settlement=replace(kept.loans[0].settlement, replaced=(at("2026-09-01T10:00"),)))
    assert "settlement_corrected" not in told(verdict_of(later, DEMAND))
    assert "settlement_corrected" not in told(verdict_of(kept, DEMAND))


def test_between_the_old_and_the_corrected_day_the_loan_was_open():
    kept = ledger(SETTLED.replace("paid=6", "paid=5"))
    (loan,) = kept.loans
    corrected = with_loan(kept, settlement=replace(loan.settlement, replaced=(at("2024-07-10T10:00"),)))
    verdict = verdict_of(corrected, DEMAND, received_at=at("2024-07-25T10:00"))
    assert verdict.code is VerdictCode.CONSISTENT
    assert reason_of(verdict, "settlement_corrected").params == {"day": "2024-07-10"}


ASSIGNED = "assigned=海纳清远资产管理有限公司@2026-02-01"


def test_the_old_lender_that_still_claims_is_named_as_such():
    verdict = verdict_of(ledger(f"{OPEN} {ASSIGNED}"), DEMAND)
    assert verdict.code is VerdictCode.CONSISTENT
    assert reason_of(verdict, "handed_on").params == {"name": "海纳清远资产管理有限公司", "day": "2026-02-01"}
    assert reason_of(verdict, "old_lender_claims").facts == (FactRef("assignment", "a1"),)
    assert "old_lender_claims" in told(verdict, speaks_for=False)
    assert verdict.advice[:2] == ("ask_transfer_proof", "ask_who_is_paid")


def test_the_assignee_claims_what_is_its_own():
    verdict = verdict_of(ledger(f"{OPEN} {ASSIGNED}"), "【海纳清远】您的债务已逾期，请尽快还款。")
    assert (verdict.code, "old_lender_claims" in told(verdict)) == (VerdictCode.CONSISTENT, False)
    assert "handed_on" in told(verdict)


def test_before_the_notice_nobody_speaks_of_the_assignment():
    verdict = verdict_of(ledger(f"{OPEN} {ASSIGNED}"), DEMAND, received_at=at("2026-01-31T23:00"))
    assert "handed_on" not in told(verdict)


def test_an_assignment_without_a_day_is_told_without_one():
    kept = ledger(f"{OPEN} {ASSIGNED}")
    (loan,) = kept.loans
    undated = with_loan(kept, assignments=(replace(loan.assignments[0], notified_on=None),))
    verdict = verdict_of(undated, DEMAND)
    assert reason_of(verdict, "handed_on_some_day").params == {"name": "海纳清远资产管理有限公司"}
    assert not {"paid_before_notice", "paid_after_notice"} & set(told(verdict))


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2025-10-10", None, "3300.48"),
        ("2025-10-11", "1100.16", "2200.32"),
        ("2025-12-10", "2200.32", "1100.16"),
        ("2025-12-11", "3300.48", None),
    ],
)
def test_payments_before_the_notice_count_and_later_ones_are_asked_about(day, before, after):
    verdict = verdict_of(ledger(f"{OPEN} assigned=海纳清远资产管理有限公司@{day}"), DEMAND)
    found = {
        one.code: (one.params["amount"], one.speaks_for) for one in verdict.reasons if one.code.endswith("_notice")
    }
    wanted = {"paid_before_notice": (before, True), "paid_after_notice": (after, False)}
    assert found == {code: pair for code, pair in wanted.items() if pair[0]}


@pytest.mark.parametrize(("day", "code"), [("2024-08-02", "ended_before_notice"), ("2024-08-01", "ended_after_notice")])
def test_an_end_before_the_notice_holds_against_the_assignee(day, code):
    kept = ledger(f"{SETTLED} assigned=海纳清远资产管理有限公司@{day}")
    verdict = verdict_of(kept, "【海纳清远】您的债务已逾期，请尽快还款。")
    assert verdict.code is VerdictCode.AFTER_SETTLEMENT
    assert reason_of(verdict, code).speaks_for is (code == "ended_before_notice")
    assert ("ask_who_is_paid" in verdict.advice) is (code == "ended_after_notice")
    assert "old_lender_claims" not in told(verdict)


def test_a_settled_loan_handed_on_nobody_knows_when_says_nothing_of_the_notice():
    kept = ledger(f"{SETTLED} {ASSIGNED}")
    (loan,) = kept.loans
    undated = with_loan(kept, assignments=(replace(loan.assignments[0], notified_on=None),))
    assert not {"ended_before_notice", "ended_after_notice"} & set(told(verdict_of(undated, DEMAND)))


def test_a_guarantor_is_told_that_the_contract_decides():
    verdict = verdict_of(ledger(f"{OPEN} role=guarantor"), DEMAND)
    assert verdict.code is VerdictCode.CONSISTENT
    assert "owner_guarantees" in told(verdict, speaks_for=False)
    assert "check_guarantee" in verdict.advice


def test_a_guarantee_ends_with_the_debt():
    verdict = verdict_of(ledger(f"{SETTLED} role=guarantor"), DEMAND)
    assert verdict.code is VerdictCode.AFTER_SETTLEMENT
    assert "guarantee_ended" in told(verdict, speaks_for=True)
    assert "owner_guarantees" not in told(verdict)


def test_a_guaranteed_loan_paid_up_is_not_overdue_for_the_guarantor_either():
    assert verdict_of(ledger(f"{PAID_UP} role=guarantor"), DEMAND).code is VerdictCode.NOT_OVERDUE


def test_a_co_borrower_shares_the_debt():
    verdict = verdict_of(ledger(f"{OPEN} role={LoanRole.CO_BORROWER.value}"), DEMAND)
    assert "owner_shares_debt" in told(verdict, speaks_for=True)
    assert not {"owner_shares_debt", "owner_guarantees"} & set(told(verdict_of(ledger(OPEN, lender=HAIER), DEMAND)))


# --- penalty and rest ------------------------------------------------------------------------------------------------

WITH_PENALTY = with_terms(ledger(OPEN), daily_penalty_rate=Decimal("0.0005"))
POSITION = index_of(WITH_PENALTY).courses["x2"].position(NOON)


@pytest.mark.parametrize(
    ("said", "owed"),
    [
        ("逾期金额{}元", POSITION.overdue + POSITION.penalty),
        ("未还全部本息合计{}元", max(POSITION.balance, POSITION.payoff) + POSITION.penalty),
    ],
)
def test_the_penalty_of_the_terms_is_owed_as_well(said, owed):
    verdict = verdict_of(WITH_PENALTY, f"【够花】您的借款已逾期，{said.format(owed)}，请尽快还款。")
    assert POSITION.penalty > 10
    assert (verdict.code, verdict.owed) == (VerdictCode.CONSISTENT, owed)


def test_a_sum_close_to_all_that_would_end_the_loan_is_held_against_all_of_it():
    least = min(POSITION.balance, POSITION.payoff) + POSITION.penalty
    whole = max(POSITION.balance, POSITION.payoff) + POSITION.penalty
    texts = (
        f"【够花】您的借款已逾期，欠款{sum_claimed:.2f}元" for sum_claimed in (least * Decimal("0.995"), least / 2)
    )
    assert [verdict_of(WITH_PENALTY, text).owed == whole for text in texts] == [True, False]


def test_a_reminder_of_an_instalment_not_yet_due_is_owed_with_what_is_late():
    verdict = verdict_of(ledger(PAID_UP), "【够花】您本期账单1100.16元将于2026年4月10日到期，请按时还款。")
    assert (verdict.code, verdict.owed) == (VerdictCode.CONSISTENT, Decimal("1100.16"))


def test_a_reminder_of_an_instalment_paid_before_its_day_is_overstated():
    kept = ledger(PAID_UP)
    ahead = Payment(at("2026-03-15T09:00"), Decimal("1100.16"), "r7")
    paid_ahead = with_loan(kept, repayments=(*kept.loans[0].repayments, ahead))
    verdict = verdict_of(paid_ahead, "【够花】您本期账单1100.16元将于2026年4月10日到期，请按时还款。")
    assert (verdict.code, verdict.owed) == (VerdictCode.OVERSTATED, Decimal(0))
