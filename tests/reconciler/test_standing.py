"""How one loan stood at a moment: drawn, paid, given back, ended, proved, handed on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from debts.finance import Payment, PaymentKind
from debts.reconciler.proofs import is_substantiated
from debts.reconciler.standing import Course, Standing, latest_day, region_of
from debts.reconciler.types import (
    AssignmentFacts,
    ProofFacts,
    ProofKind,
    ProofLevel,
    ProofScope,
    SettlementBasis,
    SettlementFacts,
)
from tests.moments import SHANGHAI as CHINA
from tests.moments import at
from tests.reconciler.judged import OPEN, SETTLED, ledger

NEW_YORK = ZoneInfo("America/New_York")
(OPEN_LOAN,) = ledger(OPEN).loans
(SETTLED_LOAN,) = ledger(SETTLED).loans
(PAID_LOAN,) = ledger(SETTLED.replace("paid=6 settled=2024-08-01T10:00", "paid=12")).loans
CERTIFICATE = ProofFacts(ProofKind.SETTLEMENT_CERTIFICATE, id="p1", number="JQ1")


def standing(loan, moment: datetime) -> Standing:
    return Course(loan, CHINA).standing(moment)


def test_a_settlement_ends_the_loan_from_its_moment_on():
    moment = at("2024-08-01T10:00")
    assert standing(SETTLED_LOAN, moment).settled_at == moment
    assert standing(SETTLED_LOAN, moment - timedelta(microseconds=1)).settled_at is None
    assert standing(SETTLED_LOAN, moment).settlement is SETTLED_LOAN.settlement
    assert standing(SETTLED_LOAN, moment - timedelta(microseconds=1)).settlement is None


def test_payments_that_cover_all_end_a_loan_without_a_settlement():
    last = at("2025-01-05T09:30")
    assert standing(PAID_LOAN, last).settled_at == last
    assert standing(PAID_LOAN, last - timedelta(microseconds=1)).settled_at is None
    assert standing(PAID_LOAN, last).proof_level is ProofLevel.PAID


def test_a_settlement_on_record_for_a_later_day_keeps_a_paid_loan_from_having_ended():
    later = replace(PAID_LOAN, settlement=SettlementFacts(at("2025-02-01T10:00"), SettlementBasis.PAID_IN_FULL))
    before = standing(later, at("2025-01-20T10:00"))
    assert before.settled_at is None
    assert before.course.is_covered_at(before.at)
    assert standing(later, at("2025-02-01T10:00")).settled_at == at("2025-02-01T10:00")


def test_what_is_never_paid_off_never_ends():
    course = Course(OPEN_LOAN, CHINA)
    assert (course.end, course.ended_at(at("2099-01-01T00:00"))) == (None, None)
    assert not course.is_covered_at(at("2099-01-01T00:00"))
    assert Course(replace(OPEN_LOAN, repayments=()), CHINA).end is None


def test_money_given_back_takes_back_the_latest_payments():
    back = Payment(at("2025-01-10T09:00"), Decimal("-1000.00"), "back")
    loan = replace(PAID_LOAN, repayments=(back, *PAID_LOAN.repayments))
    course = Course(loan, CHINA)
    assert not course.end_is_final
    assert course.ended_at(at("2025-01-10T08:59")) == at("2025-01-05T09:30")
    assert course.ended_at(at("2025-01-10T09:00")) is None
    after = course.position(at("2025-01-10T09:00"))
    assert after.paid == sum(one.amount for one in PAID_LOAN.repayments) - 1000
    assert (after.overdue, after.overdue_since) == (Decimal("1000.00"), date(2024, 12, 5))


def test_money_given_back_and_paid_again_covers_the_loan_again():
    more = (
        Payment(at("2025-01-10T09:00"), Decimal("-916.80"), "back"),
        Payment(at("2025-01-12T09:00"), Decimal("916.80"), "again"),
    )
    course = Course(replace(PAID_LOAN, repayments=(*PAID_LOAN.repayments, *more)), CHINA)
    assert course.ended_at(at("2025-01-11T09:00")) is None
    assert course.ended_at(at("2025-01-12T09:00")) == at("2025-01-12T09:00")
    assert course.end == at("2025-01-12T09:00")


def test_money_given_back_twice_counts_twice():
    more = [Payment(at(f"2025-01-{day}T09:00"), Decimal("-100.00"), f"b{day}") for day in (11, 10)]
    course = Course(replace(PAID_LOAN, repayments=(*more, *PAID_LOAN.repayments)), CHINA)
    paid = sum(one.amount for one in PAID_LOAN.repayments)
    seen = [course.position(at(f"2025-01-{day}T09:00")).paid for day in ("09", 10, 11)]
    assert seen == [paid, paid - 100, paid - 200]


def test_money_given_back_takes_nothing_from_later_payments():
    back = Payment(at("2024-03-01T09:00"), Decimal("-2000.00"), "back")
    course = Course(replace(PAID_LOAN, repayments=(*PAID_LOAN.repayments, back)), CHINA)
    assert course.position(at("2024-03-04T09:00")).paid == 0
    assert course.position(at("2024-03-06T09:00")).paid == Decimal("916.80")


def test_money_given_back_at_the_moment_of_a_payment_undoes_it_and_the_latest_first():
    at_once = at("2024-03-05T09:30")
    back = Payment(at_once, Decimal("-1000.00"), "back")
    course = Course(replace(PAID_LOAN, repayments=(*PAID_LOAN.repayments, back)), CHINA)
    assert course.position(at("2024-03-05T09:29")).paid == Decimal("916.80")
    assert course.position(at_once).paid == 2 * Decimal("916.80") - 1000


def test_a_payment_that_the_bank_took_back_covers_the_loan_until_then():
    *earlier, last = PAID_LOAN.repayments
    taken_back = replace(last, reversed_at=at("2025-01-10T09:00"))
    course = Course(replace(PAID_LOAN, repayments=(*earlier, taken_back)), CHINA)
    assert course.ended_at(at("2025-01-10T08:59")) == at("2025-01-05T09:30")
    assert course.ended_at(at("2025-01-10T09:00")) is None


def test_money_that_the_lender_gave_of_his_own_accord_is_not_owed_again():
    refund = Payment(at("2025-01-10T09:00"), Decimal("1000.00"), "back", PaymentKind.REFUND)
    course = Course(replace(PAID_LOAN, repayments=(*PAID_LOAN.repayments, refund)), CHINA)
    assert course.ended_at(at("2025-01-10T09:00")) == at("2025-01-05T09:30")


def test_a_failed_deduction_covers_nothing():
    *earlier, last = PAID_LOAN.repayments
    failed = replace(last, kind=PaymentKind.FAILED)
    assert Course(replace(PAID_LOAN, repayments=(*earlier, failed)), CHINA).end is None


def test_a_certificate_about_one_instalment_proves_no_settlement():
    paper = replace(CERTIFICATE, scope=ProofScope.INSTALMENT)
    loan = replace(SETTLED_LOAN, proofs=(paper,))
    assert standing(loan, at("2024-09-01T10:00")).proof_level is ProofLevel.CLAIMED
    whole = replace(SETTLED_LOAN, proofs=(replace(paper, scope=ProofScope.WHOLE_LOAN),))
    assert standing(whole, at("2024-09-01T10:00")).proof_level is ProofLevel.CERTIFIED


TWIN = Payment(at("2024-12-05T09:30"), Decimal("916.80"), "twin")
ALMOST = replace(PAID_LOAN, repayments=(*PAID_LOAN.repayments[:11], TWIN))
NO_TWIN = replace(ALMOST, repayments=(*ALMOST.repayments[:11], replace(TWIN, amount=Decimal("916.81"))))
SETTLED_TOO = replace(ALMOST, settlement=SettlementFacts(at("2024-12-06T10:00"), SettlementBasis.PAID_IN_FULL))


@pytest.mark.parametrize(
    ("loan", "moment", "hangs"),
    [
        (ALMOST, "2024-12-05T09:30", True),
        (ALMOST, "2024-12-05T09:29", False),
        (PAID_LOAN, "2025-01-05T09:30", False),
        (replace(PAID_LOAN, repayments=(*PAID_LOAN.repayments, TWIN)), "2024-12-20T09:30", True),
        (replace(PAID_LOAN, repayments=(*PAID_LOAN.repayments, TWIN)), "2025-01-05T09:30", False),
        (NO_TWIN, "2025-01-05T09:30", False),
        (SETTLED_TOO, "2025-01-05T09:30", False),
    ],
)  # fmt: skip
def test_a_loan_may_hang_on_one_payment_recorded_twice(loan, moment, hangs):
    assert Course(loan, CHINA).hangs_on_twins(at(moment)) is hangs


@pytest.mark.parametrize(
    ("moment", "zone", "exists"),
    [
        (at("2025-09-10T00:00"), CHINA, True),
        (at("2025-09-09T23:59"), CHINA, False),
        (at("2025-09-10T00:00"), NEW_YORK, True),
        (at("2025-09-09T23:59"), NEW_YORK, False),
        (at("2025-09-10T00:00", ZoneInfo("Pacific/Kiritimati")), ZoneInfo("Pacific/Kiritimati"), True),
    ],
)
def test_a_loan_is_there_from_its_day_on_by_the_calendar_that_is_ahead(moment, zone, exists):
    assert Course(OPEN_LOAN, zone, CHINA).exists(moment) is exists


def test_a_loan_without_a_day_of_drawing_was_always_there():
    undated = replace(OPEN_LOAN, terms=replace(OPEN_LOAN.terms, drawn_on=None))
    assert Standing(undated, datetime(1999, 1, 1, tzinfo=UTC), CHINA).exists
    assert not Standing(OPEN_LOAN, datetime(1999, 1, 1, tzinfo=UTC), CHINA).exists


def test_a_loan_falls_due_by_the_calendar_of_its_lender():
    morning = at("2026-01-11T08:00")
    assert Course(OPEN_LOAN, NEW_YORK, CHINA).position(morning).overdue == Decimal("1100.16")
    assert Course(OPEN_LOAN, NEW_YORK).position(morning).overdue == 0


def test_the_later_of_two_days():
    late = datetime(2026, 1, 10, 20, tzinfo=UTC)
    assert latest_day(late, UTC, CHINA) == date(2026, 1, 11)
    assert latest_day(late, UTC, timezone(timedelta(hours=-5))) == date(2026, 1, 10)


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        (ProofKind.SETTLEMENT_CERTIFICATE, ProofLevel.CERTIFIED),
        (ProofKind.COURT_PAPER, ProofLevel.CERTIFIED),
        (ProofKind.CREDIT_REPORT, ProofLevel.CREDIT_REPORT),
        (ProofKind.SETTLEMENT_NOTICE, ProofLevel.CONFIRMED),
        (ProofKind.RECEIPT, ProofLevel.CONFIRMED),
        (ProofKind.SCREENSHOT, ProofLevel.CONFIRMED),
        (ProofKind.RECORDING, ProofLevel.CONFIRMED),
        (ProofKind.SERVICE_RECORD, ProofLevel.CONFIRMED),
        (ProofKind.OTHER, ProofLevel.CLAIMED),
    ],
)
def test_each_proof_has_its_level(kind, level):
    loan = replace(SETTLED_LOAN, proofs=(replace(CERTIFICATE, kind=kind),))
    assert standing(loan, at("2024-09-01T10:00")).proof_level is level


def test_the_best_proof_counts_and_of_equal_ones_the_last_by_name():
    receipt = replace(CERTIFICATE, kind=ProofKind.RECEIPT, id="p9")
    loan = replace(SETTLED_LOAN, proofs=(receipt, CERTIFICATE, replace(CERTIFICATE, id="p2")))
    best = standing(loan, at("2024-09-01T10:00")).best_proof
    assert best is not None
    assert best.id == "p2"


def test_an_open_loan_has_no_level_whatever_papers_there_are():
    loan = replace(OPEN_LOAN, proofs=(CERTIFICATE,))
    assert standing(loan, at("2026-03-01T10:00")).proof_level is None


def test_the_facts_of_the_end_are_the_loan_the_settlement_and_the_proof():
    loan = replace(SETTLED_LOAN, proofs=(CERTIFICATE,))
    facts = standing(loan, at("2024-09-01T10:00")).facts
    assert [(one.kind, one.id) for one in facts] == [("loan", "x1"), ("settlement", "s1"), ("proof", "p1")]
    nameless = replace(loan, settlement=replace(SETTLED_LOAN.settlement, id=""))
    assert standing(nameless, at("2024-09-01T10:00")).facts[1].id == "x1"
    assert [one.kind for one in standing(loan, at("2024-07-01T10:00")).facts] == ["loan"]


@pytest.mark.parametrize("kind", [ProofKind.RECEIPT, ProofKind.OTHER])
def test_only_papers_need_something_to_show(kind):
    assert is_substantiated(ProofFacts(kind))
    assert not is_substantiated(ProofFacts(ProofKind.COURT_PAPER))


@pytest.mark.parametrize(
    ("region", "currency", "place"),
    [
        ("", "CNY", "CN"),
        ("", "HKD", "HK"),
        ("", "TWD", "TW"),
        ("HK", "CNY", "HK"),
        ("CN", "HKD", "CN"),
        ("", "USD", "CN"),
    ],
)
def test_a_loan_is_of_its_region_else_of_its_money(region, currency, place):
    assert region_of(replace(OPEN_LOAN, region=region, currency=currency)) == place


def test_the_latest_assignment_that_was_told_counts():
    first, second, some_day = (
        AssignmentFacts("甲", notified_on=date(2026, 1, 1), id="a1"),
        AssignmentFacts("乙", notified_on=date(2026, 2, 1), id="a2"),
        AssignmentFacts("丙", id="a3"),
    )
    loan = replace(OPEN_LOAN, assignments=(second, some_day, first))
    seen = [standing(loan, at(f"{day}T00:00")).assignment for day in ("2025-12-31", "2026-01-01", "2026-02-01")]
    assert [one and one.assignee for one in seen] == ["丙", "甲", "乙"]
    assert standing(OPEN_LOAN, at("2026-01-01T00:00")).assignment is None


@pytest.mark.parametrize(
    ("basis", "waived"), [("discounted", True), ("waived", True), ("paid_in_full", False), ("court", False)]
)
def test_only_a_release_leaves_a_rest_that_was_let_go(basis, waived):
    (loan,) = ledger(f"{SETTLED} basis={basis}").loans
    assert bool(Course(loan, CHINA).waived) is waived


def test_sums_of_what_is_open_are_told_with_and_without_penalty():
    terms = replace(OPEN_LOAN.terms, daily_penalty_rate=Decimal("0.001"))
    course = Course(
        replace(OPEN_LOAN, terms=terms, settlement=SettlementFacts(at("2026-01-20T10:00"), SettlementBasis.WAIVED)),
        CHINA,
    )
    assert {Decimal("1100.16"), Decimal("1111.16")} <= course.waived
    assert Decimal(0) not in course.waived


def test_a_course_keeps_the_standing_that_was_asked_for_last():
    course = Course(OPEN_LOAN, CHINA)
    first = course.standing(at("2026-01-01T00:00"))
    assert course.standing(at("2026-01-01T00:00")) is first
    assert course.standing(at("2026-01-02T00:00")).at == at("2026-01-02T00:00")
