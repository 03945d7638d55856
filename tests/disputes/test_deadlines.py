"""Periods of the channels, counted from the day on which something reached them."""

from datetime import date, timedelta

import pytest

from debts.disputes.deadlines import Lateness, deadlines_of, lateness, next_deadline
from debts.rulebook import load_rulebook

CHANNELS = {channel.id: channel for channel in load_rulebook().channels}


def ends(channel, day):
    return {one.limit.id: one.due.day for one in deadlines_of(CHANNELS[channel].limits, day)}


def test_a_lender_has_fifteen_thirty_and_sixty_natural_days():
    found = ends("lender", date(2026, 3, 2))
    assert found["decision"] == date(2026, 3, 17)
    assert found["decision-complex"] == date(2026, 4, 1)
    assert found["decision-special"] == date(2026, 5, 1)


def test_forwarding_takes_working_days_and_spring_festival_is_none():
    assert date(2026, 2, 28) in ends("nfra-12378", date(2026, 2, 12)).values()


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 17), Lateness.RUNNING),
        (date(2026, 3, 18), Lateness.LATE),
        (date(2026, 5, 6), Lateness.LATE),  # the sixtieth day is 1 May, a holiday until the 5th
        (date(2026, 5, 7), Lateness.OVERDUE),
    ],
)
def test_an_answer_is_late_from_the_day_after_the_last(today, state):
    assert lateness(deadlines_of(CHANNELS["lender"].limits, date(2026, 3, 2)), today) is state


def test_what_no_law_fixes_makes_nobody_late():
    every = deadlines_of(CHANNELS["lender"].limits, date(2026, 3, 2))
    yardsticks = [one for one in every if not one.limit.is_statutory]
    assert yardsticks
    assert lateness(yardsticks, date(2030, 1, 1)) is Lateness.NO_PERIOD


def test_the_next_last_day_is_told_until_there_is_none():
    deadlines = deadlines_of(CHANNELS["lender"].limits, date(2026, 3, 2))
    coming = next_deadline(deadlines, date(2026, 3, 18))
    assert coming is not None
    assert coming.due.day > date(2026, 3, 17)
    assert next_deadline(deadlines, max(one.due.day for one in deadlines) + timedelta(days=1)) is None


def test_the_periods_come_in_the_order_of_their_ends():
    days = [one.due.day for one in deadlines_of(CHANNELS["lender"].limits, date(2026, 3, 2))]
    assert days == sorted(days)
