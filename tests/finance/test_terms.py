"""What follows from the terms: rates by any unit, fees, the sum received, and what a level instalment tells."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import LoanTerms, RepaymentMethod, schedule
from debts.finance.terms import (
    QUOTED_PLACES,
    RateUnit,
    by_received_sum,
    completed,
    fee_sum,
    fees_at,
    kept_rate,
    penalty_rate,
    quoted_rate,
    received,
    yearly_rate,
)
from debts.finance.types import DayCount, Fee, FeeTiming

LOAN = LoanTerms(Decimal(10000), date(2023, 1, 5), Decimal("0.18"), RepaymentMethod.EQUAL_INSTALMENT, 12)
UNKNOWN_RATE = replace(LOAN, annual_rate=None)


@pytest.mark.parametrize(
    ("value", "unit", "yearly"),
    [
        ("0.18", RateUnit.YEAR, "0.18"),
        ("0.006", RateUnit.MONTH, "0.072"),
        ("0.0005", RateUnit.DAY, "0.1825"),
    ],
)
def test_a_quoted_rate_becomes_one_a_year(value, unit, yearly):
    assert yearly_rate(Decimal(value), unit) == Decimal(yearly)


@given(st.sampled_from(RateUnit), st.integers(0, 10**6), st.sampled_from([360, 365]))
def test_a_quoted_rate_comes_back_from_the_yearly_one_without_loss(unit, count, days):
    quoted = Decimal(count).scaleb(-QUOTED_PLACES[unit])
    assert quoted_rate(kept_rate(quoted, unit, days), unit, days) == quoted


@given(st.sampled_from(RateUnit), st.decimals(0, 9, places=6), st.sampled_from([360, 365]))
def test_a_yearly_rate_comes_back_from_what_is_shown_of_it(unit, yearly, days):
    assert kept_rate(quoted_rate(yearly, unit, days), unit, days) == yearly


def test_a_bank_may_take_a_year_for_360_days():
    assert yearly_rate(Decimal("0.0005"), RateUnit.DAY, 360) == Decimal("0.18")


def test_fees_at_the_start_are_kept_back_from_what_is_received():
    terms = replace(LOAN, fees=(Fee(FeeTiming.START, Decimal(500)), Fee(FeeTiming.START, rate=Decimal("0.03"))))
    assert received(terms) == Decimal("9200.00")


def test_what_arrived_counts_before_what_the_fees_say():
    assert received(replace(LOAN, received=Decimal(9000), fees=(Fee(FeeTiming.START, Decimal(500)),))) == 9000


def test_what_a_third_party_takes_is_not_kept_back():
    terms = replace(LOAN, fees=(Fee(FeeTiming.START, Decimal(300), to_third_party=True),))
    assert received(terms) == 10000
    assert fees_at(terms, FeeTiming.START, to_third_party=True) == 300


def test_a_fee_of_which_no_sum_is_known_stays_unknown():
    assert fee_sum(LOAN, Fee(FeeTiming.EACH)) is None


def test_the_law_reads_a_loan_with_interest_kept_back_as_the_smaller_one():
    terms = by_received_sum(replace(LOAN, fees=(Fee(FeeTiming.START, Decimal(800)),)))
    assert (terms.principal, received(terms), terms.fees) == (Decimal(9200), Decimal(9200), ())


def test_the_penalty_can_be_a_multiple_of_the_rate():
    assert penalty_rate(replace(LOAN, penalty_multiple=Decimal("1.5"))) == Decimal("0.27") / 365
    by_360 = replace(LOAN, penalty_multiple=Decimal("1.5"), day_count=DayCount.ACTUAL_360)
    assert penalty_rate(by_360) == Decimal("0.00075")


def test_a_multiple_of_an_unknown_rate_is_no_penalty_that_anybody_knows():
    assert penalty_rate(replace(UNKNOWN_RATE, penalty_multiple=Decimal("1.5"))) == 0


def test_a_level_instalment_tells_the_rate():
    found = completed(replace(UNKNOWN_RATE, instalment=Decimal("916.80")))
    assert abs(found.annual_rate - Decimal("0.18")) < Decimal("0.0001")
    assert schedule(replace(UNKNOWN_RATE, instalment=Decimal("916.80")))[0].total == Decimal("916.80")


def test_a_level_instalment_tells_the_term():
    assert completed(replace(LOAN, term_months=None, instalment=Decimal("916.80"))).term_months == 12


def test_a_monthly_fee_tells_the_rate_of_a_card_plan():
    terms = LoanTerms(Decimal(6000), date(2023, 1, 5), None, RepaymentMethod.FLAT_FEE, 6, instalment=Decimal("1036.00"))
    assert completed(terms).annual_rate == Decimal("0.072")


@pytest.mark.parametrize(("level", "is_known"), [("833.33", False), ("833.34", True)])
def test_instalments_that_do_not_repay_the_principal_tell_no_rate(level, is_known):
    assert (completed(replace(UNKNOWN_RATE, instalment=Decimal(level))).annual_rate is not None) is is_known


@pytest.mark.parametrize(("level", "is_known"), [("150.00", False), ("151.00", True)])
def test_instalments_that_only_pay_interest_tell_no_term(level, is_known):
    terms = replace(LOAN, term_months=None, instalment=Decimal(level))
    assert (completed(terms).term_months is not None) is is_known


def test_an_instalment_that_contradicts_the_rate_is_left_out_of_the_plan():
    lines = schedule(replace(LOAN, instalment=Decimal("950.00")))
    assert lines[0].total == Decimal("916.80")


@pytest.mark.parametrize(("level", "first"), [("917.80", "917.80"), ("917.81", "916.80")])
def test_an_instalment_may_be_rounded_by_a_yuan(level, first):
    assert schedule(replace(LOAN, instalment=Decimal(level)))[0].total == Decimal(first)
