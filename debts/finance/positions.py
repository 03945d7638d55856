"""How a loan stands at one moment: what was paid, what is open, what is overdue, and whether all is covered.

    10000 at 18 % over 12 months, first due on 5 February, 916.80 paid that day, asked on 6 March
    ->  one instalment of 916.80 overdue since 5 March, the next one due on 5 April

A timeline sweeps the payments of a loan once and can then be asked for any moment: a hundred messages about a loan are
judged at a hundred moments.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property

from debts.finance.accounts import account_rules, opening_account
from debts.finance.books import ROUNDING_TOLERANCE, Rules, Standing, early_fee
from debts.finance.dues import NOTHING_DUE, NOTHING_LATE, DueSums
from debts.finance.money import ZERO, to_cents
from debts.finance.plans import first_plan, open_parts
from debts.finance.schedules import shares
from debts.finance.statements import StatementTimeline
from debts.finance.terms import grace_of, penalty_rate
from debts.finance.timelines import BookTimeline, Timeline
from debts.finance.types import LoanTerms, OpenPart, Payment, Position


def position(terms: LoanTerms, payments: Iterable[Payment], at: datetime, zone: tzinfo) -> Position:
    """How the loan stands at the moment ``at``; ``zone`` says which day that is. See ``Timeline.at``."""
    return timeline(terms, payments, zone).at(at)


def timeline(terms: LoanTerms, payments: Iterable[Payment], zone: tzinfo) -> Timeline:
    """The course of a loan, to be asked for its position at any moment.

    Payments of nothing are left out, and the order in which payments are given does not matter.
    """
    if terms.statements:
        return StatementTimeline(terms, payments, zone)
    kind = ScheduledTimeline if shares(terms) else AccountTimeline
    return kind(terms, payments, zone)


class AccountTimeline(BookTimeline):
    """A loan without a schedule."""

    @cached_property
    def rules(self) -> Rules:
        """Interest by the day, where the terms tell it."""
        return account_rules(self.terms, self.zone)

    @cached_property
    def opening(self) -> Standing:
        """The principal, drawn and not paid."""
        return opening_account(self.terms)

    def _position(self, standing: Standing, _: DueSums, at: datetime) -> Position:
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


class ScheduledTimeline(BookTimeline):
    """A loan whose instalments are known, if not always their days."""

    @cached_property
    def rules(self) -> Rules:
        """Penalty by the day on what is overdue."""
        terms = self.terms
        return Rules(
            self.zone,
            penalty_rate(terms),
            terms.penalty_base,
            grace_of(terms),
            order=terms.order,
        )

    @cached_property
    def opening(self) -> Standing:
        """All that the schedule asks, and nothing paid."""
        plan = first_plan(self.terms)
        parts = tuple(part for part in open_parts(plan) if part.total)
        return Standing(plan, parts, _sum(parts), date.min)

    def _position(self, standing: Standing, due: DueSums, at: datetime) -> Position:
        has_days = bool(standing.plan.lines)
        if standing.covered_at:
            standing, due = standing._replace(parts=(), open_total=ZERO, penalty=ZERO), NOTHING_DUE
        late = due.before(standing.day - self.rules.grace)
        # Shortfalls that are rounding in all are none.
        number, overdue = late if late.total > ROUNDING_TOLERANCE else NOTHING_LATE
        coming = due.first_from(standing.day)
        return Position(
            at=at,
            paid=standing.paid,
            balance=standing.open_total,
            payoff=_payoff(standing),
            overdue=overdue if has_days else None,
            overdue_since=standing.parts[0].due_on if number else None,
            overdue_instalments=number,
            next_due_on=coming.due_on if coming else None,
            next_amount=coming.total if coming else None,
            penalty=to_cents(standing.penalty),
            covered_at=standing.covered_at,
            overpaid=standing.overpaid,
            waived=standing.waived,
            refunded=standing.refunded,
        )


def _payoff(standing: Standing) -> Decimal:
    """What ends the loan, the penalty left out. A sum paid ahead is taken off as it is, without interest on it."""
    spared = standing.plan.interest_to_come(standing.day) + standing.plan.fees_to_come(standing.day)
    return max(ZERO, standing.open_total - spared + early_fee(standing)) if standing.open_total else ZERO


def _sum(parts: Sequence[OpenPart]) -> Decimal:
    return sum((part.total for part in parts), ZERO)
