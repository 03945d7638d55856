"""What is due in the next weeks, and what a month costs: each sum in the currency of its loan."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from debts.finance import LoanTerms
from debts.finance.outlook import Owing, due_within, monthly_burden
from debts.finance.types import Fee, FeeTiming, Statement


def owing(timeline, name="x1", currency="CNY"):
    return Owing(name, currency, timeline)


def told(dues):
    return [(due.loan_id, due.due_on.isoformat(), str(due.amount)) for due in dues]


def test_what_falls_due_within_the_weeks_is_listed_by_day(plain_loan, instalment_loan, course, noon):
    later = replace(plain_loan, drawn_on=date(2023, 1, 20))
    loans = [owing(course(later), "b"), owing(course(instalment_loan), "a")]
    assert told(due_within(loans, noon("2023-02-01"), 4)) == [
        ("a", "2023-02-05", "916.80"),
        ("b", "2023-02-20", "100.00"),
    ]


@pytest.mark.parametrize(("day", "count"), [("2023-01-22", 1), ("2023-01-21", 0)])
def test_the_last_day_of_the_weeks_belongs_to_them(plain_loan, course, noon, day, count):
    assert len(due_within([owing(course(plain_loan))], noon(day), 2)) == count


def test_what_is_overdue_comes_first_with_its_penalty(plain_loan, course, noon):
    terms = replace(plain_loan, daily_penalty_rate=Decimal("0.01"))
    dues = due_within([owing(course(terms))], noon("2023-02-10"), 4)
    assert told(dues) == [("x1", "2023-02-05", "105.00"), ("x1", "2023-03-05", "100.00")]
    assert [due.is_overdue for due in dues] == [True, False]


def test_in_the_days_of_grace_it_is_due_and_not_overdue(plain_loan, course, noon):
    (due,) = due_within([owing(course(replace(plain_loan, grace_days=3)))], noon("2023-02-08"), 1)
    assert (due.due_on, due.is_overdue) == (date(2023, 2, 5), False)


def test_a_penalty_that_is_left_alone_is_still_to_be_paid(plain_loan, course, paid, noon):
    terms = replace(plain_loan, daily_penalty_rate=Decimal("0.01"), term_months=1)
    (due,) = due_within([owing(course(terms, paid("2023-02-15", "1200")))], noon("2023-02-16"), 1)
    assert (due.amount, due.is_overdue) == (Decimal("120.00"), True)


def test_the_rounding_of_lenders_is_nothing_to_be_reminded_of(plain_loan, course, paid, noon):
    assert due_within([owing(course(plain_loan, paid("2023-02-05", "99.95")))], noon("2023-02-06"), 1) == ()


def test_a_loan_without_days_and_a_covered_one_add_nothing(plain_loan, course, paid, noon):
    loans = [owing(course(LoanTerms(Decimal(500)))), owing(course(plain_loan, paid("2023-01-06", "1200")))]
    assert due_within(loans, noon("2023-02-01"), 8) == ()


def test_a_statement_shows_its_minimum(course, noon):
    bill = Statement(date(2023, 5, 5), date(2023, 5, 25), Decimal(3000), Decimal(300))
    (due,) = due_within([owing(course(LoanTerms(Decimal(1), statements=(bill,))))], noon("2023-05-10"), 3)
    assert (due.amount, due.minimum) == (3000, 300)


def test_what_a_third_party_takes_stands_beside(plain_loan, course, noon):
    terms = replace(plain_loan, fees=(Fee(FeeTiming.EACH, Decimal(15), to_third_party=True),))
    (due,) = due_within([owing(course(terms))], noon("2023-02-01"), 2)
    assert (due.amount, due.third_party) == (100, 15)


def test_a_month_is_told_by_currency(plain_loan, course, noon):
    loans = [owing(course(plain_loan), "a"), owing(course(plain_loan), "b"), owing(course(plain_loan), "c", "HKD")]
    found = monthly_burden(loans, noon("2023-02-01"), 2)
    assert [(one.month, one.currency, one.amount) for one in found] == [
        (date(2023, 2, 1), "CNY", 200), (date(2023, 2, 1), "HKD", 100),
        (date(2023, 3, 1), "CNY", 200), (date(2023, 3, 1), "HKD", 100),
    ]  # fmt: skip


def test_what_is_overdue_burdens_the_running_month(plain_loan, course, noon):
    (march,) = monthly_burden([owing(course(plain_loan))], noon("2023-03-10"), 1)
    assert (march.month, march.amount) == (date(2023, 3, 1), 200)


@pytest.mark.parametrize(("income", "share"), [("1000", "0.1"), ("0", None), (None, None)])
def test_a_burden_is_a_share_of_a_known_income(plain_loan, course, noon, income, share):
    (month,) = monthly_burden([owing(course(plain_loan))], noon("2023-02-01"), 1)
    found = month.share_of(None if income is None else Decimal(income))
    assert found == (None if share is None else Decimal(share))
