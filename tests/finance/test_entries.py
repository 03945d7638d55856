"""What each kind of entry does to the books: splits, waivers, refunds, reversals, and the two orders of allocation."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from debts.finance import LoanTerms
from debts.finance.types import AllocationOrder, DayCount, Fee, FeeTiming, Parts, PaymentKind, PenaltyBase

FEE = (Fee(FeeTiming.EACH, Decimal(20)),)
LATE = Decimal("0.001")


def parts_of(timeline):
    return [one.parts for one in timeline.allocations()]


def test_a_payment_is_split_over_fee_interest_and_principal(instalment_loan, course, paid):
    now = course(replace(instalment_loan, fees=FEE), paid("2023-02-05", "936.80"))
    assert parts_of(now) == [Parts(fee=Decimal(20), interest=Decimal(150), principal=Decimal("766.80"))]


def test_what_is_not_enough_pays_the_oldest_instalment_first(instalment_loan, course, paid):
    (one,) = course(instalment_loan, paid("2023-03-05", "1000")).allocations()
    assert one.parts == Parts(interest=Decimal("233.20"), principal=Decimal("766.80"))  # 150.00 and 83.20
    assert one.numbers == (1, 2)


@pytest.mark.parametrize(
    ("order", "parts"),
    [
        # 20.00 + 150.00 + 766.80 of the first line, then 20.00 and 43.20 of the interest of the second
        (AllocationOrder.INSTALMENTS, Parts(Decimal(40), Decimal(0), Decimal("193.20"), Decimal("766.80"))),
        # 40.00 of fees, 150.00 + 138.50 of interest, 26.23 of penalty, and the rest on principal
        (AllocationOrder.LAW, Parts(Decimal(40), Decimal("26.23"), Decimal("288.50"), Decimal("645.27"))),
    ],
)
def test_the_order_of_the_law_takes_fees_interest_and_penalty_before_principal(
    instalment_loan, course, paid, order, parts
):
    terms = replace(instalment_loan, fees=FEE, daily_penalty_rate=LATE, order=order)
    assert parts_of(course(terms, paid("2023-03-05", "1000"))) == [parts]


def test_whatever_the_order_as_much_is_owed(instalment_loan, course, paid, noon):
    by_line, by_law = (replace(instalment_loan, fees=FEE, order=order) for order in AllocationOrder)
    made = paid("2023-03-05", "1000")
    assert course(by_line, made).at(noon("2023-03-06")).balance == course(by_law, made).at(noon("2023-03-06")).balance


def test_the_split_on_a_receipt_goes_before_the_terms(instalment_loan, course, paid, noon):
    split = Parts(fee=Decimal(50), interest=Decimal(150), principal=Decimal(750))
    now = course(instalment_loan, paid("2023-02-05", "950", agreed=split))
    assert parts_of(now) == [split]
    assert now.at(noon("2023-02-06")).overdue == Decimal("16.80")


def test_what_a_receipt_does_not_explain_goes_where_it_would_have_gone(instalment_loan, course, paid):
    now = course(instalment_loan, paid("2023-02-05", "916.80", agreed=Parts(interest=Decimal(150))))
    assert parts_of(now) == [Parts(interest=Decimal(150), principal=Decimal("766.80"))]


def test_a_receipt_for_more_than_was_paid_is_not_followed(instalment_loan, course, paid):
    now = course(instalment_loan, paid("2023-02-05", "916.80", agreed=Parts(principal=Decimal(1000))))
    assert parts_of(now) == [Parts(interest=Decimal(150), principal=Decimal("766.80"))]


def test_a_sum_paid_ahead_is_told(instalment_loan, course, paid):
    (one,) = course(instalment_loan, paid("2023-02-05", "1000")).allocations()
    assert (one.ahead, one.numbers) == (Decimal("83.20"), (1, 2))


def test_what_is_paid_after_the_end_was_not_owed(plain_loan, course, paid, noon):
    now = course(plain_loan, paid("2023-02-05", "1200"), paid("2023-02-06", "100")).at(noon("2023-02-06"))
    assert (now.paid, now.overpaid, now.balance) == (1300, 100, 0)


def test_a_waiver_lets_go_of_the_penalty_first(instalment_loan, course, paid, noon):
    terms = replace(instalment_loan, daily_penalty_rate=LATE)
    made = [paid("2023-02-15", "916.80"), paid("2023-02-15", "9.17", kind=PaymentKind.WAIVER)]
    now = course(terms, *made).at(noon("2023-02-20"))
    assert (now.penalty, now.waived, now.paid) == (0, Decimal("9.17"), Decimal("916.80"))


def test_no_more_is_waived_than_is_owed(plain_loan, course, paid, noon):
    made = [paid("2023-02-05", "1000"), paid("2023-02-06", "5000", kind=PaymentKind.WAIVER)]
    now = course(plain_loan, *made).at(noon("2023-02-06"))
    assert (now.waived, now.overpaid, now.is_covered) == (200, 0, True)


def test_a_waiver_can_say_what_it_lets_go_of(instalment_loan, course, paid, noon):
    waived = paid("2023-02-05", "150", kind=PaymentKind.WAIVER, agreed=Parts(interest=Decimal(150)))
    assert course(instalment_loan, waived).at(noon("2023-02-06")).overdue == Decimal("766.80")


def test_a_loan_is_covered_by_the_waiver_that_ends_it(plain_loan, course, paid, noon):
    made = [paid("2023-02-05", "700"), paid("2023-03-05", "500", kind=PaymentKind.WAIVER)]
    assert course(plain_loan, *made).at(noon("2023-03-05")).covered_at == made[1].paid_at


def test_a_refund_gives_back_what_was_overpaid(plain_loan, course, paid, noon):
    made = [paid("2023-02-05", "1300"), paid("2023-02-08", "100", kind=PaymentKind.REFUND)]
    before, after = (course(plain_loan, *made).at(noon(day)) for day in ("2023-02-07", "2023-02-08"))
    assert (before.overpaid, after.overpaid, after.refunded, after.paid) == (100, 0, 100, 1300)


def test_a_refund_beyond_what_was_overpaid_revives_no_debt(plain_loan, course, paid, noon):
    made = [paid("2023-02-05", "1200"), paid("2023-02-08", "30", kind=PaymentKind.REFUND)]
    now = course(plain_loan, *made)
    assert now.at(noon("2023-02-08")).is_covered
    assert now.allocations()[1].returned == 30


@pytest.mark.parametrize("kind", [PaymentKind.FAILED, PaymentKind.THIRD_PARTY])
def test_what_did_not_reach_the_lender_pays_nothing(plain_loan, course, paid, noon, kind):
    now = course(plain_loan, paid("2023-02-05", "100", kind=kind))
    assert now.at(noon("2023-02-06")).overdue == 100
    assert now.allocations() == ()


def test_a_payment_taken_back_counts_until_then(plain_loan, course, paid, noon):
    back = datetime(2023, 2, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    now = course(plain_loan, paid("2023-02-05", "100", reversed_at=back))
    assert now.at(noon("2023-02-06")).overdue == 0
    assert now.at(back.replace(hour=9, minute=59)).overdue == 0
    assert now.at(back).overdue == 100
    assert now.at(noon("2023-02-08")).overdue_since == date(2023, 2, 5)


def test_after_a_reversal_the_later_payments_move_up(plain_loan, course, paid, noon):
    back = datetime(2023, 3, 6, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    made = [paid("2023-02-05", "100", "a", reversed_at=back), paid("2023-03-05", "100", "b")]
    now = course(plain_loan, *made)
    assert [one.numbers for one in now.allocations(noon("2023-03-05"))] == [(1,), (2,)]
    assert [(one.payment.id, one.numbers) for one in now.allocations()] == [("b", (1,))]


def test_the_days_of_grace_are_not_overdue(instalment_loan, course, noon):
    terms = replace(instalment_loan, grace_days=3, daily_penalty_rate=LATE)
    inside, after = (course(terms).at(noon(day)) for day in ("2023-02-08", "2023-02-09"))
    assert (inside.overdue, inside.penalty) == (0, 0)
    assert (after.overdue, after.overdue_since) == (Decimal("916.80"), date(2023, 2, 5))


def test_after_the_grace_the_penalty_counts_from_the_due_day(instalment_loan, course, paid, noon):
    terms = replace(instalment_loan, grace_days=3, daily_penalty_rate=LATE)
    assert course(terms).at(noon("2023-02-09")).penalty == Decimal("3.67")  # four days
    # half of it is paid inside the grace: the other half bears the penalty of all the days
    assert course(terms, paid("2023-02-07", "458.40")).at(noon("2023-02-09")).penalty == Decimal("1.83")


def test_a_penalty_may_run_on_overdue_principal_only(instalment_loan, course, noon):
    terms = replace(instalment_loan, daily_penalty_rate=LATE, penalty_base=PenaltyBase.PRINCIPAL)
    assert course(terms).at(noon("2023-02-15")).penalty == Decimal("7.67")  # ten days of 766.80


def test_an_account_with_a_year_of_360_days_bears_more(course, noon):
    terms = LoanTerms(Decimal(10000), date(2023, 1, 1), Decimal("0.18"), day_count=DayCount.ACTUAL_360)
    assert course(terms).payoff_at(noon("2023-01-11")) == Parts(interest=Decimal(50), principal=Decimal(10000))
