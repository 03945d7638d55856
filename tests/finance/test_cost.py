"""What a loan really cost a year, and why sometimes no rate can be given."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from debts.finance import LoanTerms, RepaymentMethod
from debts.finance.cost import Basis, planned_cost, real_cost
from debts.finance.rates import CostRate, NoRate, NoRateReason, rate_of
from debts.finance.types import Fee, FeeTiming, PaymentKind, Statement

YEAR = LoanTerms(Decimal(10000), date(2023, 1, 5), Decimal("0.12"), RepaymentMethod.BULLET, 12)
GUARANTEE = Fee(FeeTiming.EACH, Decimal(500), to_third_party=True)
START = date(2023, 1, 5)


def per_cent(rate):
    return f"{rate.effective * 100:.2f}"


def test_a_year_at_twelve_per_cent_costs_twelve_per_cent():
    cost = planned_cost(YEAR)
    assert (per_cent(cost.rate), cost.promised, cost.cost) == ("12.00", Decimal("0.12"), 1200)


def test_a_sum_kept_back_makes_the_loan_dearer_than_promised():
    cost = planned_cost(replace(YEAR, fees=(Fee(FeeTiming.START, Decimal(800)),)))
    assert (cost.received, per_cent(cost.rate)) == (9200, "21.74")  # 11,200 for 9,200


def test_what_third_parties_take_is_told_apart():
    cost = planned_cost(replace(YEAR, fees=(GUARANTEE,)))
    assert (per_cent(cost.rate), per_cent(cost.rate_with_third_parties)) == ("12.00", "17.00")
    assert cost.third_party == 500


def test_a_card_plan_costs_nearly_twice_what_its_fee_says():
    terms = LoanTerms(Decimal(12000), START, Decimal("0.072"), RepaymentMethod.FLAT_FEE, 12)
    assert Decimal("0.12") < planned_cost(terms).rate.nominal < Decimal("0.14")


def test_the_nominal_rate_is_twelve_times_the_monthly_one():
    rate = planned_cost(YEAR).rate
    assert abs((1 + rate.nominal / 12) ** 12 - 1 - rate.effective) < Decimal("0.000001")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"drawn_on": None}, NoRateReason.NO_DRAWING_DAY),
        ({"annual_rate": None}, NoRateReason.NO_SCHEDULE),
        ({"fees": (Fee(FeeTiming.EACH),)}, NoRateReason.FEE_UNKNOWN),
        ({"fees": (Fee(FeeTiming.START),)}, NoRateReason.FEE_UNKNOWN),
        ({"fees": (Fee(FeeTiming.START, Decimal(10000)),)}, NoRateReason.NOTHING_RECEIVED),
        ({"statements": (Statement(START, START + timedelta(20), Decimal(1)),)}, NoRateReason.REVOLVING),
    ],
)
def test_where_something_is_unknown_the_reason_is_told(changes, reason):
    cost = planned_cost(replace(YEAR, **changes))
    assert cost.rate == cost.rate_with_third_parties == NoRate(reason)


def test_a_fee_kept_back_need_not_be_known_where_the_sum_received_is():
    cost = planned_cost(replace(YEAR, received=Decimal(9200), fees=(Fee(FeeTiming.START),)))
    assert per_cent(cost.rate) == "21.74"


def test_an_unknown_sum_of_a_third_party_leaves_the_lenders_own_rate():
    cost = planned_cost(replace(YEAR, fees=(Fee(FeeTiming.EACH, to_third_party=True),)))
    assert per_cent(cost.rate) == "12.00"
    assert cost.rate_with_third_parties == NoRate(NoRateReason.THIRD_PARTY_UNKNOWN)
    assert cost.third_party is None


def test_what_was_paid_counts_and_not_what_was_planned(course, paid, noon):
    cost = real_cost(course(YEAR, paid("2024-01-05", "11500")), noon("2024-01-05"))
    assert (cost.basis, per_cent(cost.rate)) == (Basis.PAID, "15.00")


def test_money_given_back_makes_it_cheaper(course, paid, noon):
    made = [paid("2024-01-05", "11500"), paid("2024-01-05", "300", kind=PaymentKind.REFUND)]
    cost = real_cost(course(YEAR, *made), noon("2024-01-05"))
    assert (cost.paid, per_cent(cost.rate)) == (11200, "12.00")


def test_an_open_loan_counts_the_rest_as_it_falls_due(instalment_loan, course, paid, noon):
    cost = real_cost(course(instalment_loan, paid("2023-02-05", "916.80")), noon("2023-02-10"))
    assert (cost.basis, cost.rate) == (Basis.PAID_AND_PLANNED, planned_cost(instalment_loan).rate)


def test_an_overdue_sum_counts_as_paid_today_with_its_penalty(course, noon):
    terms = replace(YEAR, daily_penalty_rate=Decimal("0.001"))
    assert real_cost(course(terms), noon("2024-01-15")).paid == Decimal("11312.00")


def test_an_open_account_has_no_end_to_count_to(course, noon):
    terms = LoanTerms(Decimal(1000), START, Decimal("0.1"))
    assert real_cost(course(terms), noon("2023-06-01")).rate == NoRate(NoRateReason.OPEN_WITHOUT_SCHEDULE)


def test_an_old_loan_without_payments_on_record_has_no_rate(course, noon):
    cost = real_cost(course(YEAR), noon("2024-06-01"), noon("2024-01-05"))
    assert cost.rate == NoRate(NoRateReason.NOTHING_PAID)


def test_payments_that_do_not_reach_the_settlement_give_no_rate(course, paid, noon):
    part = course(YEAR, paid("2024-01-05", "5000"))
    assert real_cost(part, noon("2024-06-01"), noon("2024-01-05")).rate == NoRate(NoRateReason.PAYMENTS_MISSING)
    waived = real_cost(part, noon("2024-06-01"), noon("2024-01-05"), rest_was_waived=True)
    assert per_cent(waived.rate) == "-50.00"


def test_an_early_payoff_on_record_is_an_end(instalment_loan, course, paid, noon):
    course_ = course(instalment_loan, paid("2023-02-05", "10150"))
    cost = real_cost(course_, noon("2023-06-01"), noon("2023-02-05"))
    assert (cost.basis, cost.cost) == (Basis.PAID, 150)


def test_recorded_sums_of_third_parties_go_before_the_planned_ones(course, paid, noon):
    terms = replace(YEAR, fees=(GUARANTEE,))
    made = [paid("2023-06-05", "400", kind=PaymentKind.THIRD_PARTY), paid("2024-01-05", "11200")]
    assert real_cost(course(terms, *made), noon("2024-01-05")).third_party == 400
    assert real_cost(course(terms, made[1]), noon("2024-01-05")).third_party == 500
    assert real_cost(course(terms, made[0]), noon("2023-07-05")).third_party == 900  # with the one to come


@pytest.mark.parametrize(
    ("flows", "outcome"),
    [
        ([], NoRateReason.NOTHING_RECEIVED),
        ([(0, 100)], NoRateReason.NOTHING_PAID),
        ([(0, -100)], NoRateReason.NOTHING_RECEIVED),
        ([(0, 100), (1, -200)], NoRateReason.BEYOND_MEASURE),
        ([(0, -100), (100, 300), (200, -200)], NoRateReason.AMBIGUOUS),
        ([(0, 100), (365, -110)], "0.10000000"),
        ([(365, -110), (0, 100)], "0.10000000"),
        ([(0, 100), (365, -90)], "-0.10000000"),
        ([(0, 100), (365, -100)], "0E-8"),
        ([(0, 100), (365, -130), (365, 20)], "0.10000000"),
        ([(0, 100), (365, -130), (366, 20)], "0.10000000"),
    ],
)
def test_flows_have_a_rate_or_a_reason(flows, outcome):
    found = rate_of([(START + timedelta(days=days), Decimal(amount)) for days, amount in flows])
    if isinstance(found, NoRate):
        assert found.reason == outcome
    else:
        assert isinstance(found, CostRate)
        assert abs(found.effective - Decimal(outcome)) < Decimal("0.002")
