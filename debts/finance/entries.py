"""The entries of a loan in the one order in which they count, however they were entered."""

from collections.abc import Iterable

from debts.finance.types import Payment, PaymentKind

# Of what happened at one moment, money comes in before a waiver is worked out, and goes back last.
COUNTED = (PaymentKind.PAYMENT, PaymentKind.WAIVER, PaymentKind.REFUND)


def in_order(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """The entries that move the books, in order of time; what else tells two of one moment apart settles their order.

    Entries of nothing are left out, and so is what never went through, went to a third party, or was taken back before
    it came.
    """
    return tuple(sorted(filter(_counts, payments), key=_place))


def _counts(payment: Payment) -> bool:
    return payment.amount > 0 and payment.kind in COUNTED and not payment.is_undone_by(payment.paid_at)


def _place(payment: Payment) -> tuple[object, ...]:
    return (
        payment.paid_at,
        COUNTED.index(payment.kind),
        payment.amount,
        payment.id,
        payment.purpose,
        payment.agreed or (),
        payment.reversed_at is None,
        payment.reversed_at or payment.paid_at,
    )
