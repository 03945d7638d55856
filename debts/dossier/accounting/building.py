"""The book of a ledger: the entries of each loan, and what its accounts must hold at the end.

What became of each payment is asked of the loan's timeline, so the split is the one that the pages show.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from debts.dossier.accounting import loans, statements
from debts.dossier.accounting.case import Case
from debts.dossier.accounting.types import Balance, Book, Entry
from debts.dossier.facts import loan_label
from debts.finance import timeline
from debts.models import Loan
from debts.models.loans import LoanRole
from debts.queries import entries_of, settlement_of


def book_of(rows: Iterable[Loan], title: str, now: datetime, zone: tzinfo) -> Book:
    """The book of loans that came from ``queries.loans_of``, as known at ``now``.

    A loan that the owner only stands surety for is somebody else's debt and money: it is named and left out.
    """
    at, rows = now.astimezone(zone), list(rows)
    cases = [_case(loan, at, zone) for loan in rows if loan.role != LoanRole.GUARANTOR]
    others = [loan for loan in rows if loan.role == LoanRole.GUARANTOR]
    entries = [entry for case in cases for entry in _entries(case)]
    return Book(
        title=title,
        day=at.date(),
        preface=(*_preface(), *map(_left_out, others)),
        entries=tuple(sorted(entries, key=lambda entry: entry.day)),
        remarks=tuple(remark for case in cases for remark in loans.remarks(case)),
        balances=tuple(balance for case in cases for balance in _balances(case)),
    )


def _case(loan: Loan, at: datetime, zone: tzinfo) -> Case:
    settlement = settlement_of(loan)
    is_over = settlement is not None and settlement.settled_at <= at
    return Case(loan, timeline(loan.agreed, entries_of(loan), zone), at, settlement if is_over else None)


def _entries(case: Case) -> Iterator[Entry]:
    yield from statements.entries(case) if case.is_card else loans.entries(case)
    yield from loans.beside(case)


def _balances(case: Case) -> Iterable[Balance]:
    return statements.balances(case) if case.is_card else loans.balances(case)


def _preface() -> tuple[str, ...]:
    return (
        _("由结清导出。负债是还没还的本金；利息、费用和罚息在付的时候才记。"),
        _("Assets:Cash 是您自己的钱，账本不知道它原来有多少，所以余额可能是负数。"),
        _("末尾核对的余额就是账本所记：没还的本金，以及多付的钱。"),
    )


def _left_out(loan: Loan) -> str:
    return _("没有列入：%(loan)s（您是担保人，不是借款人）。") % {"loan": loan_label(loan)}
