"""Ways out of several debts: what each costs and when it ends, and why there may be none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import LoanTerms, RepaymentMethod
from debts.finance.outlook import Owing
from debts.finance.payoffs import Debt, NoPlan, NoPlanReason, PayoffPlan, Strategy, compare_plans, debt_of, payoff_plan
from debts.finance.types import Statement

DEAR = Debt("dear", "CNY", Decimal(5000), Decimal("0.02"))
SMALL = Debt("small", "CNY", Decimal(2000), Decimal("0.01"))
START = date(2026, 1, 31)


def test_the_dearest_first_costs_least_and_the_smallest_first_ends_one_soonest():
    avalanche, snowball = compare_plans([DEAR, SMALL], Decimal(800), START)
    assert (avalanche.interest, snowball.interest) == (Decimal("574.98"), Decimal("730.02"))
    assert (avalanche.finished, snowball.finished) == ((("dear", 7), ("small", 10)), (("small", 3), ("dear", 10)))


def test_a_plan_ends_at_the_end_of_a_month_too():
    assert payoff_plan([replace(SMALL, monthly_rate=Decimal(0))], Decimal(2000), START, Strategy.OWN).ends_on == date(
        2026, 2, 28
    )


def test_ones_own_order_is_followed():
    own = payoff_plan([DEAR, SMALL], Decimal(800), START, Strategy.OWN, ["small", "dear"])
    assert own.finished[0] == ("small", 3)
    assert len(compare_plans([DEAR, SMALL], Decimal(800), START, ["small"])) == 3


def test_every_loan_gets_its_instalment_before_the_order_counts():
    plan = payoff_plan([DEAR, replace(SMALL, instalment=Decimal(700))], Decimal(800), START, Strategy.AVALANCHE)
    assert plan.finished[0] == ("small", 3)


@pytest.mark.parametrize(("budget", "missing"), [("299.99", "0.01"), ("300", None)])
def test_a_budget_below_the_instalments_is_too_small(budget, missing):
    plan = payoff_plan([replace(SMALL, instalment=Decimal(300))], Decimal(budget), START, Strategy.AVALANCHE)
    if missing:
        assert plan == NoPlan(Strategy.AVALANCHE, NoPlanReason.BUDGET_TOO_SMALL, Decimal(missing))
    else:
        assert isinstance(plan, PayoffPlan)


@pytest.mark.parametrize(
    ("debts", "budget", "reason"),
    [
        ([DEAR], "100", NoPlanReason.NEVER_ENDS),
        ([], "100", NoPlanReason.NOTHING_OWED),
        ([replace(DEAR, balance=Decimal(0))], "100", NoPlanReason.NOTHING_OWED),
        ([DEAR, replace(SMALL, currency="HKD")], "800", NoPlanReason.SEVERAL_CURRENCIES),
    ],
)
def test_where_there_is_no_plan_the_reason_is_told(debts, budget, reason):
    assert payoff_plan(debts, Decimal(budget), START, Strategy.AVALANCHE).reason is reason


def test_a_loan_becomes_a_debt_with_its_payoff_and_its_instalment(instalment_loan, course, noon):
    debt = debt_of(Owing("x1", "CNY", course(instalment_loan)), noon("2023-01-05"))
    assert (debt.balance, debt.monthly_rate, debt.instalment) == (10000, Decimal("0.015"), Decimal("916.80"))


def test_a_card_plan_costs_its_fee_until_it_ends(course, noon):
    terms = LoanTerms(Decimal(1200), date(2023, 1, 5), Decimal("0.12"), RepaymentMethod.FLAT_FEE, 12)
    debt = debt_of(Owing("x1", "CNY", course(terms)), noon("2023-01-05"))
    assert (debt.monthly_fee, debt.monthly_rate, debt.interest) == (12, 0, 12)


def test_a_card_asks_for_its_minimum(course, noon):
    bill = Statement(date(2023, 5, 5), date(2023, 5, 25), Decimal(3000), Decimal(300))
    terms = LoanTerms(Decimal(1), annual_rate=Decimal("0.18"), statements=(bill,))
    assert debt_of(Owing("x1", "CNY", course(terms)), noon("2023-05-10")).instalment == 300


def test_a_loan_paid_at_its_end_asks_for_nothing_before(course, noon):
    terms = LoanTerms(Decimal(1200), date(2023, 1, 5), Decimal("0.12"), RepaymentMethod.BULLET, 12)
    assert debt_of(Owing("x1", "CNY", course(terms)), noon("2023-01-05")).instalment == 0


def test_a_loan_of_unknown_rate_or_without_debt_cannot_be_planned(plain_loan, course, paid, noon):
    unknown = course(LoanTerms(Decimal(500), date(2023, 1, 5)))
    done = course(plain_loan, paid("2023-01-06", "1200"))
    assert debt_of(Owing("x1", "CNY", unknown), noon("2023-02-05")) is None
    assert debt_of(Owing("x1", "CNY", done), noon("2023-02-05")) is None


debts = st.lists(
    st.builds(
        Debt,
        st.sampled_from("abcdef"),
        st.just("CNY"),
        st.decimals(1, 9000, places=2),
        st.decimals(0, "0.03", places=4),
        st.decimals(0, 200, places=2),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda debt: debt.loan_id,
)


@given(debts, st.decimals(1000, 3000, places=2), st.sampled_from(Strategy))
def test_all_that_is_paid_is_debt_and_interest(owed, budget, strategy):
    plan = payoff_plan(owed, budget, START, strategy, ["c", "a"])
    assert isinstance(plan, PayoffPlan)
    assert plan.paid == sum(debt.balance for debt in owed) + plan.interest
    assert plan.interest >= 0
    assert plan.paid <= budget * plan.months
    assert sorted(name for name, _ in plan.finished) == sorted(debt.loan_id for debt in owed)


def test_the_course_shows_what_is_left_after_each_month():
    plan = payoff_plan([replace(SMALL, monthly_rate=Decimal(0))], Decimal(800), START, Strategy.AVALANCHE)
    assert plan.course == (2000, 1200, 400, 0)


@given(debts, st.decimals(1000, 3000, places=2))
def test_no_order_is_cheaper_than_the_dearest_first(owed, budget):
    avalanche, snowball = compare_plans(owed, budget, START)
    assert avalanche.interest <= snowball.interest + Decimal("0.01") * len(owed) * snowball.months


@given(debts, st.decimals(1000, 3000, places=2), st.decimals(0, 500, places=2))
def test_more_money_a_month_never_takes_longer(owed, budget, more):
    slow, fast = (payoff_plan(owed, sum_, START, Strategy.AVALANCHE) for sum_ in (budget, budget + more))
    assert fast.months <= slow.months
