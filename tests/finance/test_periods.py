"""Terms that count by days: odd first periods, terms of days, due days at the month's end, and copied plans."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance import LoanTerms, RepaymentMethod, schedule
from debts.finance.types import DayCount, Fee, FeeTiming, FirstPeriod, GivenInstalment

LOAN = LoanTerms(Decimal(12000), date(2024, 1, 10), Decimal("0.18"), RepaymentMethod.EQUAL_INSTALMENT, 12)


def days(terms):
    return [line.due_on.isoformat() for line in schedule(terms)]


@pytest.mark.parametrize(
    ("drawn", "first", "following"),
    [
        ("2025-01-31", "2025-02-28", "2025-03-31"),
        ("2024-01-31", "2024-02-29", "2024-03-31"),
        ("2024-01-30", "2024-02-29", "2024-03-30"),
        ("2025-01-28", "2025-02-28", "2025-03-28"),
        ("2025-01-15", "2025-02-28", "2025-03-28"),
    ],
)
def test_a_first_due_day_a_month_after_the_drawing_keeps_its_day(drawn, first, following):
    terms = replace(LOAN, drawn_on=date.fromisoformat(drawn), first_due_on=date.fromisoformat(first))
    assert days(terms)[:2] == [first, following]


def test_a_due_day_of_31_is_the_last_of_each_month():
    terms = replace(LOAN, first_due_on=date(2024, 2, 29), due_day=31, term_months=4)
    assert days(terms) == ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]


def test_a_due_day_without_a_first_one_comes_in_the_month_after_the_drawing():
    assert days(replace(LOAN, due_day=20, term_months=2)) == ["2024-02-20", "2024-03-20"]


@pytest.mark.parametrize(
    ("first", "interest"),
    [
        ("2024-02-10", "180.00"),  # a month is a month, whatever its days
        ("2024-02-11", "192.00"),  # 32 days of 6.00
        ("2024-02-09", "180.00"),  # 30 days of 6.00
        ("2024-03-10", "360.00"),  # 60 days
        ("2024-01-20", "60.00"),
    ],
)
def test_an_odd_first_period_costs_its_days_where_the_terms_say_so(first, interest):
    terms = replace(LOAN, first_due_on=date.fromisoformat(first), first_period=FirstPeriod.BY_DAYS)
    regular = schedule(replace(LOAN, first_due_on=date.fromisoformat(first)))
    lines = schedule(terms)
    assert lines[0].interest == Decimal(interest)
    assert lines[0].principal == regular[0].principal
    assert lines[1:] == regular[1:]


def test_an_odd_first_period_costs_a_month_where_the_terms_do_not_say():
    assert schedule(replace(LOAN, first_due_on=date(2024, 3, 1)))[0].interest == Decimal("180.00")


def test_interest_by_days_follows_the_length_of_the_months():
    terms = replace(LOAN, day_count=DayCount.ACTUAL_365, method=RepaymentMethod.INTEREST_ONLY, term_months=3)
    assert [str(line.interest) for line in schedule(terms)] == ["183.45", "171.62", "183.45"]  # 31, 29 and 31 days


def test_interest_by_days_may_take_the_year_for_360():
    terms = replace(LOAN, day_count=DayCount.ACTUAL_360, method=RepaymentMethod.INTEREST_ONLY, term_months=2)
    assert [str(line.interest) for line in schedule(terms)] == ["186.00", "174.00"]


def test_an_equal_instalment_by_days_is_the_same_every_month():
    lines = schedule(replace(LOAN, day_count=DayCount.ACTUAL_365))
    assert len({line.total for line in lines[:-1]}) == 1
    assert abs(lines[-1].total - lines[0].total) < Decimal("0.10")


def test_days_that_nobody_knows_cannot_be_counted():
    assert schedule(replace(LOAN, drawn_on=None, day_count=DayCount.ACTUAL_365)) == ()


@pytest.mark.parametrize("method", [RepaymentMethod.BULLET, RepaymentMethod.INTEREST_ONLY])
def test_a_term_of_days_ends_with_one_payment(method):
    terms = LoanTerms(Decimal(3000), date(2024, 2, 20), Decimal("0.365"), method, term_days=14)
    (line,) = schedule(terms)
    assert (line.due_on, line.principal, line.interest) == (date(2024, 3, 5), Decimal(3000), Decimal("42.00"))


def test_a_term_of_days_over_a_year_of_360():
    terms = LoanTerms(
        Decimal(3600), date(2024, 1, 1), Decimal("0.1"), RepaymentMethod.BULLET, term_days=30,
        day_count=DayCount.ACTUAL_360,
    )  # fmt: skip
    assert schedule(terms)[0].interest == Decimal("30.00")


def test_a_term_that_ends_after_the_last_day_of_the_calendar_has_no_schedule():
    assert schedule(LoanTerms(Decimal(1), date(9999, 12, 20), Decimal(0), RepaymentMethod.BULLET, term_days=14)) == ()


def test_fees_are_shown_beside_interest_and_third_parties_are_not():
    fees = (
        Fee(FeeTiming.FIRST, Decimal(100)),
        Fee(FeeTiming.EACH, rate=Decimal("0.001")),
        Fee(FeeTiming.EACH, Decimal(30), to_third_party=True),
        Fee(FeeTiming.START, Decimal(500)),
    )
    lines = schedule(replace(LOAN, fees=fees))
    assert [str(line.fee) for line in lines[:3]] == ["112.00", "12.00", "12.00"]
    assert lines[1].total == lines[1].principal + lines[1].interest + 12


def copied(*lines):
    return tuple(GivenInstalment(date.fromisoformat(day), Decimal(total)) for day, total in lines)


def test_a_copied_plan_is_kept_as_it_was_copied():
    given_ = (
        GivenInstalment(date(2024, 3, 10), Decimal(520), interest=Decimal(20)),
        GivenInstalment(date(2024, 2, 10), Decimal(530), principal=Decimal(500)),
    )
    lines = schedule(LoanTerms(Decimal(1000), given=given_))
    assert [(line.number, line.principal, line.interest) for line in lines] == [(1, 500, 30), (2, 500, 20)]


def test_a_copied_plan_of_totals_tells_interest_and_principal_apart():
    terms = replace(LOAN, day_count=DayCount.ACTUAL_365)
    plan = schedule(terms)
    copy = LoanTerms(LOAN.principal, LOAN.drawn_on, given=copied(*((str(x.due_on), x.total) for x in plan)))
    pairs = list(zip(plan, schedule(copy), strict=True))
    assert all(abs(one.interest - other.interest) < Decimal("0.60") for one, other in pairs)
    assert all(one.total == other.total for one, other in pairs)


def test_a_copied_plan_without_interest_has_none():
    lines = schedule(LoanTerms(Decimal(1000), given=copied(("2024-02-10", 400), ("2024-03-10", 600))))
    assert [(line.principal, line.interest) for line in lines] == [(400, 0), (600, 0)]


@given(st.lists(st.tuples(st.dates(date(2024, 2, 1), date(2026, 1, 1)), st.decimals(10, 900, places=2)), min_size=1))
def test_the_principal_of_a_copied_plan_adds_up_or_there_is_none(lines):
    given_ = tuple(GivenInstalment(day, total) for day, total in lines)
    terms = LoanTerms(Decimal(2000), date(2024, 1, 10), given=given_)
    plan = schedule(terms)
    assert sum(line.principal for line in plan) == (2000 if plan else 0)
    assert all(min(line.principal, line.interest) >= 0 for line in plan)
    assert bool(plan) or sum(total for _, total in lines) < 2000


def test_cents_rounded_up_line_by_line_do_not_undo_a_copied_plan():
    early = [("2024-02-01", "257.72"), ("2024-02-02", "10.62"), ("2024-02-12", "89.82")]
    late = [("2025-03-04", "256.85"), ("2025-05-03", "888.92")]
    last = [("2026-01-01", sum_) for sum_ in ("77.37", "40.35", "195.41", "186.37")]
    plan = schedule(LoanTerms(Decimal(2000), date(2024, 1, 10), given=copied(*early, *late, *last)))
    assert sum(line.interest for line in plan) == Decimal("3.43")
    assert all(line.interest >= 0 for line in plan)
