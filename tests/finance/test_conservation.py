"""Money is neither made nor lost: over every way of paying back, every kind of entry, and any order of entry."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from debts.finance import LoanTerms, Payment, RepaymentMethod, schedule, timeline
from debts.finance.types import (
    AllocationOrder,
    DayCount,
    Fee,
    FeeTiming,
    FirstPeriod,
    Parts,
    PaymentKind,
    PenaltyBase,
    Purpose,
    Statement,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2023, 1, 5, tzinfo=SHANGHAI)
SCHEDULED = [method for method in RepaymentMethod if method is not RepaymentMethod.FREE]
MONEY_IN = PaymentKind.PAYMENT

sums = st.decimals(min_value="0.01", max_value=4000, places=2)
moments = st.integers(0, 9000).map(lambda hours: START + timedelta(hours=hours))
splits = st.builds(Parts, *[st.decimals(min_value=0, max_value=500, places=2)] * 4)


@st.composite
def entries(draw):
    """An entry as people make them, odd splits and reversals before the payment among them."""
    return Payment(
        draw(moments),
        draw(sums),
        draw(st.sampled_from(["", "a", "b"])),
        draw(st.sampled_from(PaymentKind)),
        draw(st.sampled_from(Purpose)),
        draw(st.none() | splits),
        draw(st.none() | moments),
    )


@st.composite
def loans(draw):
    """A loan of any method with any of the terms that change how money is counted."""
    fees = st.builds(Fee, st.sampled_from(FeeTiming), st.decimals(0, 50, places=2), to_third_party=st.booleans())
    return LoanTerms(
        draw(st.decimals(min_value=100, max_value=20000, places=2)),
        date(2023, 1, 5),
        draw(st.decimals(min_value=0, max_value="0.6", places=4)),
        draw(st.sampled_from(RepaymentMethod)),
        draw(st.integers(1, 14)),
        draw(st.none() | st.dates(date(2023, 1, 10), date(2023, 3, 10))),
        draw(st.none() | st.decimals(min_value=0, max_value="0.002", places=5)),
        day_count=draw(st.sampled_from(DayCount)),
        first_period=draw(st.sampled_from(FirstPeriod)),
        fees=tuple(draw(st.lists(fees, max_size=2))),
        grace_days=draw(st.integers(0, 5)),
        penalty_base=draw(st.sampled_from(PenaltyBase)),
        early_fee_rate=draw(st.none() | st.decimals(0, "0.05", places=3)),
        fees_stay_on_payoff=draw(st.booleans()),
        order=draw(st.sampled_from(AllocationOrder)),
    )


def counted(made, moment, kind):
    live = (one for one in made if one.kind is kind and one.paid_at <= moment)
    return sum((one.amount for one in live if not (one.reversed_at and one.reversed_at <= moment)), Decimal(0))


@given(loans(), st.lists(entries(), max_size=10), moments)
def test_what_was_paid_is_what_was_put_somewhere_and_what_is_left_over(terms, made, moment):
    course = timeline(terms, made, SHANGHAI)
    booked = [one for one in course.allocations(moment) if one.payment.kind is MONEY_IN]
    now = course.at(moment)
    assert now.paid == sum(one.payment.amount for one in booked) == counted(made, moment, MONEY_IN)
    assert all(one.parts.total + one.overpaid == one.payment.amount for one in booked)


@given(loans(), st.lists(entries(), max_size=10), moments)
def test_refunds_come_out_of_what_was_overpaid(terms, made, moment):
    course = timeline(terms, made, SHANGHAI)
    booked = course.allocations(moment)
    back = [one for one in booked if one.payment.kind is PaymentKind.REFUND]
    assert course.at(moment).refunded == counted(made, moment, PaymentKind.REFUND)
    assert course.at(moment).refunded == sum(one.returned - one.overpaid for one in back)
    assert course.at(moment).overpaid == sum(one.overpaid for one in booked) >= 0


@given(loans(), st.lists(entries(), max_size=10), moments, st.randoms())
def test_the_order_of_entry_never_matters(terms, made, moment, random):
    shuffled = list(made)
    random.shuffle(shuffled)
    one, other = (timeline(terms, given_, SHANGHAI) for given_ in (made, shuffled))
    assert one.at(moment) == other.at(moment)
    assert one.open_parts(moment) == other.open_parts(moment)
    assert one.payoff_at(moment) == other.payoff_at(moment)


@given(loans(), st.lists(entries(), max_size=10), moments)
def test_the_principal_is_always_all_there(terms, made, moment):
    course = timeline(terms, made, SHANGHAI)
    if course.at(moment).is_covered:
        return
    booked = (one for one in course.allocations(moment) if one.payment.kind is not PaymentKind.REFUND)
    paid = sum((one.parts.principal for one in booked), Decimal(0))
    still_open = sum((part.principal for part in course.open_parts(moment)), Decimal(0))
    assert paid + still_open == terms.principal


@given(loans(), st.lists(entries(), max_size=10), moments)
def test_parts_add_up_and_no_figure_is_below_nothing(terms, made, moment):
    course = timeline(terms, made, SHANGHAI)
    now = course.at(moment)
    parts = course.open_parts(moment)
    assert all(min(part.principal, part.interest, part.fee) >= 0 for part in parts)
    assert min(now.paid, now.balance, now.payoff, now.penalty, now.overpaid, now.waived) >= 0
    assert course.payoff_at(moment).total == max(Decimal(0), course.payoff_at(moment).total)
    if course.plan(moment):
        assert now.balance == sum(part.total for part in parts)
        assert now.overdue <= now.balance


@given(loans(), st.lists(entries(), max_size=8), moments)
def test_a_payment_taken_back_is_as_if_it_had_never_been_made(terms, made, moment):
    live = [replace(one, reversed_at=None) for one in made if not (one.reversed_at and one.reversed_at <= moment)]
    one, other = (timeline(terms, given_, SHANGHAI) for given_ in (made, live))
    assert one.at(moment) == other.at(moment)


@given(loans(), st.lists(entries(), max_size=8), moments)
def test_a_timeline_knows_at_each_moment_what_was_known_then(terms, made, moment):
    known = [one for one in made if one.paid_at <= moment]
    one, other = (timeline(terms, given_, SHANGHAI) for given_ in (made, known))
    assert one.at(moment) == other.at(moment)


@given(loans())
def test_after_all_instalments_nothing_is_left(terms):
    lines = schedule(terms)
    made = [Payment(datetime.combine(line.due_on, datetime.min.time(), SHANGHAI), line.total) for line in lines]
    if lines:
        course = timeline(terms, made, SHANGHAI)
        end = made[-1].paid_at
        assert course.payoff_at(end).total == course.at(end).payoff == course.at(end).balance == 0
        assert course.at(end).overpaid == 0
        assert course.at(end).is_covered


@given(loans(), moments)
def test_the_payoff_figure_ends_the_loan_to_the_cent(terms, moment):
    before = timeline(terms, [], SHANGHAI)
    if not before.plan(moment):
        return
    asked = before.payoff_at(moment)
    after = timeline(terms, [Payment(moment, asked.total, purpose=Purpose.PAYOFF)], SHANGHAI)
    assert after.at(moment).is_covered
    assert after.at(moment).overpaid == 0
    assert after.allocations()[0].parts == asked


@given(loans(), sums, moments, st.sampled_from([Purpose.KEEP_TERM, Purpose.KEEP_INSTALMENT]))
def test_an_early_repayment_never_makes_the_rest_dearer(terms, amount, moment, purpose):
    early = timeline(terms, [Payment(moment, amount, purpose=purpose)], SHANGHAI)
    regular = timeline(terms, [Payment(moment, amount)], SHANGHAI)
    rounding = Decimal("0.01") * (2 + len(early.plan(moment)))
    assert early.at(moment).balance <= regular.at(moment).balance + rounding


@given(st.sampled_from(SCHEDULED), st.decimals(100, 90000, places=2), st.integers(1, 40), st.sampled_from(DayCount))
def test_a_schedule_has_all_of_the_principal(method, principal, months, day_count):
    terms = LoanTerms(principal, date(2024, 1, 31), Decimal("0.2"), method, months, day_count=day_count)
    lines = schedule(terms)
    assert sum(line.principal for line in lines) == principal
    assert all(min(line.principal, line.interest, line.fee) >= 0 for line in lines)


@given(st.lists(entries(), max_size=8), moments, st.randoms())
def test_statements_do_not_mind_the_order_either(made, moment, random):
    bills = tuple(
        Statement(date(2023, month, 5), date(2023, month, 25), Decimal(1000 * month), Decimal(100 * month))
        for month in range(1, 9)
    )
    shuffled, mixed = list(made), list(bills)
    random.shuffle(shuffled)
    random.shuffle(mixed)
    one = timeline(LoanTerms(Decimal(5000), statements=bills), made, SHANGHAI)
    other = timeline(LoanTerms(Decimal(5000), statements=tuple(mixed)), shuffled, SHANGHAI)
    assert one.at(moment) == other.at(moment)
    assert min(one.at(moment).balance, one.at(moment).overpaid, one.at(moment).paid) >= 0
