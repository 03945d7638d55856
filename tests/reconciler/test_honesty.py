"""What may not be said more firmly than the ledger knows it."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler.types import (
    DecisionFacts,
    DecisionKind,
    ProofFacts,
    ProofKind,
    ProofLevel,
    VerdictCode,
)
from tests.reconciler.judged import told
from tests.reconciler.late_loan import DEMAND, LENDER, TERMS, verdict_of
from tests.scenarios.ledgers import ledger_from

OPEN = ledger_from(f"{LENDER}{TERMS}")
SETTLED = ledger_from(f"{LENDER}{TERMS} paid=6 settled=2025-08-01T10:00")
BARE = ProofFacts(ProofKind.SETTLEMENT_CERTIFICATE, id="p1")


def with_loan(ledger, **changes):
    return replace(ledger, loans=(replace(ledger.loans[0], **changes),))


@pytest.mark.parametrize("kind", [ProofKind.SETTLEMENT_CERTIFICATE, ProofKind.COURT_PAPER, ProofKind.CREDIT_REPORT])
def test_a_paper_that_nobody_can_show_proves_nothing(kind):
    verdict = verdict_of(with_loan(SETTLED, proofs=(replace(BARE, kind=kind),)))
    assert verdict.proof_level is ProofLevel.CLAIMED
    assert "proof_without_paper" in told(verdict, speaks_for=False)
    assert "proof_on_record" not in told(verdict)


@pytest.mark.parametrize(
    "shown", [{"issued_on": date(2025, 8, 2)}, {"issuer": "海尔消费金融"}, {"number": "JQ1"}, {"has_file": True}]
)
def test_a_certificate_with_one_thing_to_check_counts(shown):
    verdict = verdict_of(with_loan(SETTLED, proofs=(replace(BARE, **shown),)))
    assert verdict.proof_level is ProofLevel.CERTIFIED
    assert "proof_on_record" in told(verdict, speaks_for=True)


def test_the_owner_cannot_owe_a_loan_before_it_was_drawn():
    chosen = replace(OPEN, decisions=(DecisionFacts("m", DecisionKind.ABOUT_LOAN, "x1"),))
    early = replace(DEMAND, received_at=datetime(2025, 1, 4, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai")))
    verdict = verdict_of(chosen, early)
    assert verdict.code is VerdictCode.UNKNOWN_DEBT
    assert told(verdict) == ["loan_drawn_later", "decided_by_owner"]


def test_without_a_schedule_nobody_says_that_the_money_is_due():
    undated = with_loan(OPEN, terms=replace(OPEN.loans[0].terms, first_due_on=None, term_months=None, method=None))
    verdict = verdict_of(undated)
    assert verdict.code is VerdictCode.CONSISTENT
    assert "no_schedule" in told(verdict, speaks_for=False)
    assert "pay_official_channel" not in verdict.advice


def test_without_a_time_the_end_of_the_loan_stands_first_and_no_case_speaks_for_itself():
    verdict = verdict_of(SETTLED, replace(DEMAND, received_at=None))
    assert verdict.code is VerdictCode.UNDECIDED
    assert told(verdict, speaks_for=True) == ["settled_on", "time_unknown"]
    assert "undecided" not in [reason.params.get("verdict") for reason in verdict.reasons]


def test_a_court_is_never_to_be_ignored_though_it_demands_nothing():
    text = "【北京互联网法院】您与海尔消费金融有限公司借款合同纠纷一案已立案，请到庭。"
    verdict = verdict_of(SETTLED, replace(DEMAND, text=text))
    assert verdict.advice[0] == "check_court_papers"
    assert told(verdict) == ["court_notice", "asks_nothing"]
