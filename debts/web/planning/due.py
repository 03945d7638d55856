"""The rows of what is due, what the months cost, and the words for what is not counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from debts.dossier.dues import LeftOut, OpenLoans
from debts.finance import Due, MonthlyBurden, monthly_burden
from debts.models import Loan
from debts.wording import say_amount

MONTHS_AHEAD = 6
INCOME_CURRENCY = "CNY"

LEFT_OUT: Mapping[LeftOut, Any] = {
    LeftOut.GUARANTEED: _("您是担保人，按期还款的是借款人。"),
    LeftOut.NEXT_STATEMENT: _("最近一期账单已经过去，补上新的账单才知道下次要还多少。"),
    LeftOut.NO_DAYS: _("还款日不清楚，补上还款方式、期数和首期还款日就能算。"),
}


@dataclass(frozen=True, slots=True)
class DueRow:
    """A payment with the loan that it is for."""

    loan: Loan
    due: Due


@dataclass(frozen=True, slots=True)
class DueList:
    """What is overdue and what comes, in order of the days; the totals hold a sum for each currency, in words."""

    overdue: tuple[DueRow, ...]
    coming: tuple[DueRow, ...]

    @property
    def overdue_totals(self) -> list[str]:
        """What is overdue in all."""
        return totals_of(row.due for row in self.overdue)

    @property
    def coming_totals(self) -> list[str]:
        """What comes in all."""
        return totals_of(row.due for row in self.coming)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month with a sum for each currency; ``share`` is that of the income as a percentage, None where unknown."""

    month: date
    amounts: tuple[str, ...]
    share: int | None


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """An open loan that is not counted, and why."""

    loan: Loan
    why: Any


def due_list(loans: OpenLoans, weeks: int) -> DueList:
    """What is to be paid within so many weeks."""
    rows = [DueRow(loans.loan_of(due), due) for due in loans.due(weeks)]
    return DueList(
        overdue=tuple(row for row in rows if row.due.is_overdue),
        coming=tuple(row for row in rows if not row.due.is_overdue),
    )


def totals_of(dues: Iterable[Due]) -> list[str]:
    """A sum for each currency, third parties included; currencies are never added up."""
    sums: dict[str, Decimal] = {}
    for due in dues:
        sums[due.currency] = sums.get(due.currency, Decimal(0)) + due.amount + due.third_party
    return [say_amount(amount, currency) for currency, amount in sorted(sums.items())]


def month_rows(loans: OpenLoans, income: Decimal | None) -> list[MonthRow]:
    """What falls due in each of the coming months, and its share of the income where that is in the same money."""
    burdens = monthly_burden(loans.counted, loans.at, MONTHS_AHEAD)
    return [_month_row(month, list(rows), income) for month, rows in groupby(burdens, key=lambda one: one.month)]


def _month_row(month: date, burdens: Sequence[MonthlyBurden], income: Decimal | None) -> MonthRow:
    amounts = tuple(say_amount(burden.amount, burden.currency) for burden in burdens)
    shares = (burden.share_of(income) for burden in burdens if burden.currency == INCOME_CURRENCY)
    share = next(shares, None)
    return MonthRow(month, amounts, None if share is None else round(share * 100))


def left_out_rows(loans: OpenLoans) -> list[LeftOutRow]:
    """The open loans that add nothing to what is due."""
    return [LeftOutRow(loan, LEFT_OUT[reason]) for loan, reason in loans.left_out]
