"""What is to be paid over all open loans of an owner, and which loans cannot be counted and why.

The planning page, the calendar and the reminders all ask here, so that none of them knows of a payment that another
leaves out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from debts.finance import Due, Owing, due_within, timeline
from debts.models import Loan, User
from debts.models.loans import LoanRole
from debts.queries import entries_of, loans_of, settlement_of


class LeftOut(StrEnum):
    """Why an open loan adds nothing to what is due."""

    GUARANTEED = "guaranteed"  # the borrower pays, not the owner
    NEXT_STATEMENT = "next_statement"  # a card whose next statement is not on record
    NO_DAYS = "no_days"  # terms that do not tell the due days


@dataclass(frozen=True, slots=True)
class OpenLoans:
    """The open loans of one owner at a moment of their own clock: those counted, and the others with the reason.

    A loan without known days is counted too: nothing of it is ever due, yet it can be planned with.
    """

    at: datetime
    loans: Mapping[str, Loan]
    counted: tuple[Owing, ...]
    left_out: tuple[tuple[Loan, LeftOut], ...]

    @property
    def today(self) -> date:
        """The owner's day."""
        return self.at.date()

    def last_day(self, weeks: int) -> date:
        """The last day of so many weeks from now."""
        return self.today + timedelta(weeks=weeks)

    def due(self, weeks: int) -> tuple[Due, ...]:
        """What is overdue and what falls due within so many weeks."""
        return due_within(self.counted, self.at, weeks)

    def due_in_days(self, days: int) -> tuple[Due, ...]:
        """What falls due today or within so many days; what is overdue is not among it."""
        last = self.today + timedelta(days=days)
        return tuple(due for due in self.due(days // 7 + 1) if not due.is_overdue and self.today <= due.due_on <= last)

    def loan_of(self, due: Due) -> Loan:
        """The loan that a payment is for."""
        return self.loans[due.loan_id]


def open_loans(owner: User, now: datetime, zone: tzinfo) -> OpenLoans:
    """See which loans are open at ``now``; costs one query for each kind of fact."""
    at = now.astimezone(zone)
    loans = {loan.ref: loan for loan in loans_of(owner)}
    courses = {ref: timeline(loan.agreed, entries_of(loan), zone) for ref, loan in loans.items()}
    owings = [
        Owing(ref, loan.currency, courses[ref])
        for ref, loan in loans.items()
        if settlement_of(loan) is None and not courses[ref].at(at).is_covered
    ]
    reasons = {owing.loan_id: left_out(loans[owing.loan_id], owing, at) for owing in owings}
    return OpenLoans(
        at=at,
        loans=loans,
        counted=tuple(owing for owing in owings if reasons[owing.loan_id] is not LeftOut.GUARANTEED),
        left_out=tuple((loans[ref], reason) for ref, reason in reasons.items() if reason),
    )


def left_out(loan: Loan, owing: Owing, at: datetime) -> LeftOut | None:
    """Why nothing can be said to be due of an open loan; None where something can."""
    if loan.role == LoanRole.GUARANTOR:
        return LeftOut.GUARANTEED
    parts = owing.timeline.open_parts(at)
    if any(part.due_on for part in parts):
        return None
    if owing.timeline.terms.statements:
        return LeftOut.NEXT_STATEMENT
    return LeftOut.NO_DAYS if parts else None
