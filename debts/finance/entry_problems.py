"""What is odd about entries: each with its field and reason. An odd entry is kept all the same: people do pay so.

916.80 paid, split on the receipt into 750.00 and 150.00  ->  agreed: does_not_add_up, 16.80 off
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal

from debts.finance.problems import Reason, money_problem
from debts.finance.types import LoanTerms, Payment, PaymentKind, Purpose


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """A field of an entry that cannot be right; ``figure`` is by how much, where that can be said."""

    payment_id: str
    field: str
    reason: Reason
    figure: Decimal | None = None


def check_payments(terms: LoanTerms, payments: Iterable[Payment], zone: tzinfo) -> tuple[EntryProblem, ...]:
    """Everything that is odd about the entries of a loan, in their order."""
    return tuple(problem for payment in payments for problem in _check(terms, payment, zone))


def _check(terms: LoanTerms, payment: Payment, zone: tzinfo) -> Iterator[EntryProblem]:
    reason = money_problem(payment.amount)
    if reason or not payment.amount:
        yield EntryProblem(payment.id, "amount", reason or Reason.NOT_POSITIVE)
        return
    if terms.drawn_on is not None and payment.paid_at.astimezone(zone).date() < terms.drawn_on:
        yield EntryProblem(payment.id, "paid_at", Reason.BEFORE_DRAWING)
    if payment.reversed_at is not None and payment.reversed_at < payment.paid_at:
        yield EntryProblem(payment.id, "reversed_at", Reason.BEFORE_PAYMENT)
    yield from _check_split(payment)


def _check_split(payment: Payment) -> Iterator[EntryProblem]:
    if payment.agreed is None:
        return
    if payment.agreed.total != payment.amount:
        yield EntryProblem(payment.id, "agreed", Reason.DOES_NOT_ADD_UP, payment.amount - payment.agreed.total)
    if min(payment.agreed) < 0:
        yield EntryProblem(payment.id, "agreed", Reason.NEGATIVE)
    is_early = payment.purpose in {Purpose.KEEP_TERM, Purpose.KEEP_INSTALMENT}
    if is_early or payment.kind not in {PaymentKind.PAYMENT, PaymentKind.WAIVER}:
        yield EntryProblem(payment.id, "agreed", Reason.NO_SPLIT_HERE)
