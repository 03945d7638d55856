"""How a loan stands at one moment: what was paid, what is open, what is overdue, and whether all is covered.

    10000 at 18 % over 12 months, first due on 5 February, 916.80 paid that day, asked on 6 March
    ->  one instalment of 916.80 overdue since 5 March, the next one due on 5 April

A timeline sweeps the payments of a loan once and can then be asked for any moment: a hundred messages about a loan are
judged at a hundred moments. A payment that was taken back counts for the moments before that, and for none after it.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cached_property

from debts.finance.accounts import account_rules, opening_account
from debts.finance.books import ROUNDING_TOLERANCE, Rules, Standing, early_fee, grow, payoff_parts, sweep
from debts.finance.entries import in_order
from debts.finance.money import ZERO, to_cents
from debts.finance.plans import first_plan, open_parts
from debts.finance.schedules import shares
from debts.finance.statements import position_by_statements
from debts.finance.terms import penalty_rate
from debts.finance.types import Allocation, Instalment, LoanTerms, OpenPart, Parts, Payment, Position


def position(terms: LoanTerms, payments: Iterable[Payment], at: datetime, zone: tzinfo) -> Position:
    """How the loan stands at the moment ``at``; ``zone`` says which day that is. See ``Timeline.at``."""
    return timeline(terms, payments, zone).at(at)


def timeline(terms: LoanTerms, payments: Iterable[Payment], zone: tzinfo) -> "Timeline":
    """The course of a loan, to be asked for its position at any moment.

    Payments of nothing are left out, and the order in which payments are given does not matter.
    """
    if terms.statements:
        return StatementTimeline(terms, payments, zone)
    kind = ScheduledTimeline if shares(terms) else AccountTimeline
    return kind(terms, payments, zone)


class Timeline(ABC):
    """The course of one loan, swept once for each time when payments were taken back, which is mostly once."""

    def __init__(self, terms: LoanTerms, payments: Iterable[Payment], zone: tzinfo) -> None:
        self.terms = terms
        self.zone = zone
        self.entries = in_order(payments)
        self._reversals = sorted({one.reversed_at for one in self.entries if one.reversed_at})
        self._sweeps: dict[int, tuple[list[datetime], list[Standing]]] = {}

    def at(self, moment: datetime) -> Position:
        """The position at the moment; payments after it are not known yet.

        An instalment is overdue from the day after its due day and its days of grace. ``covered_at`` is the time of the
        entry with which all that the terms ask, penalty included, was paid or waived to within a yuan; from then on
        nothing is open. It is None where the terms do not say what they ask, and for an early payoff that was not
        recorded as one, which only a recorded settlement can tell from a part payment.
        """
        return self._position(self.standing(moment), moment)

    def payoff_at(self, moment: datetime) -> Parts:
        """What ends the loan at the moment, by its parts: penalty and a fee for paying early are among them.

        Interest is below nothing where it was paid ahead for a time that is spared.
        """
        standing = self.standing(moment)
        return Parts() if standing.covered_at else payoff_parts(standing)

    def allocations(self, moment: datetime | None = None) -> tuple[Allocation, ...]:
        """What became of each payment, waiver and refund, as known at the moment or once all is known."""
        _, standings = self._sweep(len(self._reversals) if moment is None else self._epoch(moment))
        booked = (standing.last for standing in standings[1:])
        return tuple(one for one in booked if one and (moment is None or one.payment.paid_at <= moment))

    def open_parts(self, moment: datetime) -> tuple[OpenPart, ...]:
        """What is still to be paid at the moment, in the order of the due days."""
        standing = self.standing(moment)
        return () if standing.covered_at else standing.parts

    def plan(self, moment: datetime) -> tuple[Instalment, ...]:
        """The schedule as it stands at the moment, early repayments until then worked in."""
        return self.standing(moment).plan.lines

    def standing(self, moment: datetime) -> Standing:
        """The books at the moment."""
        times, standings = self._sweep(self._epoch(moment))
        return grow(standings[bisect_right(times, moment)], self.day(moment), self.rules)

    def day(self, moment: datetime) -> date:
        """Which day the moment falls on."""
        return moment.astimezone(self.zone).date()

    def _epoch(self, moment: datetime) -> int:
        return bisect_right(self._reversals, moment)

    def _sweep(self, epoch: int) -> tuple[list[datetime], list[Standing]]:
        """The entries that count between two reversals, and the standings before and after each."""
        if epoch not in self._sweeps:
            since = self._reversals[epoch - 1] if epoch else None
            live = [one for one in self.entries if not (since and one.reversed_at and one.reversed_at <= since)]
            self._sweeps[epoch] = [one.paid_at for one in live], sweep(self.opening, live, self.rules)
        return self._sweeps[epoch]

    @cached_property
    @abstractmethod
    def rules(self) -> Rules:
        """What the terms say about time and money."""

    @cached_property
    @abstractmethod
    def opening(self) -> Standing:
        """The books before the first entry."""

    @abstractmethod
    def _position(self, standing: Standing, at: datetime) -> Position:
        """The figures of a standing."""


class AccountTimeline(Timeline):
    """A loan without a schedule."""

    @cached_property
    def rules(self) -> Rules:
        """Interest by the day, where the terms tell it."""
        return account_rules(self.terms, self.zone)

    @cached_property
    def opening(self) -> Standing:
        """The principal, drawn and not paid."""
        return opening_account(self.terms)

    def _position(self, standing: Standing, at: datetime) -> Position:
        is_covered = standing.covered_at is not None
        principal = sum((part.principal for part in standing.parts), ZERO)
        return Position(
            at=at,
            paid=standing.paid,
            balance=ZERO if is_covered else principal,
            payoff=ZERO if is_covered else standing.open_total + to_cents(standing.running),
            overdue=None,
            overdue_since=None,
            overdue_instalments=0,
            next_due_on=None,
            next_amount=None,
            penalty=ZERO,
            covered_at=standing.covered_at,
            overpaid=standing.overpaid,
            waived=standing.waived,
            refunded=standing.refunded,
        )


class StatementTimeline(AccountTimeline):
    """A revolving credit, of which the statements tell what is asked."""

    def _position(self, standing: Standing, at: datetime) -> Position:
        return position_by_statements(self.terms.statements, self.entries, standing, at, self.zone)


class ScheduledTimeline(Timeline):
    """A loan whose instalments are known, if not always their days."""

    @cached_property
    def rules(self) -> Rules:
        """Penalty by the day on what is overdue."""
        terms = self.terms
        return Rules(
            self.zone,
            penalty_rate(terms),
            terms.penalty_base,
            timedelta(days=max(0, terms.grace_days)),
            order=terms.order,
        )

    @cached_property
    def opening(self) -> Standing:
        """All that the schedule asks, and nothing paid."""
        plan = first_plan(self.terms)
        parts = tuple(part for part in open_parts(plan) if part.total)
        return Standing(plan, parts, _sum(parts), date.min)

    def _position(self, standing: Standing, at: datetime) -> Position:
        has_days = bool(standing.plan.lines)
        if standing.covered_at:
            standing = standing._replace(parts=(), open_total=ZERO, penalty=ZERO)
        late = self._overdue(standing)
        coming = _next_part(standing)
        return Position(
            at=at,
            paid=standing.paid,
            balance=standing.open_total,
            payoff=_payoff(standing),
            overdue=_sum(late) if has_days else None,
            overdue_since=late[0].due_on if late else None,
            overdue_instalments=len(late),
            next_due_on=coming.due_on if coming else None,
            next_amount=coming.total if coming else None,
            penalty=to_cents(standing.penalty),
            covered_at=standing.covered_at,
            overpaid=standing.overpaid,
            waived=standing.waived,
            refunded=standing.refunded,
        )

    def _overdue(self, standing: Standing) -> list[OpenPart]:
        """What is past its due day; shortfalls that are rounding in all are none."""
        late = []
        for part in standing.parts:
            if not self.rules.is_overdue(part, standing.day):
                break
            late.append(part)
        return late if _sum(late) > ROUNDING_TOLERANCE else []


def _payoff(standing: Standing) -> Decimal:
    """What ends the loan, the penalty left out. A sum paid ahead is taken off as it is, without interest on it."""
    spared = standing.plan.interest_to_come(standing.day) + standing.plan.fees_to_come(standing.day)
    return max(ZERO, standing.open_total - spared + early_fee(standing)) if standing.open_total else ZERO


def _next_part(standing: Standing) -> OpenPart | None:
    """The first part that is open and due today or later."""
    coming = (part for part in standing.parts if part.due_on is not None and part.due_on >= standing.day)
    return next(coming, None)


def _sum(parts: Sequence[OpenPart]) -> Decimal:
    return sum((part.total for part in parts), ZERO)
