"""Revolving credit (信用卡, 花呗): statements instead of a schedule.

    statement of 5 May: 3000.00 due on 25 May, at least 300.00; 500 paid on 20 May, asked on 26 May
    ->  2500.00 still open, nothing overdue

A statement takes in what was left of the one before. Of money spent since the last statement nothing is known here, so
that what is called open is the least that it can be; and a statement that is long past says nothing about today.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from debts.finance.books import ROUNDING_TOLERANCE
from debts.finance.money import ZERO, to_cents
from debts.finance.timelines import Timeline
from debts.finance.types import Allocation, Instalment, OpenPart, Parts, Payment, PaymentKind, Position, Statement

# The next statement comes a month after the last; two weeks more for entering it. After that nobody knows what is due.
SPEAKS_FOR = timedelta(days=45)


class StatementTimeline(Timeline):
    """A revolving credit. It never is covered: only a recorded settlement closes such an account.

    ``overdue`` is what is missing of the least that a statement asked for by its due day, and None where no statement
    speaks of the time.
    """

    def at(self, moment: datetime) -> Position:
        """The figures of the last statement with what was paid since."""
        day, last, live = self.day(moment), self._last(moment), self._live(moment)
        late = self._late(moment)
        balance = self._left(last, last.balance, moment) if last else ZERO
        coming = last if last and last.due_on >= day and balance else None
        return Position(
            at=moment,
            paid=_sum_of(live, PaymentKind.PAYMENT),
            balance=balance,
            payoff=balance,
            overdue=late[0][1] if late else (ZERO if last and day - last.day <= SPEAKS_FOR else None),
            overdue_since=late[-1][0] if late else None,
            overdue_instalments=len(late),
            next_due_on=coming.due_on if coming else None,
            next_amount=balance if coming else None,
            penalty=ZERO,
            covered_at=None,
            overpaid=max(ZERO, self._paid_on(last, moment) - to_cents(last.balance)) if last else ZERO,
            waived=_sum_of(live, PaymentKind.WAIVER),
            refunded=_sum_of(live, PaymentKind.REFUND),
            next_minimum=self._left(coming, least(coming), moment) if coming else None,
        )

    def payoff_at(self, moment: datetime) -> Parts:
        """What the last statement left open."""
        return Parts(principal=self.at(moment).payoff)

    def allocations(self, moment: datetime | None = None) -> tuple[Allocation, ...]:
        """A statement does not tell fee and interest apart: every entry goes on the balance."""
        return tuple(map(_on_the_balance, self.entries if moment is None else self._live(moment)))

    def open_parts(self, moment: datetime) -> tuple[OpenPart, ...]:
        """The balance as one part, due when the last statement says.

        Where at least its minimum was paid in time the rest goes into the next statement, whose day nobody knows yet.
        """
        last, now = self._last(moment), self.at(moment)
        if last is None or not now.balance:
            return ()
        is_asked = last.due_on >= self.day(moment) or bool(now.overdue)
        return (OpenPart(last.due_on if is_asked else None, now.balance, ZERO),)

    def plan(self, moment: datetime) -> tuple[Instalment, ...]:
        """There is none."""
        del moment
        return ()

    @cached_property
    def _statements(self) -> list[Statement]:
        return sorted(self.terms.statements, key=lambda one: (one.day, one.due_on))

    @cached_property
    def _days(self) -> list[date]:
        return [one.day for one in self._statements]

    def _known(self, moment: datetime) -> list[Statement]:
        return self._statements[: bisect_right(self._days, self.day(moment))]

    def _last(self, moment: datetime) -> Statement | None:
        return next(reversed(self._known(moment)), None)

    def _live(self, moment: datetime) -> list[Payment]:
        return [one for one in self.entries if one.paid_at <= moment and not one.is_undone_by(moment)]

    def _late(self, moment: datetime) -> list[tuple[date, Decimal]]:
        """Due day and missing sum of the statements that went unpaid without a break, the latest first."""
        day = self.day(moment)
        due = (one for one in reversed(self._known(moment)) if one.due_on < day)
        missing = ((one.due_on, self._left(one, least(one), moment)) for one in due)
        return list(takewhile(lambda one: one[1] > ROUNDING_TOLERANCE, missing))

    def _left(self, statement: Statement, asked: Decimal, moment: datetime) -> Decimal:
        return max(ZERO, to_cents(asked) - self._paid_on(statement, moment))

    def _paid_on(self, statement: Statement, moment: datetime) -> Decimal:
        """What was paid and waived since the statement, less what was given back: that is owed again.

        Payments of its own day are in the statement already.
        """
        since = (one for one in self._live(moment) if self.day(one.paid_at) > statement.day)
        return sum((-one.amount if one.kind is PaymentKind.REFUND else one.amount for one in since), ZERO)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement with what came in after its day and until its due day, less what was given back.

    ``is_past`` says that the due day has gone by.
    """

    statement: Statement
    paid: Decimal
    is_past: bool

    @property
    def missing(self) -> Decimal:
        """What is short of the least that was asked for; what is short by rounding is nothing."""
        short = to_cents(least(self.statement)) - self.paid
        return short if short > ROUNDING_TOLERANCE else ZERO

    @property
    def is_paid(self) -> bool:
        """Whether the whole of it came in."""
        return self.paid >= to_cents(self.statement.balance) - ROUNDING_TOLERANCE


def statement_lines(timeline: Timeline, moment: datetime) -> tuple[StatementLine, ...]:
    """The statements that were known by the moment, the latest first; none of a loan that has no statements."""
    today = timeline.day(moment)
    known = sorted((one for one in timeline.terms.statements if one.day <= today), key=lambda one: one.day)
    entries = [one.payment for one in timeline.allocations(moment)]
    return tuple(_line(timeline, one, entries, today) for one in reversed(known))


def _line(timeline: Timeline, statement: Statement, entries: Sequence[Payment], today: date) -> StatementLine:
    within = [one for one in entries if statement.day < timeline.day(one.paid_at) <= statement.due_on]
    back = _sum_of(within, PaymentKind.REFUND)
    came = _sum_of(within, PaymentKind.PAYMENT) + _sum_of(within, PaymentKind.WAIVER)
    return StatementLine(statement, came - back, is_past=statement.due_on < today)


def least(statement: Statement) -> Decimal:
    """The least that a statement asks for; all of it where no smaller sum is named."""
    return statement.balance if statement.minimum is None else min(statement.minimum, statement.balance)


def _on_the_balance(entry: Payment) -> Allocation:
    if entry.kind is PaymentKind.REFUND:
        return Allocation(entry, returned=entry.amount)
    return Allocation(entry, Parts(principal=entry.amount))


def _sum_of(entries: Sequence[Payment], kind: PaymentKind) -> Decimal:
    return sum((one.amount for one in entries if one.kind is kind), ZERO)
