"""Paying early: in part with the term or the instalment kept, or in full for the payoff figure of any day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from debts.finance import LoanTerms, RepaymentMethod
from debts.finance.types import DayCount, Fee, FeeTiming, GivenInstalment, Parts, Purpose

LINEAR = LoanTerms(Decimal(12000), date(2023, 1, 5), Decimal("0.12"), RepaymentMethod.EQUAL_PRINCIPAL, 12)


def totals(lines):
    return [str(line.total) for line in lines]


def test_with_the_term_kept_the_instalments_become_smaller(course, paid, noon):
    early = course(LINEAR, paid("2023-01-05", "6000", purpose=Purpose.KEEP_TERM)).plan(noon("2023-01-05"))
    assert len(early) == 12
    assert totals(early[:3]) == ["560.00", "555.00", "550.00"]


def test_with_the_instalment_kept_there_are_fewer(course, paid, noon):
    early = course(LINEAR, paid("2023-01-05", "6000", purpose=Purpose.KEEP_INSTALMENT)).plan(noon("2023-01-05"))
    assert totals(early) == ["1060.00", "1050.00", "1040.00", "1030.00", "1020.00", "1010.00"]


def test_an_equal_instalment_stays_to_the_cent_until_the_last(instalment_loan, course, paid, noon):
    made = paid("2023-02-05", "5916.80", purpose=Purpose.KEEP_INSTALMENT)
    early = course(instalment_loan, made).plan(noon("2023-02-05"))
    assert {line.total for line in early[1:-1]} == {Decimal("916.80")}
    assert 0 < early[-1].total <= Decimal("916.80")
    assert len(early) == 6


def test_the_running_instalment_bears_the_old_interest_until_the_day(instalment_loan, course, paid, noon):
    # 14 of 28 days on 9,233.20, the other 14 on 4,233.20
    made = [paid("2023-02-05", "916.80"), paid("2023-02-19", "5000", purpose=Purpose.KEEP_TERM)]
    line = course(instalment_loan, *made).plan(noon("2023-02-19"))[1]
    assert line.interest == Decimal("101.00")  # 138.50 / 2 + 63.50 / 2


def test_what_is_due_is_paid_before_anything_is_early(instalment_loan, course, paid, noon):
    made = paid("2023-02-05", "5916.80", purpose=Purpose.KEEP_TERM)
    now = course(instalment_loan, made)
    assert now.at(noon("2023-02-06")).overdue == 0
    assert sum(part.principal for part in now.open_parts(noon("2023-02-06"))) == Decimal("4233.20")


def test_an_early_sum_that_only_pays_what_is_due_changes_no_plan(instalment_loan, course, paid, noon):
    made = paid("2023-02-05", "916.80", purpose=Purpose.KEEP_TERM)
    assert course(instalment_loan, made).plan(noon("2023-02-06")) == course(instalment_loan).plan(noon("2023-02-06"))


def test_money_paid_ahead_on_the_running_line_joins_the_early_sum(instalment_loan, course, paid, noon):
    made = [paid("2023-01-20", "100"), paid("2023-01-20", "900", purpose=Purpose.KEEP_TERM)]
    now = course(instalment_loan, *made)
    assert sum(part.principal for part in now.open_parts(noon("2023-01-20"))) == Decimal("9000.00")
    assert now.allocations()[1].parts == Parts(interest=Decimal(-100), principal=Decimal(1000))


def test_an_instalment_paid_in_full_before_its_day_stays_paid(instalment_loan, course, paid, noon):
    made = [paid("2023-02-01", "916.80"), paid("2023-02-03", "4000", purpose=Purpose.KEEP_TERM)]
    now = course(instalment_loan, *made)
    assert now.at(noon("2023-02-06")).overdue == 0
    assert now.at(noon("2023-02-06")).next_due_on == date(2023, 3, 5)


def test_a_flat_fee_stays_on_the_whole_principal(course, paid, noon):
    terms = LoanTerms(Decimal(1200), date(2023, 1, 5), Decimal("0.12"), RepaymentMethod.FLAT_FEE, 12)
    early = course(terms, paid("2023-01-10", "600", purpose=Purpose.KEEP_TERM)).plan(noon("2023-01-10"))
    assert totals(early[:2]) == ["62.00", "62.00"]


def test_a_bullet_loan_keeps_its_end(course, paid, noon):
    terms = LoanTerms(Decimal(1000), date(2023, 1, 1), Decimal("0.365"), RepaymentMethod.BULLET, term_days=100)
    early = course(terms, paid("2023-01-11", "500", purpose=Purpose.KEEP_TERM)).plan(noon("2023-01-11"))
    assert [(line.due_on, line.interest) for line in early] == [(date(2023, 4, 11), Decimal("55.00"))]


def test_a_copied_plan_is_not_made_anew(course, paid, noon):
    terms = LoanTerms(Decimal(900), date(2023, 1, 5), given=(GivenInstalment(date(2023, 3, 5), Decimal(920)),))
    now = course(terms, paid("2023-01-10", "400", purpose=Purpose.KEEP_TERM))
    assert totals(now.plan(noon("2023-01-10"))) == ["920.00"]
    assert now.at(noon("2023-01-10")).balance == Decimal("520.00")


def test_by_days_the_early_sum_bears_no_more_interest(course, paid, noon):
    terms = replace(LINEAR, method=RepaymentMethod.INTEREST_ONLY, day_count=DayCount.ACTUAL_365, term_months=2)
    early = course(terms, paid("2023-01-05", "6000", purpose=Purpose.KEEP_TERM)).plan(noon("2023-01-05"))
    assert [str(line.interest) for line in early] == ["61.15", "55.23"]


def test_the_payoff_figure_ends_the_loan(instalment_loan, course, paid, noon):
    asked = course(instalment_loan).payoff_at(noon("2023-01-06"))
    assert asked == Parts(interest=Decimal("4.84"), principal=Decimal("10000.00"))
    now = course(instalment_loan, paid("2023-01-06", str(asked.total), purpose=Purpose.PAYOFF)).at(noon("2023-01-07"))
    assert (now.is_covered, now.balance, now.payoff, now.overpaid) == (True, 0, 0, 0)


def test_a_payoff_may_be_a_yuan_short_and_no_more(instalment_loan, course, paid, noon):
    enough, short = (paid("2023-01-06", amount, purpose=Purpose.PAYOFF) for amount in ("10003.84", "10003.83"))
    assert course(instalment_loan, enough).at(noon("2023-01-06")).is_covered
    assert not course(instalment_loan, short).at(noon("2023-01-06")).is_covered


def test_a_payoff_that_is_short_shows_by_how_much(instalment_loan, course, paid, noon):
    now = course(instalment_loan, paid("2023-01-06", "10001.57", purpose=Purpose.PAYOFF)).at(noon("2023-01-06"))
    assert (now.is_covered, now.payoff) == (False, Decimal("3.27"))


def test_what_a_payoff_is_too_much_was_not_owed(instalment_loan, course, paid, noon):
    now = course(instalment_loan, paid("2023-01-06", "10050.00", purpose=Purpose.PAYOFF)).at(noon("2023-01-06"))
    assert now.overpaid == Decimal("45.16")


def test_a_fee_for_paying_early_is_part_of_the_payoff(instalment_loan, course, noon):
    terms = replace(instalment_loan, early_fee_rate=Decimal("0.03"))
    assert course(terms).payoff_at(noon("2023-01-05")).fee == Decimal("300.00")
    assert course(terms).at(noon("2023-01-05")).payoff == Decimal("10300.00")
    assert course(terms).payoff_at(noon("2024-01-05")).fee == 0


@pytest.mark.parametrize(("stay", "fee"), [(False, "10.00"), (True, "120.00")])
def test_fees_to_come_fall_away_unless_the_terms_keep_them(instalment_loan, course, noon, stay, fee):
    terms = replace(instalment_loan, fees=(Fee(FeeTiming.EACH, Decimal(10)),), fees_stay_on_payoff=stay)
    assert course(terms).payoff_at(noon("2023-02-05")).fee == Decimal(fee)


def test_the_receipt_of_a_payoff_goes_before_the_terms(instalment_loan, course, paid, noon):
    split = Parts(fee=Decimal(200), interest=Decimal(50), principal=Decimal(10000))
    now = course(instalment_loan, paid("2023-01-20", "10250", purpose=Purpose.PAYOFF, agreed=split))
    assert now.at(noon("2023-01-20")).is_covered
    assert now.allocations()[0].parts == split


def test_a_payoff_includes_the_penalty(instalment_loan, course, paid, noon):
    terms = replace(instalment_loan, daily_penalty_rate=Decimal("0.001"))
    asked = course(terms).payoff_at(noon("2023-02-15"))
    assert asked.penalty == Decimal("9.17")
    assert course(terms, paid("2023-02-15", str(asked.total), purpose=Purpose.PAYOFF)).at(noon("2023-02-15")).is_covered
