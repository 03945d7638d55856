"""Schedules against figures known from contracts, and the days on which they fall."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import MAX_TERM_MONTHS, LoanTerms, RepaymentMethod, schedule

METHODS = [method for method in RepaymentMethod if method is not RepaymentMethod.FREE]


def loan(principal, rate, months, method=RepaymentMethod.EQUAL_INSTALMENT, *, drawn="2025-01-10", first=None):
    return LoanTerms(
        Decimal(principal),
        date.fromisoformat(drawn) if drawn else None,
        None if rate is None else Decimal(rate),
        method,
        months,
        date.fromisoformat(first) if first else None,
    )


def totals(terms):
    return [str(line.total) for line in schedule(terms)]


@pytest.mark.parametrize(
    ("principal", "rate", "months", "monthly"),
    [
        ("8000", "0.18", 6, "1404.20"),
        ("10000", "0.18", 12, "916.80"),
        ("12000", "0.144", 12, "1079.71"),
        ("1200", "0", 12, "100.00"),
    ],
)
def test_equal_instalments_agree_with_the_printed_plan(principal, rate, months, monthly):
    lines = totals(loan(principal, rate, months))
    assert lines[:-1] == [monthly] * (months - 1)
    assert abs(Decimal(lines[-1]) - Decimal(monthly)) < Decimal("0.10")


def test_equal_principal_pays_falling_interest():
    assert totals(loan("3000", "0.12", 3, RepaymentMethod.EQUAL_PRINCIPAL)) == ["1030.00", "1020.00", "1010.00"]


def test_interest_only_pays_the_principal_at_the_end():
    assert totals(loan("3000", "0.12", 3, RepaymentMethod.INTEREST_ONLY)) == ["30.00", "30.00", "3030.00"]


def test_bullet_pays_once_with_the_interest_of_the_whole_term():
    (line,) = schedule(loan("5000", "0.12", 3, RepaymentMethod.BULLET))
    assert (line.due_on, line.total) == (date(2025, 4, 10), Decimal("5150.00"))


def test_bullet_is_due_on_its_first_due_day():
    (line,) = schedule(loan("5000", "0.12", 3, RepaymentMethod.BULLET, first="2025-04-15"))
    assert line.due_on == date(2025, 4, 15)


def test_flat_fee_is_taken_on_the_whole_principal_each_month():
    assert totals(loan("1000", "0.12", 3, RepaymentMethod.FLAT_FEE)) == ["343.33", "343.33", "343.34"]


def test_the_thirty_first_comes_back_after_a_short_month():
    days = [line.due_on for line in schedule(loan("3000", "0", 3, first="2024-01-31"))]
    assert days == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]


def test_without_a_first_due_day_months_are_counted_from_the_drawing():
    days = [line.due_on for line in schedule(loan("3000", "0", 3, drawn="2025-01-31"))]
    assert days == [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]


@pytest.mark.parametrize(
    "terms",
    [
        loan("8000", None, 6),
        loan("8000", "0.18", None),
        loan("8000", "0.18", 6, drawn=None),
        loan("8000", "0.18", 6, RepaymentMethod.FREE),
        loan("0", "0.18", 6),
        loan("-1", "0.18", 6),
        loan("8000", "-0.01", 6),
        loan("8000", "0.18", 0),
        loan("8000", "0.18", MAX_TERM_MONTHS + 1),
        loan("8000", "0.18", 6, first="9999-11-30"),
        loan("8000", "1E+30", 6),
    ],
)
def test_terms_that_do_not_suffice_give_no_schedule(terms):
    assert schedule(terms) == ()


def test_a_rate_of_zero_is_known():
    assert totals(loan("600", "0", 2)) == ["300.00", "300.00"]


@given(
    st.decimals(min_value="0.01", max_value="9999999", places=2),
    st.decimals(min_value=0, max_value=10, places=4),
    st.integers(1, MAX_TERM_MONTHS),
    st.sampled_from(METHODS),
)
def test_the_parts_of_principal_add_up_and_nothing_is_below_zero(principal, rate, months, method):
    lines = schedule(loan(principal, rate, months, method))
    assert sum(line.principal for line in lines) == principal
    assert all(line.principal >= 0 and line.interest >= 0 for line in lines)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(2, 60))
def test_due_days_rise_month_by_month(first, months):
    days = [line.due_on for line in schedule(loan("6000", "0.1", months, first=first.isoformat()))]
    counted = [day.year * 12 + day.month for day in days]
    assert counted == list(range(counted[0], counted[0] + months))
    assert all(day.day <= first.day for day in days)
