"""Cards and revolving credit: what statements ask, what was paid since, and when they say nothing any more."""

from datetime import date
from decimal import Decimal

import pytest

from debts.finance import LoanTerms, statement_lines
from debts.finance.types import OpenPart, Parts, PaymentKind, Statement

MAY = Statement(date(2023, 5, 5), date(2023, 5, 25), Decimal(3000), Decimal(300))
JUNE = Statement(date(2023, 6, 5), date(2023, 6, 25), Decimal(3400), Decimal(640))


@pytest.fixture
def card(course):
    return lambda *payments: course(LoanTerms(Decimal(20000), statements=(JUNE, MAY)), *payments)


def test_before_the_first_statement_nothing_is_known(card, noon):
    now = card().at(noon("2023-05-04"))
    assert (now.balance, now.overdue, now.next_due_on) == (0, None, None)


def test_a_statement_asks_for_its_balance_and_at_least_its_minimum(card, noon):
    now = card().at(noon("2023-05-25"))
    assert (now.next_due_on, now.next_amount, now.next_minimum) == (date(2023, 5, 25), 3000, 300)
    assert (now.overdue, now.covered_at) == (0, None)


@pytest.mark.parametrize(("amount", "overdue"), [("299.00", 0), ("298.99", Decimal("1.01")), ("500", 0)])
def test_a_card_is_overdue_where_the_minimum_was_not_paid(card, paid, noon, amount, overdue):
    assert card(paid("2023-05-20", amount)).at(noon("2023-05-26")).overdue == overdue


def test_what_was_left_goes_into_the_next_statement(card, paid, noon):
    now = card(paid("2023-05-20", "300"), paid("2023-06-20", "640")).at(noon("2023-06-26"))
    assert (now.balance, now.overdue, now.paid) == (2760, 0, 940)


def test_a_card_is_overdue_since_the_first_of_the_statements_missed(card, noon):
    now = card().at(noon("2023-06-26"))
    assert (now.overdue, now.overdue_since, now.overdue_instalments) == (640, date(2023, 5, 25), 2)


def test_a_payment_on_the_day_of_the_statement_is_in_it_already(card, paid, noon):
    assert card(paid("2023-05-05", "500")).at(noon("2023-05-10")).balance == 3000
    assert card(paid("2023-05-06", "500")).at(noon("2023-05-10")).balance == 2500


@pytest.mark.parametrize(("day", "overdue"), [("2023-07-20", 0), ("2023-07-21", None)])
def test_a_statement_long_past_says_nothing_about_today(card, paid, noon, day, overdue):
    assert card(paid("2023-06-20", "3400")).at(noon(day)).overdue == overdue


def test_a_statement_without_a_minimum_asks_for_all_of_it(course, noon):
    terms = LoanTerms(Decimal(1), statements=(Statement(date(2023, 5, 5), date(2023, 5, 25), Decimal(800)),))
    assert course(terms).at(noon("2023-05-26")).overdue == 800


def test_money_given_back_is_owed_again_and_too_much_is_overpaid(card, paid, noon):
    made = [paid("2023-05-10", "3100"), paid("2023-05-12", "50", kind=PaymentKind.REFUND)]
    assert card(*made).at(noon("2023-05-11")).overpaid == 100
    assert (card(*made).at(noon("2023-05-12")).overpaid, card(*made).at(noon("2023-05-12")).refunded) == (50, 50)


def test_what_is_open_has_a_day_only_while_the_statement_asks_for_it(card, paid, noon):
    made = paid("2023-05-20", "300")
    assert card(made).open_parts(noon("2023-05-25")) == (OpenPart(date(2023, 5, 25), Decimal(2700), Decimal(0)),)
    assert card(made).open_parts(noon("2023-05-26")) == (OpenPart(None, Decimal(2700), Decimal(0)),)
    assert card().open_parts(noon("2023-05-26"))[0].due_on == date(2023, 5, 25)


def test_a_paid_statement_leaves_nothing_open(card, paid, noon):
    now = card(paid("2023-05-20", "3000"))
    assert now.open_parts(noon("2023-05-26")) == ()
    assert now.payoff_at(noon("2023-05-26")) == Parts()
    assert now.allocations()[0].parts == Parts(principal=Decimal(3000))


def test_each_statement_tells_what_came_in_between_its_day_and_its_due_day(card, paid, noon):
    back = paid("2023-05-22", "50", kind=PaymentKind.REFUND)
    timeline = card(paid("2023-05-05", "999"), paid("2023-05-25", "350"), back, paid("2023-05-26", "900"))
    june, may = statement_lines(timeline, noon("2023-06-25"))
    assert (may.paid, may.missing, may.is_paid, may.is_past) == (Decimal(300), 0, False, True)
    assert (june.paid, june.missing, june.is_past) == (0, Decimal(640), False)


@pytest.mark.parametrize(("amount", "missing"), [("299.00", 0), ("298.99", "1.01"), ("3000", 0)])
def test_a_yuan_short_of_the_minimum_is_rounding(card, paid, noon, amount, missing):
    (may,) = statement_lines(card(paid("2023-05-20", amount)), noon("2023-06-04"))
    assert may.missing == Decimal(missing)


def test_a_statement_that_has_not_come_yet_is_not_told(card, noon):
    assert [one.statement for one in statement_lines(card(), noon("2023-06-04"))] == [MAY]


def test_a_loan_without_statements_has_no_such_lines(course, noon):
    assert statement_lines(course(LoanTerms(Decimal(1000))), noon("2023-06-04")) == ()
