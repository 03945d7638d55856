"""Lines of the lists on a loan's page, with their words ready."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from debts.finance import Allocation, AllocationOrder, Parts, PaymentKind, check_payments
from debts.finance.moments import is_day_only
from debts.models import Repayment
from debts.web.loans.standing import LoanStanding, payment_remarks, repayments_of
from debts.wording import say_amount
from debts.wording.finance import PARTS, say_entry_problem


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """An entry, where its money went and by which rule, and what is odd about it."""

    repayment: Repayment
    when: str
    remarks: list[str]
    split: tuple[str, ...] = ()
    rule: str = ""
    is_undone: bool = False


def repayment_rows(standing: LoanStanding, zone: tzinfo) -> list[RepaymentRow]:
    """The entries of a loan, latest first."""
    now = standing.position.at
    booked = {one.payment.id: one for one in standing.course.allocations(now)}
    return [_row(standing, row, booked.get(row.ref), zone) for row in reversed(repayments_of(standing.loan))]


def _row(standing: LoanStanding, row: Repayment, booked: Allocation | None, zone: tzinfo) -> RepaymentRow:
    loan, is_undone = standing.loan, row.entry.is_undone_by(standing.position.at)
    remarks = [] if is_undone else payment_remarks(loan, standing.settlement, row.paid_at, zone)
    return RepaymentRow(
        row,
        when(row.paid_at, zone),
        [*remarks, *_odd(standing, row, zone), *_without_effect(row, is_undone=is_undone, zone=zone)],
        tuple(_split(booked, loan.currency)) if booked else (),
        _rule(standing, row) if booked and row.entry.kind is PaymentKind.PAYMENT else "",
        is_undone or row.entry.kind is PaymentKind.FAILED,
    )


def _odd(standing: LoanStanding, row: Repayment, zone: tzinfo) -> list[str]:
    """What cannot be right about an entry that came by another way than the form; its time is remarked on already."""
    problems = check_payments(standing.course.terms, [row.entry], zone)
    return [say_entry_problem(one, standing.loan.currency) for one in problems if one.field != "paid_at"]


def _without_effect(row: Repayment, *, is_undone: bool, zone: tzinfo) -> Iterator[str]:
    if is_undone and row.reversed_at:
        yield _("这笔钱在 %(when)s 被退回，从那时起不再算作已还。") % {"when": when(row.reversed_at, zone)}
    if row.entry.kind is PaymentKind.FAILED:
        yield _("扣款没有成功，不算作已还。")
    if row.entry.kind is PaymentKind.THIRD_PARTY:
        yield _("付给第三方的钱不抵这笔借款，但会算进真实成本。")


def _split(booked: Allocation, currency: str) -> Iterator[str]:
    """Where the money went, by parts. One is below nothing where interest paid ahead was put on principal."""
    for name in Parts._fields:
        part: Decimal = getattr(booked.parts, name)
        if part:
            yield f"{PARTS[name]} {say_amount(part, currency)}"
    if booked.overpaid > 0:
        yield _("多付 %(sum)s") % {"sum": say_amount(booked.overpaid, currency)}
    if booked.overpaid < 0:
        yield _("退回多付的 %(sum)s") % {"sum": say_amount(-booked.overpaid, currency)}


def _rule(standing: LoanStanding, row: Repayment) -> str:
    """By which rule the money was put where it is."""
    if standing.is_revolving:
        return ""
    if row.agreed is not None and row.agreed.total == row.amount:
        return _("按凭证上的明细")
    if row.purpose:
        return row.get_purpose_display()
    if standing.course.terms.order is AllocationOrder.LAW:
        return _("按民法典第561条：先费用、再利息、后本金")
    return _("先还到期最早的一期")


def when(moment: datetime, zone: tzinfo) -> str:
    """A moment for people; the end of a day is a day of which the time is not known."""
    return date_format(moment.astimezone(zone), "DATE_FORMAT" if is_day_only(moment, zone) else "DATETIME_FORMAT")
