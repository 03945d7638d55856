"""Revolving credit (信用卡, 花呗): statements instead of a schedule.

    statement of 5 May: 3000.00 due on 25 May, at least 300.00; 500 paid on 20 May, asked on 26 May
    ->  2500.00 still open, nothing overdue

A statement takes in what was left of the one before. Of money spent since the last statement nothing is known here, so
that what is called open is the least that it can be; and a statement that is long past says nothing about today.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import takewhile

from debts.finance.books import ROUNDING_TOLERANCE, Standing
from debts.finance.money import ZERO, to_cents
from debts.finance.types import Payment, PaymentKind, Position, Statement

# The next statement comes a month after the last; two weeks more for entering it. After that nobody knows what is due.
SPEAKS_FOR = timedelta(days=45)


def position_by_statements(
    statements: Sequence[Statement], entries: Sequence[Payment], standing: Standing, at: datetime, zone: tzinfo
) -> Position:
    """The position at a moment by the statements that had come by then.

    ``overdue`` is what is missing of the least that a statement asked for by its due day, and None where no statement
    speaks of the time. Money given back is owed again: a refund of a card goes out as a new balance.
    """
    day = at.astimezone(zone).date()
    ordered = sorted(statements, key=lambda one: (one.day, one.due_on))
    known = ordered[: bisect_right([one.day for one in ordered], day)]
    made = [(entry.paid_at.astimezone(zone).date(), entry) for entry in entries if _is_live(entry, at)]
    late = _late(known, made, day)
    last = known[-1] if known else None
    balance = _left(last, last.balance, made) if last else ZERO
    coming = last if last and last.due_on >= day and balance else None
    return Position(
        at=at,
        paid=standing.paid,
        balance=balance,
        payoff=balance,
        overdue=late[0][1] if late else (ZERO if last and day - last.day <= SPEAKS_FOR else None),
        overdue_since=late[-1][0] if late else None,
        overdue_instalments=len(late),
        next_due_on=coming.due_on if coming else None,
        next_amount=balance if coming else None,
        penalty=ZERO,
        covered_at=None,
        overpaid=ZERO if last is None else _beyond(last, made),
        waived=standing.waived,
        refunded=standing.refunded,
        next_minimum=_left(coming, least(coming), made) if coming else None,
    )


def least(statement: Statement) -> Decimal:
    """The least that a statement asks for; all of it where no smaller sum is named."""
    return statement.balance if statement.minimum is None else min(statement.minimum, statement.balance)


def _late(known: Sequence[Statement], made: Sequence[tuple[date, Payment]], day: date) -> list[tuple[date, Decimal]]:
    """Due day and missing sum of the statements that went unpaid without a break, the latest first."""
    due = (one for one in reversed(known) if one.due_on < day)
    missing = ((one.due_on, _left(one, least(one), made)) for one in due)
    return list(takewhile(lambda one: one[1] > ROUNDING_TOLERANCE, missing))


def _left(statement: Statement, asked: Decimal, made: Sequence[tuple[date, Payment]]) -> Decimal:
    return max(ZERO, to_cents(asked) - _paid_on(statement, made))


def _beyond(statement: Statement, made: Sequence[tuple[date, Payment]]) -> Decimal:
    return max(ZERO, _paid_on(statement, made) - to_cents(statement.balance))


def _paid_on(statement: Statement, made: Sequence[tuple[date, Payment]]) -> Decimal:
    """What was paid and waived since the statement, less what was given back; its own day's payments are in it."""
    since = (entry for day, entry in made if day > statement.day)
    return sum((-one.amount if one.kind is PaymentKind.REFUND else one.amount for one in since), ZERO)


def _is_live(entry: Payment, at: datetime) -> bool:
    return entry.paid_at <= at and (entry.reversed_at is None or entry.reversed_at > at)
