"""Which part of a loan an entry pays, instalment by instalment.

By default (``AllocationOrder.INSTALMENTS``) a payment first meets the instalments that are due, the oldest first and
in each the fee, the interest and the principal; then the penalty run up so far; then the instalments to come. Penalty
comes after what is due because lenders often waive it: a sum paid on a due instalment must not turn into a new arrear.
By the order of the law (民法典 561: costs, interest, principal; ``AllocationOrder.LAW``) it meets the fees of all that
is due, then their interest and the penalty, which is interest too, then their principal. What is owed in all is the
same either way. A split that lender and borrower agreed on, as a receipt shows it, goes before both.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from debts.finance.money import ZERO
from debts.finance.types import NOTHING, Allocation, AllocationOrder, OpenPart, Parts, Payment

FEE, PENALTY, INTEREST, PRINCIPAL = Parts._fields
OF_A_LINE = (FEE, INTEREST, PRINCIPAL)

Place = tuple[int, str]
THE_PENALTY: Place = (-1, PENALTY)


def due_count(parts: Sequence[OpenPart], day: date) -> int:
    """How many of the parts, which are in order of their days, are due by the day."""
    for number, part in enumerate(parts):
        if not part.is_due_by(day):
            return number
    return len(parts)


def due_places(order: AllocationOrder, due: int) -> Iterator[Place]:
    """Where a payment goes first: what is due, with the penalty."""
    if order is AllocationOrder.LAW:
        yield from ((number, kind) for kind in (FEE, INTEREST) for number in range(due))
        yield THE_PENALTY
        yield from ((number, PRINCIPAL) for number in range(due))
        return
    yield from line_places(0, due)
    yield THE_PENALTY


def line_places(first: int, count: int) -> Iterator[Place]:
    """The lines from a place on, one after the other."""
    return ((number, kind) for number in range(first, count) for kind in OF_A_LINE)


def places_of(kind: str, count: int) -> Iterator[Place]:
    """One kind of sum in all lines."""
    return iter([THE_PENALTY]) if kind == PENALTY else ((number, kind) for number in range(count))


class Pouring:
    """An entry being put on what is open. It changes as it goes and lives for one entry only."""

    def __init__(self, parts: tuple[OpenPart, ...], penalty: Decimal, day: date) -> None:
        self.penalty = penalty
        self.due = due_count(parts, day)
        self.taken = dict.fromkeys(Parts._fields, ZERO)
        self.off_lines = ZERO
        self.ahead = ZERO
        self._before = parts
        self._changed: dict[int, OpenPart] = {}

    def put(self, amount: Decimal, places: Iterator[Place]) -> Decimal:
        """Put the amount on the places in turn; answers what is left of it."""
        for number, kind in places:
            if not amount:
                break
            amount -= self._put_on_penalty(amount) if kind == PENALTY else self._put_on_line(number, kind, amount)
        return amount

    def put_all(self, amount: Decimal, order: AllocationOrder) -> Decimal:
        """Put the amount on what is due and then on what is to come; answers what is left of it."""
        left = self.put(amount, due_places(order, self.due))
        return self.put(left, line_places(self.due, len(self._before)))

    def put_agreed(self, agreed: Parts, *, uses_up: bool) -> Decimal:
        """Put each sum on its own kind; answers what is left.

        A receipt (``uses_up``) tells where fee, penalty and interest went even where the terms ask for less of them;
        only principal can be too much. Of a waiver there is no more than what was owed.
        """
        left = ZERO
        for kind, amount in zip(Parts._fields, agreed, strict=True):
            rest = self.put(amount, places_of(kind, len(self._before)))
            if uses_up and kind != PRINCIPAL:
                self.taken[kind] += rest
            else:
                left += rest
        return left

    @property
    def parts(self) -> tuple[OpenPart, ...]:
        """What is still open; only lines that were touched can have been paid off."""
        last = max(self._changed, default=-1) + 1
        front = (self._changed.get(number, self._before[number]) for number in range(last))
        return tuple(part for part in front if part.total) + self._before[last:]

    @property
    def principal(self) -> Decimal:
        """The principal that is still open."""
        return sum((part.principal for part in self.parts), ZERO)

    def allocation(self, payment: Payment, overpaid: Decimal = ZERO, more: Parts = NOTHING) -> Allocation:
        """What became of the entry; ``more`` is what it paid beside the lines."""
        parts = Parts(*(self.taken[kind] + extra for kind, extra in zip(Parts._fields, more, strict=True)))
        numbers = tuple(part.number for part in self._changed.values() if part.number)
        return Allocation(payment, parts, overpaid, ahead=self.ahead, numbers=numbers)

    def _put_on_penalty(self, amount: Decimal) -> Decimal:
        sum_ = min(self.penalty, amount)
        self.penalty -= sum_
        self.taken[PENALTY] += sum_
        return sum_

    def _put_on_line(self, number: int, kind: str, amount: Decimal) -> Decimal:
        part = self._changed.get(number) or self._before[number]
        here: Decimal = getattr(part, kind)
        sum_ = min(here, amount)
        if sum_:
            self._changed[number] = part.less(kind, sum_)
            self.taken[kind] += sum_
            self.off_lines += sum_
            self.ahead += sum_ if number >= self.due else ZERO
        return sum_
