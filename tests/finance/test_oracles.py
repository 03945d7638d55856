"""Schedules and rates against the formulas that banks publish and against pyxirr, which knows nothing of us."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st

from debts.finance import LoanTerms, RepaymentMethod, schedule
from debts.finance.cost import planned_cost
from debts.finance.rates import CostRate, level_rate, rate_of
from debts.finance.types import DayCount

EQUAL, LINEAR = RepaymentMethod.EQUAL_INSTALMENT, RepaymentMethod.EQUAL_PRINCIPAL
MONTHLY = [EQUAL, LINEAR, RepaymentMethod.INTEREST_ONLY]

principals = st.decimals(min_value=1000, max_value=1_000_000, places=2)
rates = st.decimals(min_value="0.01", max_value="0.6", places=4)
months = st.integers(2, 360)


def plan(principal, rate, term, method=EQUAL, **options):
    return schedule(LoanTerms(Decimal(principal), date(2020, 1, 15), Decimal(rate), method, term, **options))


@pytest.mark.parametrize(
    ("method", "first", "interest"),
    [(EQUAL, "5307.27", "910616.19"), (LINEAR, "6861.11", "737041.67")],
)
def test_the_textbook_mortgage_of_a_million_comes_out(method, first, interest):
    # 100万, 30年, 4.9 %: the example that loan calculators in China print for both ways of paying back.
    lines = plan("1000000", "0.049", 360, method)
    assert abs(lines[0].total - Decimal(first)) <= Decimal("0.01")
    assert abs(sum(line.interest for line in lines) - Decimal(interest)) < Decimal("0.01") * len(lines)


@given(principals, rates, months)
def test_an_equal_instalment_is_the_annuity_of_the_oracle(principal, rate, term):
    oracle = -pyxirr.pmt(float(rate) / 12, term, float(principal))
    assert abs(plan(principal, rate, term)[0].total - Decimal(oracle)) < Decimal("0.011")


@given(principals, rates, months, st.data())
def test_interest_and_principal_of_each_month_are_those_of_the_oracle(principal, rate, term, data):
    number = data.draw(st.integers(1, term))
    line, arguments = plan(principal, rate, term)[number - 1], (float(rate) / 12, number, term, float(principal))
    # The sum of a month is rounded, and the difference bears interest until the end.
    drift = Decimal("0.02") + Decimal("0.005") * Decimal((1 + float(rate) / 12) ** number * number)
    assert abs(line.interest + Decimal(pyxirr.ipmt(*arguments))) < drift
    assert abs(line.principal + Decimal(pyxirr.ppmt(*arguments))) < drift or number == term


@given(principals, rates, st.integers(2, 120), st.sampled_from(MONTHLY))
def test_the_periodic_rate_of_a_loan_without_fees_is_its_own(principal, rate, term, method):
    flows = [float(principal), *(-float(line.total) for line in plan(principal, rate, term, method))]
    assert pyxirr.irr(flows) * 12 == pytest.approx(float(rate), abs=1e-4)


@given(principals, rates, st.integers(12, 60), st.sampled_from(MONTHLY))
def test_the_cost_of_a_loan_without_fees_is_its_rate(principal, rate, term, method):
    # Months have unequal days, which a rate over days sees; over a year and more it evens out to a few per cent of it.
    cost = planned_cost(LoanTerms(principal, date(2023, 1, 5), rate, method, term)).rate
    assert isinstance(cost, CostRate)
    assert float(cost.nominal) == pytest.approx(float(rate), rel=0.03, abs=2e-4)


@given(principals, rates, st.integers(1, 36), st.sampled_from(MONTHLY))
def test_the_cost_of_a_loan_by_days_is_its_rate(principal, rate, term, method):
    terms = LoanTerms(principal, date(2023, 1, 5), rate, method, term, day_count=DayCount.ACTUAL_365)
    cost = planned_cost(terms).rate
    assert isinstance(cost, CostRate)
    assert float(cost.nominal) == pytest.approx(float(rate), rel=0.01, abs=2e-4)


@given(st.integers(1, 36), rates, principals)
def test_a_level_sum_tells_the_rate_that_it_was_made_from(term, rate, principal):
    level = plan(principal, rate, term)[0].total
    found = level_rate(principal, level, term)
    assert found is not None
    assert float(found) == pytest.approx(float(rate), abs=0.012 * 12 / float(principal) * 12)


@given(
    st.lists(st.tuples(st.integers(1, 2000), st.decimals(1, 5000, places=2)), min_size=1, max_size=20),
    st.decimals(1000, 50000, places=2),
)
def test_a_rate_over_days_is_that_of_the_oracle(paid, received):
    start = date(2021, 3, 1)
    flows = [(start, received), *((start + timedelta(days=days), -amount) for days, amount in paid)]
    ours = rate_of(flows)
    oracle = pyxirr.xirr([day for day, _ in flows], [float(amount) for _, amount in flows])
    assume(isinstance(ours, CostRate) and oracle is not None and -0.999 < oracle < 100)
    assert float(ours.effective) == pytest.approx(oracle, rel=1e-5, abs=1e-6)
