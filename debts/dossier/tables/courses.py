"""The rows that follow from the arithmetic: how loans stand, their schedules, and what each entry paid."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from debts.finance import Allocation, PaymentKind, Timeline, timeline
from debts.models import Loan, Repayment
from debts.queries import entries_of, settlement_of

Row = Sequence[Any]
_SPLIT = frozenset({PaymentKind.PAYMENT, PaymentKind.WAIVER})


def loan_rows(loans: Sequence[Loan], now: datetime, zone: tzinfo) -> Iterator[Row]:
    """Each loan with its terms and its figures; one that was settled owes nothing, whatever its plan asks."""
    for loan in loans:
        at, settlement = _course(loan, zone).at(now), settlement_of(loan)
        yield (
            *(loan.ref, loan.lender.name, loan.product, loan.contract_number, loan.currency),
            *(loan.principal, loan.received, loan.drawn_on, _rate(loan.annual_rate)),
            *(loan.get_repayment_method_display(), loan.term_months, loan.first_due_on, loan.get_role_display()),
            *(settlement.settled_at if settlement else at.covered_at, at.paid),
            *((Decimal(0), Decimal(0)) if settlement else (at.balance, at.overdue)),
            *(at.overpaid, loan.note),
        )


def schedule_rows(loans: Sequence[Loan], now: datetime, zone: tzinfo) -> Iterator[Row]:
    """Each instalment with what is still open of it."""
    for loan in loans:
        course = _course(loan, zone)
        parts = () if settlement_of(loan) else course.open_parts(now)
        left = {part.number: part.total for part in parts}
        for line in course.plan(now):
            yield (
                *(loan.ref, str(loan), loan.currency, line.number, line.due_on),
                *(line.principal, line.interest, line.fee, line.total, left.get(line.number, Decimal(0))),
            )


def entry_rows(loans: Sequence[Loan], now: datetime, zone: tzinfo) -> Iterator[Row]:
    """Each entry with the parts that it paid; none where it moved nothing, or was taken back since."""
    for loan in loans:
        booked = {one.payment.id: one for one in _course(loan, zone).allocations(now)}
        for row in loan.repayments_in_force:  # type: ignore[attr-defined]  # set by the prefetch
            yield _entry(loan, row, booked.get(row.ref))


def _entry(loan: Loan, row: Repayment, booked: Allocation | None) -> Row:
    parts = booked.parts if booked and booked.payment.kind in _SPLIT else None
    split = (parts.principal, parts.interest, parts.fee, parts.penalty) if parts else (None, None, None, None)
    return (
        *(loan.ref, str(loan), row.ref, row.paid_at, row.get_kind_display(), loan.currency, row.amount),
        *split,
        *(booked.overpaid if booked else None, row.get_method_display(), row.reference, row.reversed_at),
    )


def _course(loan: Loan, zone: tzinfo) -> Timeline:
    return timeline(loan.agreed, entries_of(loan), zone)


def _rate(rate: Decimal | None) -> Decimal | None:
    """A rate without the zeros that the column pads it with."""
    return None if rate is None else rate.normalize()
