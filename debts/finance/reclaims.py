"""Money that may be asked back: what was paid beyond everything owed, and payments that look made twice.

    the last 916.80 deducted by the lender and transferred by hand on the same day  ->  916.80 overpaid, paid twice

民法典 985 no. 3 is a reason for care: who pays a debt knowing that he owes nothing cannot ask for it back. Whether he
knew is not in the ledger, so what is shown is a sum and never a claim that will succeed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import takewhile

from debts.finance.money import ZERO
from debts.finance.timelines import Timeline
from debts.finance.types import Allocation, PaymentKind

CAUTION = "civil-code-985-1-3"  # the citation of the rulebook that goes with every such sum
# A deduction runs on the due day and may be tried again on the next; a transfer by hand beside it comes within days.
TWICE_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Twice:
    """Two payments of one sum within days, the second of which paid nothing that was due."""

    first_id: str
    second_id: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Reclaim:
    """``overpaid`` is what nothing was owed for and was not given back; ``ahead`` what paid instalments to come.

    Of the latter a lender may be asked to count it as an early repayment, or to give it back.
    """

    overpaid: Decimal
    ahead: Decimal
    twice: tuple[Twice, ...]
    caution: str = CAUTION

    def __bool__(self) -> bool:
        return bool(self.overpaid or self.twice)


def reclaim_of(timeline: Timeline, moment: datetime) -> Reclaim:
    """What may be asked back at the moment."""
    booked = [one for one in timeline.allocations(moment) if one.payment.kind is PaymentKind.PAYMENT]
    twice = tuple(_made_twice(booked))
    ahead = sum((one.ahead for one in booked if one.payment.id in {pair.second_id for pair in twice}), ZERO)
    return Reclaim(timeline.at(moment).overpaid, ahead, twice)


def _is_near(other: Allocation, one: Allocation) -> bool:
    return other.payment.paid_at - one.payment.paid_at <= TWICE_WITHIN


def _made_twice(booked: Sequence[Allocation]) -> Iterator[Twice]:
    """Pairs in order of time, each payment with the last one of the same sum before it."""
    for number, other in enumerate(booked):
        near = takewhile(partial(_is_near, other), reversed(booked[:number]))
        first = next((one for one in near if one.payment.amount == other.payment.amount), None)
        if first and other.ahead + other.overpaid == other.payment.amount:
            yield Twice(first.payment.id, other.payment.id, other.payment.amount)
