"""The entries of a card or revolving credit: payments on the balance, and what each statement adds to it.

    statement of 3000, 500 paid, the next statement 2800  ->  card spending 3000, then 300

What the card was used for is not on record, so a statement brings the debt to its own balance in one sum.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from debts.dossier.accounting.case import NOTHING, Case
from debts.dossier.accounting.loans import LET_GO, text_of
from debts.dossier.accounting.names import CASH
from debts.dossier.accounting.types import Balance, Entry
from debts.finance import Payment, PaymentKind, Statement, to_cents
from debts.models import Settlement


def entries(case: Case) -> Iterator[Entry]:
    """Payments and statements in order of their days; of one day the statement comes last, for it knows of both."""
    owed = NOTHING
    for event in _events(case):
        if isinstance(event, Statement):
            entry = _statement(case, event, to_cents(event.balance) - owed)
            owed = to_cents(event.balance)
        else:
            entry = _payment(case, event)
            owed += event.amount if event.kind is PaymentKind.REFUND else -event.amount
        if entry.postings:
            yield entry
    if case.settlement and owed > 0:
        yield _written_off(case, case.settlement, owed)


def balances(case: Case) -> Iterator[Balance]:
    """What the last statement left open, less what was paid since; nothing is said where no statement is known."""
    if any(one.day <= case.at.date() for one in case.course.terms.statements):
        owed = NOTHING if case.is_over else case.position.balance
        yield case.balance(case.names.loan, case.position.overpaid - owed)


def _events(case: Case) -> list[Payment | Statement]:
    paid: list[Payment | Statement] = [one.payment for one in case.course.allocations(case.at)]
    known = [one for one in case.course.terms.statements if one.day <= case.at.date()]
    return sorted([*paid, *known], key=lambda event: _place(case, event))


def _place(case: Case, event: Payment | Statement) -> tuple[date, int, date]:
    if isinstance(event, Statement):
        return event.day, 1, event.due_on
    day = case.day(event.paid_at)
    return day, 0, day


def _payment(case: Case, one: Payment) -> Entry:
    against = {
        PaymentKind.PAYMENT: (CASH, -one.amount),
        PaymentKind.WAIVER: (case.names.waived, -one.amount),
        PaymentKind.REFUND: (CASH, one.amount),
    }[one.kind]
    return case.entry(case.day(one.paid_at), text_of(one), (case.names.loan, -against[1]), against, ref=one.id)


def _statement(case: Case, one: Statement, more: Decimal) -> Entry:
    return case.entry(one.day, _("账单"), (case.names.spending, more), (case.names.loan, -more))


def _written_off(case: Case, settlement: Settlement, owed: Decimal) -> Entry:
    account = case.names.waived if settlement.basis in LET_GO else case.names.unexplained
    text = _("结清时账本里没有还款记录的欠款")
    return case.entry(case.day(settlement.settled_at), text, (case.names.loan, owed), (account, -owed))
