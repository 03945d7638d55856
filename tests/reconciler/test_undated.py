"""Messages that came nobody knows when."""

from dataclasses import replace

import pytest

from debts.reconciler.types import VerdictCode
from tests.moments import at
from tests.reconciler.judged import OPEN, SETTLED, ledger, reason_of, told, verdict_of

DEMAND = "【够花】您的借款已逾期，请尽快还款。"
PAID_OFF = SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=12")


def undated(kept, text=DEMAND):
    return verdict_of(kept, text, received_at=None)


def test_where_the_time_matters_the_owner_is_asked():
    verdict = undated(ledger(SETTLED))
    assert (verdict.code, verdict.loan_id) == (VerdictCode.UNDECIDED, "x1")
    assert told(verdict, speaks_for=True) == ["settled_on", "time_unknown"]
    would = [one.params["verdict"] for one in verdict.reasons if one.code == "would_be"]
    assert would == ["after_settlement", "not_overdue", "within_grace"]
    assert verdict.as_of is None


def test_where_the_time_does_not_matter_the_answer_is_given():
    text = "【够花】截至2024年9月30日，您的借款已逾期，请尽快还款。"
    verdict = undated(ledger(SETTLED), text)
    assert verdict.code is VerdictCode.AFTER_SETTLEMENT
    assert told(verdict, speaks_for=False)[-1] == "time_unknown"


def test_without_a_time_no_figure_is_told_that_depends_on_it():
    settled = undated(ledger(SETTLED), "【够花】截至2024年9月30日，您的借款已逾期，请尽快还款。")
    assert "days_after_settlement" not in told(settled)
    assert (settled.days_since_settlement, settled.owed) == (None, 0)
    still_open = undated(ledger(OPEN), "【够花】截至2026年3月1日，您的借款已逾期。")
    assert "overdue_since" not in told(still_open)
    assert reason_of(still_open, "open_balance").params["amount"] == "9901.47"
    assert (still_open.code, still_open.owed) == (VerdictCode.CONSISTENT, None)


def test_too_much_at_any_time_is_held_against_the_most_that_was_ever_owed():
    verdict = undated(ledger(OPEN), "【够花】截至2026年3月1日，您的借款欠款共计50000元，请立即还清。")
    assert verdict.code is VerdictCode.OVERSTATED
    assert reason_of(verdict, "exceeds_owed").params["owed"] == f"{verdict.owed:.2f}" == "9901.47"


@pytest.mark.parametrize(
    ("day", "code"),
    [("2024年8月4日", VerdictCode.UNDECIDED), ("2024年8月5日", VerdictCode.AFTER_SETTLEMENT)],
)
def test_a_day_that_the_text_counts_as_past_is_a_floor(day, code):
    assert undated(ledger(SETTLED), f"【够花】截至{day}，您的借款已逾期。").code is code


@pytest.mark.parametrize(
    "words",
    [
        "如截至2024年9月30日仍未还款",
        "若您截止2024年9月30日未还",
        "请在截至2024年9月30日前还款",
        "截至2024年9月30日18:00前未还",
    ],
)
def test_a_day_that_is_a_limit_to_come_is_none(words):
    assert undated(ledger(SETTLED), f"【够花】您的借款已逾期，{words}，将依法起诉。").code is VerdictCode.UNDECIDED


def test_the_latest_of_several_days_counts():
    text = "【够花】截至2024年7月1日您已逾期，截至2024年9月30日仍未还款。"
    assert undated(ledger(SETTLED), text).code is VerdictCode.AFTER_SETTLEMENT


def test_an_end_by_payments_is_told_too():
    verdict = undated(ledger(PAID_OFF))
    assert (verdict.code, told(verdict)[0]) == (VerdictCode.UNDECIDED, "paid_off_on")


def test_loans_that_differ_leave_no_loan():
    assert undated(ledger(SETTLED, OPEN)).loan_id is None


def test_a_loan_that_was_not_drawn_yet_says_nothing():
    late = OPEN.replace("paid=3", "")
    kept = ledger(late)
    assert undated(kept, "【够花】截至2026年3月1日，您的借款已逾期。").code is VerdictCode.CONSISTENT
    assert undated(kept).code is VerdictCode.UNDECIDED


def test_every_claim_of_the_text_counts():
    kept = ledger(f"{SETTLED} contract=HT-2024-0001", f"{OPEN} contract=HT-2025-0002")
    text = "【够花】截至2026年3月1日，合同号HT-2024-0001欠916.80元；合同号HT-2025-0002欠2200.32元，请尽快还款"
    verdict = undated(kept, text)
    assert (verdict.code, verdict.loan_id) == (VerdictCode.AFTER_SETTLEMENT, "x1")
    assert "several_claims" in told(verdict)


def test_a_loan_of_which_nothing_is_known_is_judged_all_the_same():
    bare = ledger("loan x1 l1 够花 10000 2024-01-05 0.18 free 1 2024-02-05")
    (loan,) = bare.loans
    unknown = replace(bare, loans=(replace(loan, terms=replace(loan.terms, drawn_on=None, term_months=None)),))
    assert undated(unknown).code is VerdictCode.CONSISTENT


def test_a_penalty_and_a_loan_only_known_by_its_settlement_change_over_time():
    kept = ledger("loan x1 l1 够花 10000 2024-01-05 0.18 free 1 2024-02-05 settled=2024-08-01T10:00")
    (loan,) = kept.loans
    bare = replace(kept, loans=(replace(loan, terms=replace(loan.terms, drawn_on=None, term_months=None)),))
    verdict = undated(bare)
    assert {one.params["verdict"] for one in verdict.reasons if one.code == "would_be"} == {
        "after_settlement", "within_grace", "consistent",
    }  # fmt: skip


def test_the_time_of_sending_stands_in_for_the_time_of_arriving():
    verdict = verdict_of(ledger(SETTLED), DEMAND, received_at=None, sent_at=at("2024-09-01T10:00"))
    assert (verdict.code, verdict.as_of) == (VerdictCode.AFTER_SETTLEMENT, at("2024-09-01T10:00"))


@pytest.mark.parametrize(
    ("sent", "received", "code", "as_of"),
    [
        ("2024-07-31T10:00", "2024-08-06T10:00", VerdictCode.CONSISTENT, "2024-07-31T10:00"),
        ("2024-07-30T10:00", "2024-08-06T10:00", VerdictCode.CONSISTENT, "2024-07-30T10:00"),
        ("2024-07-30T09:59", "2024-08-06T10:00", VerdictCode.AFTER_SETTLEMENT, "2024-08-06T10:00"),
        ("2024-08-07T10:00", "2024-08-06T10:00", VerdictCode.AFTER_SETTLEMENT, "2024-08-06T10:00"),
    ],
)
def test_a_demand_is_judged_by_the_time_it_was_sent_unless_that_cannot_be_true(sent, received, code, as_of):
    kept = ledger(SETTLED.replace("paid=6", "paid=5"))
    verdict = verdict_of(kept, DEMAND, sent_at=at(sent), received_at=at(received))
    assert (verdict.code, verdict.as_of) == (code, at(as_of))
    assert ("judged_by_sending" in told(verdict)) is (sent == as_of)


def test_a_short_way_is_not_worth_a_word():
    kept = ledger(OPEN)
    told_after = {}
    for sent in ("2026-03-20T11:00", "2026-03-20T11:01"):
        told_after[sent] = "judged_by_sending" in told(verdict_of(kept, DEMAND, sent_at=at(sent)))
    assert told_after == {"2026-03-20T11:00": True, "2026-03-20T11:01": False}


def test_the_day_of_sending_is_told():
    verdict = verdict_of(ledger(OPEN), DEMAND, sent_at=at("2026-03-19T10:00"))
    assert reason_of(verdict, "judged_by_sending").params == {"day": "2026-03-19"}
