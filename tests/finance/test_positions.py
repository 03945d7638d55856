"""How loans stand on a given day, both sides of each boundary."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import ROUNDING_TOLERANCE, LoanTerms, Payment, RepaymentMethod, position, schedule, timeline
from tests.moments import SHANGHAI
from tests.moments import at as moment_at

LOAN = LoanTerms(
    Decimal(6000),
    date(2023, 1, 5),
    Decimal("0.18"),
    RepaymentMethod.EQUAL_INSTALMENT,
    6,
    daily_penalty_rate=Decimal("0.0005"),
)
TOTAL = sum(line.total for line in schedule(LOAN))
amounts = st.decimals(min_value="0.01", max_value=3000, places=2)
payments = st.lists(
    st.builds(
        lambda hours, amount: Payment(moment_at("2023-01-05T00:00") + timedelta(hours=hours), amount),
        st.integers(0, 9000),
        amounts,
    ),
    max_size=12,
)
days = st.integers(0, 500).map(lambda count: moment_at("2023-01-01T12:00") + timedelta(days=count))


def test_an_instalment_is_not_overdue_on_its_due_day(instalment_loan, standing):
    assert standing(instalment_loan, [], "2023-02-05", "23:59").overdue == 0


def test_an_instalment_is_overdue_from_the_day_after(instalment_loan, standing):
    now = standing(instalment_loan, [], "2023-02-06", "00:00")
    assert (now.overdue, now.overdue_since, now.overdue_instalments) == (Decimal("916.80"), date(2023, 2, 5), 1)


def test_the_zone_decides_which_day_it_is(instalment_loan):
    at = moment_at("2023-02-06T07:00")
    assert position(instalment_loan, [], at, SHANGHAI).overdue == Decimal("916.80")
    assert position(instalment_loan, [], at, ZoneInfo("UTC")).overdue == 0


def test_two_missed_instalments_are_overdue_since_the_first(instalment_loan, standing):
    now = standing(instalment_loan, [], "2023-03-06")
    assert (now.overdue, now.overdue_since, now.overdue_instalments) == (Decimal("1833.60"), date(2023, 2, 5), 2)


def test_a_part_payment_leaves_the_rest_overdue(instalment_loan, standing, paid):
    now = standing(instalment_loan, [paid("2023-02-05", "900")], "2023-02-06")
    assert (now.overdue, now.overdue_instalments) == (Decimal("16.80"), 1)


@pytest.mark.parametrize(("amount", "overdue"), [("915.80", "0"), ("915.79", "1.01")])
def test_a_shortfall_of_a_yuan_is_rounding_and_a_cent_more_is_overdue(instalment_loan, standing, paid, amount, overdue):
    assert standing(instalment_loan, [paid("2023-02-05", amount)], "2023-02-06").overdue == Decimal(overdue)


def test_the_next_instalment_is_the_first_that_is_still_open(instalment_loan, standing, paid):
    now = standing(instalment_loan, [paid("2023-02-01", "1000")], "2023-02-02")
    assert (now.next_due_on, now.next_amount) == (date(2023, 3, 5), Decimal("833.60"))


def test_the_instalment_of_today_is_the_next_one(instalment_loan, standing):
    assert standing(instalment_loan, [], "2023-02-05").next_due_on == date(2023, 2, 5)


def test_a_payment_after_the_moment_is_not_known_yet(instalment_loan, standing, paid):
    now = standing(instalment_loan, [paid("2023-02-06", "916.80")], "2023-02-06", "08:59")
    assert (now.paid, now.overdue) == (0, Decimal("916.80"))
    assert standing(instalment_loan, [paid("2023-02-06", "916.80")], "2023-02-06", "09:00").overdue == 0


def test_the_last_payment_covers_the_loan(instalment_loan, standing, paid):
    made = [paid(f"2023-{month:02}-05", "916.80") for month in range(2, 13)]
    assert standing(instalment_loan, made, "2024-02-01").covered_at is None
    last = paid("2024-01-05", "916.80")
    now = standing(instalment_loan, [*made, last], "2024-02-01")
    assert now.is_covered
    assert (now.covered_at, now.balance, now.payoff, now.overdue) == (last.paid_at, 0, 0, 0)


@pytest.mark.parametrize(("short_by", "is_covered"), [("1.00", True), ("1.01", False)])
def test_a_loan_is_covered_to_within_a_yuan(instalment_loan, standing, paid, short_by, is_covered):
    total = sum(line.total for line in schedule(instalment_loan))
    now = standing(instalment_loan, [paid("2023-02-01", str(total - Decimal(short_by)))], "2024-02-01")
    assert now.is_covered is is_covered


def test_an_early_payoff_alone_covers_nothing(instalment_loan, standing, paid):
    now = standing(instalment_loan, [paid("2023-02-05", "10150.00")], "2023-02-05")
    assert now.covered_at is None
    assert now.payoff == 0


def test_payoff_takes_the_interest_of_the_days_gone_by(instalment_loan, standing):
    assert standing(instalment_loan, [], "2023-01-05").payoff == Decimal("10000.00")
    assert standing(instalment_loan, [], "2023-01-06").payoff == Decimal("10004.84")
    assert standing(instalment_loan, [], "2023-02-05").payoff == Decimal("10150.00")


def test_a_loan_that_is_not_drawn_yet_has_no_interest(instalment_loan, standing):
    assert standing(instalment_loan, [], "2022-12-01").payoff == Decimal("10000.00")


def test_penalty_runs_from_the_day_after_the_due_day(instalment_loan, standing):
    terms = replace(instalment_loan, daily_penalty_rate=Decimal("0.001"))
    assert standing(terms, [], "2023-02-05").penalty == 0
    assert standing(terms, [], "2023-02-06").penalty == Decimal("0.92")
    assert standing(terms, [], "2023-02-15").penalty == Decimal("9.17")


def test_terms_without_a_penalty_never_show_one(instalment_loan, standing):
    assert standing(instalment_loan, [], "2024-02-05").penalty == 0


def test_penalty_stays_after_the_instalment_is_paid(instalment_loan, standing, paid):
    terms = replace(instalment_loan, daily_penalty_rate=Decimal("0.001"))
    now = standing(terms, [paid("2023-02-15", "916.80")], "2023-02-28")
    assert (now.overdue, now.penalty) == (0, Decimal("9.17"))


def test_a_surplus_pays_the_penalty_before_what_is_to_come(instalment_loan, standing, paid):
    terms = replace(instalment_loan, daily_penalty_rate=Decimal("0.001"))
    now = standing(terms, [paid("2023-02-15", "930.00")], "2023-02-28")
    assert (now.penalty, now.next_amount) == (0, Decimal("912.77"))


def test_a_penalty_in_the_terms_must_be_paid_to_cover_the_loan(standing, paid):
    terms = LoanTerms(
        Decimal(1000), date(2023, 1, 5), Decimal(0), RepaymentMethod.BULLET, 1, daily_penalty_rate=Decimal("0.001")
    )
    late = paid("2023-02-15", "1000")
    assert standing(terms, [late], "2023-03-01").covered_at is None
    assert standing(terms, [late, paid("2023-02-20", "10")], "2023-03-01").is_covered


def test_sums_are_known_without_days_but_nothing_is_overdue(standing, paid):
    terms = LoanTerms(Decimal(5000), None, Decimal("0.12"), RepaymentMethod.BULLET, 3)
    now = standing(terms, [paid("2023-02-15", "150")], "2030-01-01")
    assert (now.balance, now.overdue, now.next_due_on) == (Decimal("5000.00"), None, None)
    assert standing(terms, [paid("2023-02-15", "5150")], "2030-01-01").is_covered


def test_an_unknown_rate_covers_nothing(standing, paid):
    terms = LoanTerms(Decimal(5000), date(2023, 1, 5), None, RepaymentMethod.EQUAL_INSTALMENT, 6)
    now = standing(terms, [paid("2023-02-15", "9000")], "2030-01-01")
    assert (now.balance, now.overdue, now.covered_at) == (0, None, None)


def test_a_loan_without_interest_is_covered_by_its_principal(standing, paid):
    terms = LoanTerms(Decimal(500), annual_rate=Decimal(0))
    now = standing(terms, [paid("2023-02-15", "200"), paid("2023-03-15", "300")], "2030-01-01")
    assert now.covered_at == moment_at("2023-03-15T09:00")


def test_an_open_account_bears_interest_by_the_day(standing):
    terms = LoanTerms(Decimal(10000), date(2023, 1, 1), Decimal("0.1825"))
    now = standing(terms, [], "2023-01-11")
    assert (now.balance, now.payoff) == (Decimal("10000.00"), Decimal("10050.00"))


def test_an_open_account_takes_interest_before_principal(standing, paid):
    terms = LoanTerms(Decimal(10000), date(2023, 1, 1), Decimal("0.1825"))
    now = standing(terms, [paid("2023-01-11", "1050")], "2023-01-21")
    assert (now.balance, now.payoff) == (Decimal("9000.00"), Decimal("9045.00"))


def test_an_open_account_is_covered_when_principal_and_interest_are_paid(standing, paid):
    terms = LoanTerms(Decimal(10000), date(2023, 1, 1), Decimal("0.1825"))
    assert standing(terms, [paid("2023-01-11", "10048.99")], "2023-12-01").covered_at is None
    assert standing(terms, [paid("2023-01-11", "10049.00")], "2023-12-01").is_covered


def test_payments_of_nothing_are_left_out(instalment_loan, standing, paid):
    now = standing(instalment_loan, [paid("2023-02-05", "0"), paid("2023-02-05", "-5")], "2023-02-06")
    assert now.paid == 0


@given(payments, st.randoms(), days)
def test_the_order_of_payments_does_not_matter(made, random, at):
    shuffled = list(made)
    random.shuffle(shuffled)
    assert position(LOAN, made, at, SHANGHAI) == position(LOAN, shuffled, at, SHANGHAI)


@given(payments, days)
def test_a_timeline_knows_at_each_moment_what_was_known_then(made, at):
    known = [payment for payment in made if payment.paid_at <= at]
    assert timeline(LOAN, made, SHANGHAI).at(at) == position(LOAN, known, at, SHANGHAI)


@given(payments, days)
def test_money_is_conserved_to_the_cent(made, at):
    terms = replace(LOAN, daily_penalty_rate=None)
    now = position(terms, made, at, SHANGHAI)
    open_by_sums = max(TOTAL - now.paid, Decimal(0))
    assert now.balance == (open_by_sums if open_by_sums > ROUNDING_TOLERANCE else 0)
    assert now.is_covered == (now.balance == 0)


@given(payments, days)
def test_no_figure_is_below_zero_and_a_payoff_is_never_dearer_than_the_plan(made, at):
    now = position(LOAN, made, at, SHANGHAI)
    assert min(now.paid, now.balance, now.payoff, now.overdue, now.penalty) >= 0
    assert now.payoff <= now.balance
    assert now.overdue <= now.balance


@given(payments, amounts, days)
def test_another_payment_never_raises_what_is_owed(made, amount, at):
    before = position(LOAN, made, at, SHANGHAI)
    after = position(LOAN, [*made, Payment(at - timedelta(days=1), amount)], at, SHANGHAI)
    assert after.balance + after.penalty <= before.balance + before.penalty
    assert after.overdue <= before.overdue


@given(payments, days, st.integers(0, 400))
def test_without_payments_arrears_only_grow(made, at, later):
    known = [payment for payment in made if payment.paid_at <= at]
    before, after = (position(LOAN, known, moment_, SHANGHAI) for moment_ in (at, at + timedelta(days=later)))
    assert after.overdue >= before.overdue
    assert after.penalty >= before.penalty
    assert after.covered_at == before.covered_at
