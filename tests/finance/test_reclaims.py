"""Sums that may be asked back, with the caution that goes with them."""

from decimal import Decimal

from debts.finance.reclaims import CAUTION, Twice, reclaim_of
from debts.finance.types import PaymentKind
from debts.rulebook import load_rulebook


def test_nothing_is_asked_back_where_all_was_owed(plain_loan, course, paid, noon):
    reclaim = reclaim_of(course(plain_loan, paid("2023-02-05", "100", "a")), noon("2023-02-06"))
    assert not reclaim
    assert (reclaim.overpaid, reclaim.twice) == (0, ())


def test_what_was_paid_beyond_the_end_may_be_asked_back(plain_loan, course, paid, noon):
    now = course(plain_loan, paid("2023-02-05", "1250", "a"))
    assert reclaim_of(now, noon("2023-02-06")).overpaid == 50


def test_a_deduction_beside_a_transfer_is_paid_twice(plain_loan, course, paid, noon):
    now = course(plain_loan, paid("2023-02-05", "100", "a"), paid("2023-02-06", "100", "b"))
    reclaim = reclaim_of(now, noon("2023-02-07"))
    assert reclaim.twice == (Twice("a", "b", Decimal(100)),)
    assert (reclaim.overpaid, reclaim.ahead) == (0, 100)


def test_only_payments_of_the_same_days_look_made_twice(plain_loan, course, paid, noon):
    near, far = (
        course(plain_loan, paid("2023-02-05", "100", "a"), paid(day, "100", "b"))
        for day in ("2023-02-08", "2023-02-09")
    )
    assert reclaim_of(near, noon("2023-02-10")).twice
    assert not reclaim_of(far, noon("2023-02-10")).twice


def test_two_instalments_that_were_due_are_not_one_paid_twice(plain_loan, course, paid, noon):
    now = course(plain_loan, paid("2023-03-06", "100", "a"), paid("2023-03-06", "100", "b"))
    assert not reclaim_of(now, noon("2023-03-07")).twice


def test_what_came_back_is_not_asked_for_again(plain_loan, course, paid, noon):
    made = [paid("2023-02-05", "1250", "a"), paid("2023-02-08", "50", "b", kind=PaymentKind.REFUND)]
    assert not reclaim_of(course(plain_loan, *made), noon("2023-02-09"))


def test_the_caution_is_a_citation_of_the_rulebook():
    assert "明知" in load_rulebook().citation(CAUTION).summary.zh
