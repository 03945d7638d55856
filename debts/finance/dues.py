"""Open parts by their due days, added up once, so that what is late on a day is found without going through them."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, takewhile
from typing import NamedTuple

from debts.finance.money import ZERO
from debts.finance.types import OpenPart


class Late(NamedTuple):
    """The first parts of a loan: their number, and what they come to."""

    number: int
    total: Decimal


NOTHING_LATE = Late(0, ZERO)


class DueSums:
    """Parts in order of their due days; those without a day are due on none."""

    def __init__(self, parts: Sequence[OpenPart]) -> None:
        self._parts = tuple(takewhile(lambda part: part.due_on is not None, parts))
        self._days = [part.due_on for part in self._parts if part.due_on is not None]
        self._totals = list(accumulate((part.total for part in self._parts), initial=ZERO))

    def before(self, day: date) -> Late:
        """The parts whose due day lies before a day."""
        number = bisect_left(self._days, day)
        return Late(number, self._totals[number])

    def first_from(self, day: date) -> OpenPart | None:
        """The first part that falls due on a day or later."""
        place = bisect_left(self._days, day)
        return self._parts[place] if place < len(self._parts) else None


NOTHING_DUE = DueSums(())
