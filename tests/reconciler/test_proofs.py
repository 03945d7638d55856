"""Papers held against the ledger: what keeps one from counting, what is only worth a look."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from debts.reconciler.proofs import ProofProblemCode, check_proof, contradicts, counts
from debts.reconciler.standing import Course
from debts.reconciler.types import (
    AssignmentFacts,
    LenderFacts,
    ProfileFacts,
    ProofFacts,
    ProofKind,
    ProofLevel,
    ProofScope,
)
from tests.moments import SHANGHAI as CHINA
from tests.moments import at
from tests.reconciler.judged import SETTLED, judgement_of, ledger, told

Code = ProofProblemCode
LENDER = LenderFacts("l1", "海尔消费金融有限公司", aliases=("海尔消费金融",), signatures=("够花",))
OWNER = ProfileFacts(names=("张三",))
TODAY = date(2026, 3, 20)
LOAN = replace(ledger(SETTLED).loans[0], contract_number="HT-2023-000123")
GOOD = ProofFacts(
    ProofKind.SETTLEMENT_CERTIFICATE,
    issued_on=date(2024, 8, 3),
    issuer="海尔消费金融有限公司",
    id="p1",
    holder="张三",
    contract_number="HT2023000123",
    scope=ProofScope.WHOLE_LOAN,
)


def problems(loan=LOAN, lender=LENDER, profile=OWNER, **changes):
    found = check_proof(replace(GOOD, **changes), loan, lender, profile, today=TODAY, zone=CHINA)
    return [one.code for one in found]


def test_a_certificate_that_agrees_with_the_ledger_has_no_problem():
    assert problems() == []


@pytest.mark.parametrize(
    ("holder", "agrees"),
    [("张三", True), ("张*", True), ("*三", True), ("李四、张三", True), ("", True), ("李四", False), ("张*丰", False)],
)
def test_the_paper_must_be_in_the_owners_name(holder, agrees):
    assert (Code.HOLDER_DIFFERS not in problems(holder=holder)) is agrees


def test_without_a_name_in_the_profile_nobody_can_say_that_the_holder_differs():
    assert problems(holder="李四", profile=ProfileFacts()) == []


def test_whoever_owes_the_loan_too_may_stand_on_the_paper():
    assert problems(replace(LOAN, other_names=("李四",)), holder="李四") == []


@pytest.mark.parametrize(
    ("number", "agrees"),
    [
        ("HT-2023-000123", True),
        ("****0123", True),
        ("HT9、HT2023000123", True),
        ("12", True),
        ("", True),
        ("HT2023000124", False),
    ],
)
def test_the_paper_must_be_about_this_contract(number, agrees):
    assert (Code.CONTRACT_DIFFERS not in problems(contract_number=number)) is agrees


def test_a_loan_without_a_contract_number_is_contradicted_by_none():
    assert problems(replace(LOAN, contract_number=""), contract_number="HT999999") == []


def test_one_paid_instalment_is_no_settlement():
    assert problems(scope=ProofScope.INSTALMENT) == [Code.ONE_INSTALMENT]
    assert problems(scope=None) == [Code.SCOPE_NOT_SAID]


@pytest.mark.parametrize(
    ("issuer", "is_known"),
    [
        ("海尔消费金融有限公司", True),
        ("海尔消费金融有限公司青岛分公司", True),
        ("够花", True),
        ("", True),
        ("消费金融", True),
        ("某某数据科技有限公司", False),
        ("金融", False),
    ],
)
def test_who_issued_the_paper_should_be_the_lender(issuer, is_known):
    assert (Code.ISSUER_UNKNOWN not in problems(issuer=issuer)) is is_known


def test_whoever_took_the_debt_over_may_issue_the_paper():
    handed_on = replace(LOAN, assignments=(AssignmentFacts("某某资产管理有限公司", ("某某资产",)),))
    assert problems(handed_on, issuer="某某资产管理有限公司") == []
    assert problems(handed_on, issuer="某某资产") == []
    assert problems(issuer="某某资产") == [Code.ISSUER_UNKNOWN]


@pytest.mark.parametrize(("day", "is_early"), [(date(2024, 7, 31), True), (date(2024, 8, 1), False)])
def test_a_paper_of_the_day_before_the_end_is_worth_a_look(day, is_early):
    assert (Code.ISSUED_BEFORE_END in problems(issued_on=day)) is is_early
    assert Code.ISSUED_BEFORE_END not in problems(kind=ProofKind.RECEIPT, issued_on=day)


@pytest.mark.parametrize(("day", "is_ahead"), [(TODAY, False), (date(2026, 3, 21), True)])
def test_a_paper_of_tomorrow_is_a_slip(day, is_ahead):
    assert (Code.ISSUED_IN_FUTURE in problems(issued_on=day)) is is_ahead


@pytest.mark.parametrize(
    ("amount", "is_found"),
    [("916.80", True), ("5500.80", True), ("916.81", False), (None, True)],
)
def test_the_sum_of_a_receipt_is_looked_for_among_the_repayments(amount, is_found):
    found = problems(kind=ProofKind.RECEIPT, amount=Decimal(amount) if amount else None)
    assert (Code.AMOUNT_NOT_FOUND not in found) is is_found


def test_a_court_paper_has_a_number():
    assert problems(kind=ProofKind.COURT_PAPER) == [Code.NUMBER_MISSING]
    assert problems(kind=ProofKind.COURT_PAPER, number="（2024）鲁0202民初1号") == []


def test_a_paper_with_nothing_to_show_counts_for_nothing():
    bare = ProofFacts(ProofKind.SETTLEMENT_CERTIFICATE)
    assert not counts(bare, LOAN)
    assert not contradicts(bare, LOAN)
    assert counts(replace(bare, has_file=True), LOAN)
    assert not counts(ProofFacts(ProofKind.OTHER, has_file=True), LOAN)


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, ProofLevel.CERTIFIED),
        ({"issuer": "某某数据"}, ProofLevel.CERTIFIED),
        ({"issued_on": date(2024, 7, 1)}, ProofLevel.CERTIFIED),
        ({"holder": "李四"}, ProofLevel.CLAIMED),
        ({"contract_number": "HT999999"}, ProofLevel.CLAIMED),
        ({"scope": ProofScope.INSTALMENT}, ProofLevel.CLAIMED),
        ({"kind": ProofKind.CREDIT_REPORT, "holder": "李四"}, ProofLevel.CLAIMED),
        ({"kind": ProofKind.RECEIPT, "amount": Decimal(1)}, ProofLevel.CONFIRMED),
    ],
)
def test_a_paper_that_contradicts_raises_no_level(changes, level):
    loan = replace(LOAN, proofs=(replace(GOOD, **changes),))
    assert Course(loan, CHINA, owners=("张三",)).standing(at("2024-09-01T10:00")).proof_level is level


def judged_with(proof):
    kept = ledger(SETTLED)
    return judgement_of(
        replace(kept, loans=(replace(LOAN, proofs=(proof,)),)), "【够花】您的借款已逾期，请尽快还款。"
    ).verdict


def test_the_verdict_says_that_a_paper_of_somebody_else_was_left_out():
    verdict = judged_with(replace(GOOD, holder="李四"))
    assert "proof_contradicts" in told(verdict, speaks_for=False)
    assert "proof_on_record" not in told(verdict)
    assert "ask_certificate" in verdict.advice


def test_nobody_is_sent_for_a_certificate_that_is_on_record():
    assert "ask_certificate" not in judged_with(GOOD).advice
    assert "ask_certificate" not in judged_with(replace(GOOD, kind=ProofKind.COURT_PAPER)).advice
    assert "ask_certificate" in judged_with(replace(GOOD, kind=ProofKind.SCREENSHOT)).advice
    assert "ask_certificate" in judged_with(replace(GOOD, kind=ProofKind.CREDIT_REPORT)).advice
