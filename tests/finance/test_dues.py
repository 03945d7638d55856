"""What is late on a day and what comes next, both sides of each boundary."""

from datetime import date
from decimal import Decimal

import pytest

from debts.finance.dues import DueSums
from debts.finance.types import OpenPart

FIRST = OpenPart(date(2024, 2, 5), Decimal(90), Decimal(8), Decimal(2), number=1)
SECOND = OpenPart(date(2024, 3, 5), Decimal(91), Decimal(9), number=2)
SUMS = DueSums((FIRST, SECOND))


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2024, 2, 5), (0, 0)),
        (date(2024, 2, 6), (1, 100)),
        (date(2024, 3, 5), (1, 100)),
        (date(2024, 3, 6), (2, 200)),
    ],
)
def test_a_part_is_late_from_the_day_after_its_due_day(day, late):
    assert SUMS.before(day) == late


def test_the_next_part_is_due_today_or_later():
    assert SUMS.first_from(date(2024, 2, 5)) == FIRST
    assert SUMS.first_from(date(2024, 2, 6)) == SECOND
    assert SUMS.first_from(date(2024, 3, 6)) is None


def test_parts_without_a_day_are_never_late():
    undated = DueSums((OpenPart(None, Decimal(100), Decimal(0)),))
    assert undated.before(date.max) == (0, 0)
    assert undated.first_from(date.min) is None
