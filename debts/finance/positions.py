"""How a loan stands at one moment: what was paid, what is open, what is overdue, and whether all is covered.

    10000 at 18 % over 12 months, first due on 5 February, 916.80 paid that day, asked on 6 March
    ->  one instalment of 916.80 overdue since 5 March, the next one due on 5 April

A timeline sweeps the payments of a loan once and can then be asked for any moment: a hundred messages about a loan are
judged at a hundred moments.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import accumulate

from debts.finance.accounts import bear_interest, daily_rate, sweep_account
from debts.finance.allocation import ROUNDING_TOLERANCE, OpenPart, Standing, run_up, sweep
from debts.finance.money import ZERO, to_cents
from debts.finance.schedules import period_start, schedule, shares
from debts.finance.types import LoanTerms, Payment, Position


def position(terms: LoanTerms, payments: Iterable[Payment], at: datetime, zone: tzinfo) -> Position:
    """How the loan stands at the moment ``at``; ``zone`` says which day that is. See ``Timeline.at``."""
    return timeline(terms, payments, zone).at(at)


def timeline(terms: LoanTerms, payments: Iterable[Payment], zone: tzinfo) -> "Timeline":
    """The course of a loan, to be asked for its position at any moment.

    Payments of nothing are left out, and the order in which payments are given does not matter.
    """
    made = sorted(
        (payment for payment in payments if payment.amount > 0),
        key=lambda payment: (payment.paid_at, payment.amount, payment.id),
    )
    kind = ScheduledTimeline if shares(terms) else AccountTimeline
    return kind(terms, made, zone)


class Timeline(ABC):
    """The course of one loan, swept once."""

    def __init__(self, terms: LoanTerms, made: Sequence[Payment], zone: tzinfo) -> None:
        self.terms = terms
        self.zone = zone
        self._times = [payment.paid_at for payment in made]
        self._paid = list(accumulate((payment.amount for payment in made), initial=ZERO))

    def at(self, moment: datetime) -> Position:
        """The position at the moment; payments after it are not known yet.

        An instalment is overdue from the day after its due day. ``covered_at`` is the time of the payment with which
        all that the terms ask, penalty included, was paid to within a yuan; from then on nothing is open. It is None
        where the terms do not say what they ask, and for an early payoff, which only a recorded settlement can tell
        from a part payment.
        """
        count = bisect_right(self._times, moment)
        return self._position(count, self._paid[count], moment, moment.astimezone(self.zone).date())

    @abstractmethod
    def _position(self, count: int, paid: Decimal, at: datetime, day: date) -> Position:
        """The position after ``count`` payments."""


class AccountTimeline(Timeline):
    """A loan without a schedule."""

    def __init__(self, terms: LoanTerms, made: Sequence[Payment], zone: tzinfo) -> None:
        super().__init__(terms, made, zone)
        self._rate = daily_rate(terms)
        self._accounts = sweep_account(terms, made, zone)

    def _position(self, count: int, paid: Decimal, at: datetime, day: date) -> Position:
        account = bear_interest(self._accounts[count], day, self._rate)
        is_covered = account.covered_at is not None
        return Position(
            at=at,
            paid=paid,
            balance=ZERO if is_covered else account.principal,
            payoff=ZERO if is_covered else account.total,
            overdue=None,
            overdue_since=None,
            overdue_instalments=0,
            next_due_on=None,
            next_amount=None,
            penalty=ZERO,
            covered_at=account.covered_at,
        )


class ScheduledTimeline(Timeline):
    """A loan whose instalments are known, if not always their days."""

    def __init__(self, terms: LoanTerms, made: Sequence[Payment], zone: tzinfo) -> None:
        super().__init__(terms, made, zone)
        self._plan = schedule(terms)
        self._due_days = [line.due_on for line in self._plan]
        self._rate = terms.daily_penalty_rate or ZERO
        self._standings = sweep(self._open_parts(), made, self._rate, zone)

    def _open_parts(self) -> list[OpenPart]:
        """All that is asked, nothing paid yet."""
        if self._plan:
            return [OpenPart(line.due_on, line.principal, line.interest) for line in self._plan]
        return [OpenPart(None, share.principal, share.interest) for share in shares(self.terms)]

    def _position(self, count: int, paid: Decimal, at: datetime, day: date) -> Position:
        standing = run_up(self._standings[count], day, self._rate)
        if standing.covered_at:
            return self._covered(paid, at, standing.covered_at)
        late = _overdue_parts(standing)
        coming = _next_part(standing)
        return Position(
            at=at,
            paid=paid,
            balance=standing.open_total,
            payoff=max(ZERO, standing.open_total - self._interest_to_come(day)),
            overdue=_sum(late) if self._plan else None,
            overdue_since=late[0].due_on if late else None,
            overdue_instalments=len(late),
            next_due_on=coming.due_on if coming else None,
            next_amount=coming.total if coming else None,
            penalty=to_cents(standing.penalty),
            covered_at=None,
        )

    def _covered(self, paid: Decimal, at: datetime, covered_at: datetime) -> Position:
        return Position(
            at=at,
            paid=paid,
            balance=ZERO,
            payoff=ZERO,
            overdue=ZERO if self._plan else None,
            overdue_since=None,
            overdue_instalments=0,
            next_due_on=None,
            next_amount=None,
            penalty=ZERO,
            covered_at=covered_at,
        )

    def _interest_to_come(self, day: date) -> Decimal:
        """The interest that has not run up yet; a payoff is all that is open without it.

        民法典 677: who pays early owes interest for the time that he had the money, unless something else was agreed.
        The running period counts by the days gone of it. A prepaid sum does not lower the plan's interest here, so
        after a large prepayment the true payoff may be lower. Without days nothing is known to be spared.
        """
        index = bisect_right(self._due_days, day)
        if index >= len(self._plan):
            return ZERO
        start, end = period_start(self.terms, self._plan, index), self._due_days[index]
        gone = Decimal(max(0, (day - start).days)) / max(1, (end - start).days)
        has_run_up = to_cents(self._plan[index].interest * min(gone, Decimal(1)))
        return sum((line.interest for line in self._plan[index:]), ZERO) - has_run_up


def _overdue_parts(standing: Standing) -> list[OpenPart]:
    """What is past its due day; shortfalls that are rounding in all are none."""
    late = [part for part in standing.parts if part.is_overdue_on(standing.day)]
    return late if _sum(late) > ROUNDING_TOLERANCE else []


def _next_part(standing: Standing) -> OpenPart | None:
    """The first part that is open and due today or later."""
    coming = (part for part in standing.parts if part.due_on is not None and part.due_on >= standing.day)
    return next((part for part in coming if part.total > 0), None)


def _sum(parts: Iterable[OpenPart]) -> Decimal:
    return sum((part.total for part in parts), ZERO)
