"""Lines of the lists on a loan's page, with their words ready."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.formats import date_format

from debts.dossier.moments import is_day_only
from debts.models import Repayment
from debts.web.loans.standing import LoanStanding, payment_remarks, repayments_of


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """A repayment with what is odd about it."""

    repayment: Repayment
    when: str
    remarks: list[str]


def repayment_rows(standing: LoanStanding, zone: tzinfo) -> list[RepaymentRow]:
    """The repayments of a loan, latest first."""
    loan, settlement = standing.loan, standing.settlement
    return [
        RepaymentRow(row, when(row.paid_at, zone), payment_remarks(loan, settlement, row.paid_at, zone))
        for row in reversed(repayments_of(loan))
    ]


def when(moment: datetime, zone: tzinfo) -> str:
    """A moment for people; the end of a day is a day of which the time is not known."""
    return date_format(moment.astimezone(zone), "DATE_FORMAT" if is_day_only(moment, zone) else "DATETIME_FORMAT")
