from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import judge_messages
from debts.reconciler.matching import SET_ASIDE_LIMIT
from debts.reconciler.types import (
    DecisionFacts,
    DecisionKind,
    MatchOutcome,
    ProofLevel,
    Verdict,
    VerdictCode,
)
from debts.rulebook import load_rulebook
from tests.reconciler.judged import told
from tests.reconciler.late_loan import DEMAND, LENDER, TERMS, verdict_of
from tests.scenarios.ledgers import ledger_from

CHINA = ZoneInfo("Asia/Shanghai")
SETTLED = ledger_from(f"{LENDER}{TERMS} paid=6 settled=2025-08-01T10:00 proof=settlement_certificate")
LATE = ledger_from(f"{LENDER}{TERMS} paid=3")


def test_a_message_that_claims_nothing_is_told_its_time_and_nothing_of_the_ledger():
    verdict = verdict_of(LATE, replace(DEMAND, text="明天一起吃饭吧"))
    assert verdict == Verdict(
        VerdictCode.NO_CLAIM,
        as_of=DEMAND.received_at,
        reasons=verdict.reasons,
        rulebook_version=load_rulebook().version,
    )
    assert told(verdict) == ["asks_nothing"]


def test_a_claim_after_settlement_tells_days_proof_and_facts():
    verdict = verdict_of(SETTLED)
    assert verdict.code is VerdictCode.AFTER_SETTLEMENT
    assert (verdict.days_since_settlement, verdict.proof_level, verdict.owed) == (31, ProofLevel.CERTIFIED, Decimal(0))
    assert {fact.kind for reason in verdict.reasons for fact in reason.facts} >= {
        "loan",
        "settlement",
        "proof",
        "lender",
    }


def test_a_loan_paid_off_without_a_settlement_counts_as_settled_and_says_so():
    verdict = verdict_of(
        ledger_from(f"{LENDER}{TERMS} paid=12"), replace(DEMAND, received_at=datetime(2026, 2, 1, tzinfo=CHINA))
    )
    assert (verdict.code, verdict.proof_level) == (VerdictCode.AFTER_SETTLEMENT, ProofLevel.PAID)
    assert "no_settlement_recorded" in told(verdict)


def test_a_settlement_after_the_message_does_not_count():
    before = replace(DEMAND, received_at=datetime(2025, 8, 1, 9, 59, 59, tzinfo=CHINA))
    assert verdict_of(SETTLED, before).proof_level is None


def test_a_repayment_after_the_message_does_not_count():
    early = replace(DEMAND, received_at=datetime(2025, 4, 20, tzinfo=CHINA))
    assert verdict_of(LATE, early).code is VerdictCode.NOT_OVERDUE
    assert verdict_of(LATE).code is VerdictCode.CONSISTENT


def test_what_is_owed_is_said_with_its_figures():
    verdict = verdict_of(LATE, replace(DEMAND, text="【够花】您的借款已逾期，逾期金额4400.64元，请尽快还款。"))
    assert (verdict.code, verdict.claimed, verdict.owed) == (
        VerdictCode.CONSISTENT,
        Decimal("4400.64"),
        Decimal("4400.64"),
    )
    assert "overdue_since" in told(verdict)


@pytest.mark.parametrize(
    ("sum_claimed", "code"), [("4444.64", VerdictCode.CONSISTENT), ("4444.66", VerdictCode.OVERSTATED)]
)
def test_one_per_cent_more_is_rounding_and_beyond_it_is_not(sum_claimed, code):
    assert verdict_of(LATE, replace(DEMAND, text=f"【够花】您的借款逾期金额{sum_claimed}元")).code is code


def test_a_penalty_outside_the_terms_is_named():
    verdict = verdict_of(LATE, replace(DEMAND, text="【够花】您的借款逾期，应还总额15000元，含罚息900元，请尽快还款"))
    assert verdict.code is VerdictCode.OVERSTATED
    assert "penalty_not_in_terms" in told(verdict)


def test_the_owner_decides_which_loan_is_meant():
    text = replace(DEMAND, text="您的借款已逾期，请尽快还款")
    assert verdict_of(SETTLED, text).code is VerdictCode.UNKNOWN_DEBT
    decided = replace(SETTLED, decisions=(DecisionFacts("m", DecisionKind.ABOUT_LOAN, "x1"),))
    assert verdict_of(decided, text).code is VerdictCode.AFTER_SETTLEMENT


def test_the_owner_disowns_a_debt():
    disowned = replace(LATE, decisions=(DecisionFacts("m", DecisionKind.NOT_MINE),))
    assert verdict_of(disowned).code is VerdictCode.WRONG_PERSON


def test_a_lender_that_is_not_kept_stays_unknown():
    elsewhere = replace(LATE, decisions=(DecisionFacts("m", DecisionKind.LENDER_NOT_KEPT),))
    assert told(verdict_of(elsewhere)) == ["lender_not_kept"]


def test_an_open_late_loan_explains_a_demand_that_a_settled_one_does_not():
    both = ledger_from(f"{LENDER}{TERMS} paid=6 settled=2025-08-01T10:00\n{TERMS.replace('x1', 'x2')} paid=3")
    verdict = verdict_of(both)
    assert (verdict.code, verdict.loan_id) == (VerdictCode.CONSISTENT, "x2")


def test_two_settled_loans_agree():
    both = ledger_from(
        f"{LENDER}{TERMS} paid=6 settled=2025-08-01T10:00\n{TERMS.replace('x1', 'x2')} settled=2025-08-02T10:00"
    )
    verdict = verdict_of(both)
    assert verdict.code is VerdictCode.AFTER_SETTLEMENT
    assert "several_agree" in told(verdict)


def test_a_message_before_the_loan_was_drawn_knows_no_loan():
    early = replace(DEMAND, received_at=datetime(2025, 1, 4, 23, 59, tzinfo=CHINA))
    verdict = verdict_of(LATE, early)
    assert verdict.code is VerdictCode.UNKNOWN_DEBT
    assert "loan_drawn_later" in told(verdict)


def test_an_assignee_is_known_from_the_day_of_the_notice():
    handed_on = ledger_from(f"{LENDER}{TERMS} paid=3 assigned=海纳清远资产管理有限公司@2025-08-20")
    demand = replace(DEMAND, text="【海纳清远】您的债务已逾期，请尽快还款")
    assert verdict_of(handed_on, demand).loan_id == "x1"
    before = replace(demand, received_at=datetime(2025, 8, 19, tzinfo=CHINA))
    assert verdict_of(handed_on, before).code is VerdictCode.UNKNOWN_DEBT


def test_a_warning_stands_before_a_signature():
    verdict = verdict_of(SETTLED, replace(DEMAND, text="【够花】请签署还款协议并回复1确认欠款"))
    assert verdict.advice[0] == "do_not_sign"


def test_court_papers_are_never_to_be_ignored():
    verdict = verdict_of(SETTLED, replace(DEMAND, text="【够花】您的借款已逾期，我司将提起诉讼"))
    assert "check_court_papers" in verdict.advice


def test_the_match_names_its_outcome():
    judged = judge_messages(
        LATE, [DEMAND, replace(DEMAND, id="n", text="您的网贷已逾期，请尽快还款")], rulebook=load_rulebook()
    )
    assert [one.match.outcome for one in judged] == [MatchOutcome.ONE_LOAN, MatchOutcome.NOBODY]


TWO = f"{LENDER}{TERMS} contract=GH0000000001\n{TERMS.replace('x1', 'x2')} contract=GH0000000002"


def match_of(text, sketch):
    return judge_messages(ledger_from(sketch), [replace(DEMAND, text=text)], rulebook=load_rulebook())[0].match


def test_a_loan_with_another_contract_number_is_kept_beside_the_candidates():
    match = match_of("【够花】您合同号GH0000000002的借款已逾期，请尽快还款。", TWO)
    assert [one.loan_id for one in match.candidates] == ["x2"]
    assert [(one.loan_id, one.score, one.reasons[-1].code) for one in match.set_aside] == [("x1", 0, "vetoed_contract")]


def test_loans_left_out_are_kept_though_none_is_taken():
    match = match_of("【够花】您合同号GH0000000009的借款已逾期，请尽快还款。", TWO)
    assert (match.outcome, match.candidates) == (MatchOutcome.LENDER_ONLY, ())
    assert {one.loan_id for one in match.set_aside} == {"x1", "x2"}


@pytest.mark.parametrize(
    ("others", "kept"), [(SET_ASIDE_LIMIT, SET_ASIDE_LIMIT), (SET_ASIDE_LIMIT + 1, SET_ASIDE_LIMIT)]
)
def test_a_judgement_does_not_grow_with_the_ledger(others, kept):
    loans = [f"{TERMS.replace('x1', f'y{number}')} contract=GH000000000{number}" for number in range(others + 1)]
    match = match_of("【够花】您合同号GH0000000000的借款已逾期，请尽快还款。", "\n".join([LENDER.rstrip(), *loans]))
    assert len(match.set_aside) == kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("【够花】您的借款已结清，感谢您的信任。", "结清"),
        ("【够花】您的还款500元已成功，感谢您的信任。", "成功"),
    ],
)
def test_what_speaks_for_the_owner_is_marked_in_the_text(text, words):
    verdict = verdict_of(SETTLED, replace(DEMAND, text=text))
    assert verdict.code is VerdictCode.SUPPORTING
    assert any(words in text[span.start : span.end] for span in verdict.reasons[0].spans)


def test_a_payment_asked_for_under_the_name_of_an_office_says_so():
    verdict = verdict_of(SETTLED, replace(DEMAND, text="【某某市公安局】请于今日还款5000元"))
    assert (verdict.code, told(verdict)) == (VerdictCode.SUSPECTED_FRAUD, ["asks_in_name_of_authority"])


def test_a_demand_that_was_long_on_its_way_keeps_its_other_reasons():
    late = replace(DEMAND, sent_at=DEMAND.received_at - timedelta(hours=2))
    assert told(verdict_of(SETTLED, late)) == [*told(verdict_of(SETTLED)), "judged_by_sending"]
