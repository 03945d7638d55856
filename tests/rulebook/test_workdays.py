"""Working days around the holidays of 2026, whose Saturdays and Sundays worked in their stead count too."""

from datetime import date

import pytest

from debts.rulebook.workdays import LAST_YEAR, first_working_day_from, is_working_day, working_day_after


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # a Saturday, worked for Spring Festival
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # a Saturday, worked for Spring Festival
        (date(2026, 3, 1), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a Saturday
    ],
)
def test_holidays_and_the_days_worked_for_them_are_known(day, works):
    assert is_working_day(day) is works


def test_the_day_of_the_event_is_not_counted():
    assert working_day_after(date(2026, 3, 2), 1).day == date(2026, 3, 3)


def test_seven_working_days_across_spring_festival():
    assert working_day_after(date(2026, 2, 12), 7).day == date(2026, 2, 28)
    assert working_day_after(date(2026, 2, 12), 8).day == date(2026, 3, 2)


def test_a_period_that_begins_in_the_holidays_counts_from_the_first_day_after_them():
    assert working_day_after(date(2026, 2, 18), 1).day == date(2026, 2, 24)


def test_a_year_that_is_not_announced_is_counted_by_weekdays_and_said_to_be_uncertain():
    last = date(LAST_YEAR, 12, 31)
    assert working_day_after(last, 1).is_certain is False
    assert working_day_after(date(LAST_YEAR, 12, 1), 5).is_certain is True


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 2, 14), date(2026, 2, 14)), (date(2026, 2, 15), date(2026, 2, 24))]
)
def test_the_first_working_day_may_be_the_day_itself(day, first):
    assert first_working_day_from(day).day == first


def test_a_period_has_at_least_a_day():
    with pytest.raises(ValueError, match="at least one day"):
        working_day_after(date(2026, 3, 2), 0)
