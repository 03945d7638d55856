"""The spells in which something was overdue: from which day to which, since which due day, and how much at most."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from debts.finance import LoanTerms, Payment, RepaymentMethod, timeline
from debts.finance.arrears import Spell, spells
from debts.finance.types import Statement

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_loan_paid_in_time_has_no_arrears(plain_loan, course, paid, noon):
    assert spells(course(plain_loan, paid("2023-02-05", "1200")), noon("2024-03-01")) == ()


def test_a_spell_runs_from_the_day_after_the_due_day_to_the_day_before_the_payment(plain_loan, course, paid, noon):
    found = spells(course(plain_loan, paid("2023-02-20", "1200")), noon("2024-03-01"))
    assert found == (Spell(date(2023, 2, 6), date(2023, 2, 19), date(2023, 2, 5), Decimal(100)),)


def test_a_spell_that_lasts_has_no_last_day(plain_loan, course, paid, noon):
    found = spells(course(plain_loan, paid("2023-02-20", "100")), noon("2023-04-06"))
    assert found[-1] == Spell(date(2023, 3, 6), None, date(2023, 3, 5), Decimal(200))
    assert len(found) == 2


def test_on_the_due_day_itself_nothing_is_overdue_yet(plain_loan, course, noon):
    assert spells(course(plain_loan), noon("2023-02-05")) == ()
    assert len(spells(course(plain_loan), noon("2023-02-06"))) == 1


def test_the_days_of_grace_are_no_arrears(plain_loan, course, paid, noon):
    terms = replace(plain_loan, grace_days=3)
    assert spells(course(terms, paid("2023-02-08", "1200")), noon("2024-03-01")) == ()
    assert spells(course(terms), noon("2023-02-09"))[0].first_day == date(2023, 2, 9)


def test_a_reversal_begins_a_spell(plain_loan, course, paid, noon):
    back = datetime(2023, 2, 20, 9, tzinfo=SHANGHAI)
    (spell,) = spells(course(plain_loan, paid("2023-02-05", "100", reversed_at=back)), noon("2023-03-01"))
    assert (spell.first_day, spell.due_on) == (date(2023, 2, 20), date(2023, 2, 5))


def test_a_card_is_in_arrears_until_its_minimum_is_paid(course, paid, noon):
    bill = Statement(date(2023, 5, 5), date(2023, 5, 25), Decimal(3000), Decimal(300))
    terms = LoanTerms(Decimal(1), statements=(bill,))
    found = spells(course(terms, paid("2023-05-30", "300")), noon("2023-06-10"))
    assert found == (Spell(date(2023, 5, 26), date(2023, 5, 29), date(2023, 5, 25), Decimal(300)),)


LOAN = LoanTerms(Decimal(600), date(2023, 1, 5), Decimal("0.2"), RepaymentMethod.EQUAL_INSTALMENT, 6)
days = st.integers(0, 260).map(lambda count: date.fromordinal(date(2023, 1, 5).toordinal() + count))
payments = st.lists(
    st.builds(
        lambda day, amount: Payment(datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI), amount),
        days,
        st.decimals(1, 300, places=2),
    ),
    max_size=6,
)


@given(payments, days)
def test_a_day_lies_in_a_spell_when_something_is_overdue_at_its_end(made, day):
    course = timeline(LOAN, made, SHANGHAI)
    end = datetime(2024, 1, 1, tzinfo=SHANGHAI)
    position = course.at(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=SHANGHAI))
    inside = [one for one in spells(course, end) if one.first_day <= day and (not one.last_day or day <= one.last_day)]
    assert bool(inside) == bool(position.overdue)
    assert all(position.overdue <= one.most for one in inside)
