"""The course of a loan over time: its entries swept once, to be asked for any moment.

A payment that was taken back counts for the moments before that, and for none after it.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from functools import cached_property

from debts.finance.books import Rules, Standing, grow, payoff_parts, sweep
from debts.finance.dues import DueSums
from debts.finance.entries import in_order
from debts.finance.types import Allocation, Instalment, LoanTerms, OpenPart, Parts, Payment, Position


class Timeline(ABC):
    """The course of one loan: its terms and its entries in order of time."""

    def __init__(self, terms: LoanTerms, payments: Iterable[Payment], zone: tzinfo) -> None:
        self.terms = terms
        self.zone = zone
        self.payments = tuple(payments)
        self.entries = in_order(self.payments)

    @abstractmethod
    def at(self, moment: datetime) -> Position:
        """The position at the moment; payments after it are not known yet.

        An instalment is overdue from the day after its due day and its days of grace. ``covered_at`` is the time of the
        entry with which all that the terms ask, penalty included, was paid or waived to within a yuan; from then on
        nothing is open. It is None where the terms do not say what they ask, and for an early payoff that was not
        recorded as one, which only a recorded settlement can tell from a part payment.
        """

    @abstractmethod
    def payoff_at(self, moment: datetime) -> Parts:
        """What ends the loan at the moment, by its parts: penalty and a fee for paying early are among them.

        Interest is below nothing where it was paid ahead for a time that is spared.
        """

    @abstractmethod
    def allocations(self, moment: datetime | None = None) -> tuple[Allocation, ...]:
        """What became of each payment, waiver and refund, as known at the moment or once all is known."""

    @abstractmethod
    def open_parts(self, moment: datetime) -> tuple[OpenPart, ...]:
        """What is still to be paid at the moment, in the order of the due days."""

    @abstractmethod
    def plan(self, moment: datetime) -> tuple[Instalment, ...]:
        """The schedule as it stands at the moment, early repayments until then worked in; empty where none is known."""

    def day(self, moment: datetime) -> date:
        """Which day the moment falls on."""
        return moment.astimezone(self.zone).date()


class BookTimeline(Timeline):
    """A loan with books, swept once for each time when payments were taken back, which is mostly once."""

    _last: tuple[tuple[int, int, date], Position] | None = None  # when it was asked last, and what it said

    @cached_property
    @abstractmethod
    def rules(self) -> Rules:
        """What the terms say about time and money."""

    @cached_property
    @abstractmethod
    def opening(self) -> Standing:
        """The books before the first entry."""

    @abstractmethod
    def _position(self, standing: Standing, due: DueSums, at: datetime) -> Position:
        """The figures of a standing; ``due`` are its parts by their days."""

    def at(self, moment: datetime) -> Position:
        """The figures of the books at the moment; they are the same all day, but for what is paid on it."""
        epoch, day = self._epoch(moment), self.day(moment)
        swept = self._sweep(epoch)
        place = bisect_right(swept.times, moment)
        last = self._last
        if last is None or last[0] != (epoch, place, day):
            standing = grow(swept.standings[place], day, self.rules)
            last = self._last = (epoch, place, day), self._position(standing, swept.due_sums(place), moment)
        return Position(moment, *last[1][1:])

    def payoff_at(self, moment: datetime) -> Parts:
        """What would close the books at the moment."""
        standing = self.standing(moment)
        return Parts() if standing.covered_at else payoff_parts(standing)

    def allocations(self, moment: datetime | None = None) -> tuple[Allocation, ...]:
        """What each entry did to the books."""
        swept = self._sweep(len(self._reversals) if moment is None else self._epoch(moment))
        booked = (standing.last for standing in swept.standings[1:])
        return tuple(one for one in booked if one and (moment is None or one.payment.paid_at <= moment))

    def open_parts(self, moment: datetime) -> tuple[OpenPart, ...]:
        """What the books hold open, but for the interest that runs by the day."""
        standing = self.standing(moment)
        return () if standing.covered_at else standing.parts

    def plan(self, moment: datetime) -> tuple[Instalment, ...]:
        """The plan in the books."""
        return self.standing(moment).plan.lines

    def standing(self, moment: datetime) -> Standing:
        """The books at the moment."""
        swept = self._sweep(self._epoch(moment))
        return grow(swept.standings[bisect_right(swept.times, moment)], self.day(moment), self.rules)

    @cached_property
    def _reversals(self) -> list[datetime]:
        return sorted({one.reversed_at for one in self.entries if one.reversed_at})

    @cached_property
    def _sweeps(self) -> dict[int, "_Swept"]:
        return {}

    def _epoch(self, moment: datetime) -> int:
        return bisect_right(self._reversals, moment)

    def _sweep(self, epoch: int) -> "_Swept":
        """The books between two reversals."""
        if epoch not in self._sweeps:
            since = self._reversals[epoch - 1] if epoch else None
            live = [one for one in self.entries if not (since and one.is_undone_by(since))]
            self._sweeps[epoch] = _Swept([one.paid_at for one in live], sweep(self.opening, live, self.rules))
        return self._sweeps[epoch]


class _Swept:
    """The times of the entries that count, and the standings before the first and after each of them."""

    def __init__(self, times: list[datetime], standings: list[Standing]) -> None:
        self.times = times
        self.standings = standings
        self._due_sums: dict[int, DueSums] = {}

    def due_sums(self, place: int) -> DueSums:
        """The parts of a standing by their days; growing does not change them."""
        if place not in self._due_sums:
            self._due_sums[place] = DueSums(self.standings[place].parts)
        return self._due_sums[place]
