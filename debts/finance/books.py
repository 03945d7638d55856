"""The books of one loan: each entry in order of time makes a new standing of what is open.

    916.80 due on 5 February, 900 paid that day  ->  16.80 of principal open, overdue from the 6th

Payments, waivers and refunds are swept once. An agreed early repayment makes a new plan for what is to come.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import accumulate, chain
from typing import NamedTuple

from debts.finance.allocation import THE_PENALTY, Pouring, due_places, line_places
from debts.finance.money import ZERO, to_cents
from debts.finance.plans import Plan, as_open, can_be_replanned, replanned
from debts.finance.types import (
    NOTHING,
    Allocation,
    AllocationOrder,
    OpenPart,
    Parts,
    Payment,
    PaymentKind,
    PenaltyBase,
    Purpose,
)

# Lenders round every instalment in their own way; a shortfall of up to a yuan in all is rounding and no debt.
ROUNDING_TOLERANCE = Decimal("1.00")


class Standing(NamedTuple):
    """What is open after some entries; penalty and running interest are exact until they are paid or shown."""

    plan: Plan
    parts: tuple[OpenPart, ...]
    open_total: Decimal
    day: date
    penalty: Decimal = ZERO
    running: Decimal = ZERO
    paid: Decimal = ZERO
    waived: Decimal = ZERO
    refunded: Decimal = ZERO
    overpaid: Decimal = ZERO
    covered_at: datetime | None = None
    last: Allocation | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the terms say about time and money. Rates are fractions a day.

    ``interest_rate`` is that of an account without a schedule. ``is_knowable`` is False where the terms do not say all
    that they ask, so that nothing can be known to be covered.
    """

    zone: tzinfo
    penalty_rate: Decimal = ZERO
    penalty_base: PenaltyBase = PenaltyBase.OVERDUE
    grace: timedelta = timedelta(0)
    interest_rate: Decimal = ZERO
    order: AllocationOrder = AllocationOrder.INSTALMENTS
    is_knowable: bool = True

    def is_overdue(self, part: OpenPart, day: date) -> bool:
        """Whether a part's due day and the days of grace have gone by: due on the 5th is overdue from the 6th."""
        return part.due_on is not None and part.due_on + self.grace < day


def sweep(opening: Standing, entries: Iterable[Payment], rules: Rules) -> list[Standing]:
    """The standing before the first of the entries, given in order of time, and after each of them."""
    return list(accumulate(entries, lambda standing, entry: receive(standing, entry, rules), initial=opening))


def receive(standing: Standing, entry: Payment, rules: Rules) -> Standing:
    """The standing after an entry."""
    now = _to_cents(grow(standing, entry.paid_at.astimezone(rules.zone).date(), rules))
    after = HANDLERS[entry.kind](now, entry, rules)
    if after.covered_at or not rules.is_knowable or after.open_total + after.penalty > ROUNDING_TOLERANCE:
        return after
    return after._replace(covered_at=entry.paid_at)


def grow(standing: Standing, day: date, rules: Rules) -> Standing:
    """The standing on a later day, with the penalty and interest of the days since; on an earlier one unchanged."""
    if day <= standing.day:
        return standing
    if standing.covered_at or not (rules.penalty_rate or rules.interest_rate):
        return standing._replace(day=day)
    return standing._replace(
        day=day,
        penalty=standing.penalty + _late_days_of_money(standing, day, rules) * rules.penalty_rate,
        running=standing.running + _interest(standing, day, rules),
    )


def _interest(standing: Standing, day: date, rules: Rules) -> Decimal:
    if not rules.interest_rate:
        return ZERO
    return sum((part.principal for part in standing.parts), ZERO) * rules.interest_rate * (day - standing.day).days


def _late_days_of_money(standing: Standing, day: date, rules: Rules) -> Decimal:
    """Each overdue sum times its days since the last event. Within the grace nothing runs, after it all days count."""
    total = ZERO
    for part in standing.parts:
        if part.due_on is None or not rules.is_overdue(part, day):
            break
        since = max(standing.day, part.due_on) if rules.is_overdue(part, standing.day) else part.due_on
        base = part.total if rules.penalty_base is PenaltyBase.OVERDUE else part.principal
        total += base * (day - since).days
    return total


def _to_cents(standing: Standing) -> Standing:
    """What ran up, as it is written down when an entry comes."""
    if not standing.penalty and not standing.running:
        return standing
    penalty, interest = to_cents(standing.penalty), to_cents(standing.running)
    if not interest or not standing.parts:
        return standing._replace(penalty=penalty, running=ZERO)
    first = standing.parts[0]
    parts = (first._replace(interest=first.interest + interest), *standing.parts[1:])
    return standing._replace(penalty=penalty, running=ZERO, parts=parts, open_total=standing.open_total + interest)


def _pay(standing: Standing, entry: Payment, rules: Rules) -> Standing:
    paid = standing._replace(paid=standing.paid + entry.amount)
    if entry.purpose is Purpose.PAYOFF:
        return _pay_off(paid, entry, rules)
    if entry.purpose is not Purpose.REGULAR and can_be_replanned(standing.plan):
        return _prepay(paid, entry, rules)
    pouring, left = _poured(paid, entry, rules)
    return _booked(paid, pouring, pouring.allocation(entry, left))


def _poured(standing: Standing, entry: Payment, rules: Rules) -> tuple[Pouring, Decimal]:
    """The payment put where it belongs, and what nothing was owed for."""
    pouring = Pouring(standing.parts, standing.penalty, standing.day)
    split = _usable_split(entry)
    left = pouring.put_agreed(split, uses_up=True)
    return pouring, left + pouring.put_all(entry.amount - split.total, rules.order)


def _usable_split(entry: Payment) -> Parts:
    """The agreed split, but for one that takes more than was paid: nobody can tell which part of it is meant."""
    split = entry.agreed or NOTHING
    return split if split.total <= entry.amount and min(split) >= 0 else NOTHING


def _booked(standing: Standing, pouring: Pouring, allocation: Allocation) -> Standing:
    return standing._replace(
        parts=pouring.parts,
        penalty=pouring.penalty,
        open_total=standing.open_total - pouring.off_lines,
        overpaid=standing.overpaid + allocation.overpaid,
        last=allocation,
    )


def _pay_off(standing: Standing, entry: Payment, rules: Rules) -> Standing:
    """A payoff ends the loan if it is enough; else it is a payment like any other, and the gap shows."""
    pouring, left = _poured(standing, entry, rules)
    paid = _booked(standing, pouring, pouring.allocation(entry, left))
    if entry.agreed:
        is_enough = pouring.principal <= ROUNDING_TOLERANCE
        return paid._replace(parts=(), open_total=ZERO, penalty=ZERO) if is_enough else paid
    asked = payoff_parts(standing)
    if asked.total > entry.amount + ROUNDING_TOLERANCE:
        return paid
    short = max(ZERO, asked.total - entry.amount)
    parts = asked._replace(principal=asked.principal - short)
    return standing._replace(
        parts=(),
        penalty=ZERO,
        open_total=ZERO,
        overpaid=standing.overpaid + entry.amount - parts.total,
        last=Allocation(
            entry, parts, entry.amount - parts.total, numbers=tuple(part.number for part in standing.parts)
        ),
    )


def payoff_parts(standing: Standing) -> Parts:
    """What ends the loan on the day of the standing. Interest is below nothing where it was paid ahead."""
    plan, day, parts = standing.plan, standing.day, standing.parts
    principal = sum((part.principal for part in parts), ZERO)
    interest = sum((part.interest for part in parts), ZERO) + to_cents(standing.running)
    fee = sum((part.fee for part in parts), ZERO)
    asked = Parts(
        fee - plan.fees_to_come(day) + early_fee(standing),
        to_cents(standing.penalty),
        interest - plan.interest_to_come(day),
        principal,
    )
    return asked if asked.total >= 0 else Parts()


def early_fee(standing: Standing) -> Decimal:
    """What the lender takes for a payoff before the end, by the terms."""
    rate = standing.plan.terms.early_fee_rate
    if not rate:
        return ZERO
    coming = (part.principal for part in standing.parts if not part.is_due_by(standing.day))
    return to_cents(sum(coming, ZERO) * rate)


def _prepay(standing: Standing, entry: Payment, rules: Rules) -> Standing:
    """What is due is paid first; the rest lowers the principal, and the plan to come is made anew.

    Money that had been paid ahead on a part of the running line joins in: as principal, not as interest of later.
    """
    pouring = Pouring(standing.parts, standing.penalty, standing.day)
    left = pouring.put(entry.amount, due_places(rules.order, pouring.due))
    coming = standing.parts[pouring.due :]
    principal = sum((part.principal for part in coming), ZERO)
    ahead = _paid_ahead(standing.plan, coming)
    lowered = principal - left - ahead.total
    if not coming or not left or lowered <= 0:
        return _pay_off(standing, entry, rules)
    index = coming[0].number - 1
    plan = replanned(standing.plan, index, lowered, standing.day, entry.purpose)
    parts = (*(part for part in pouring.parts if part.is_due_by(standing.day)), *map(as_open, plan.lines[index:]))
    put = Parts(-ahead.fee, ZERO, -ahead.interest, left + ahead.total)
    return standing._replace(
        plan=plan,
        parts=parts,
        penalty=pouring.penalty,
        open_total=sum((part.total for part in parts), ZERO),
        last=pouring.allocation(entry, more=put),
    )


def _paid_ahead(plan: Plan, coming: tuple[OpenPart, ...]) -> Parts:
    """Fee and interest that were paid on lines to come which are not paid in full."""
    lines = [plan.lines[part.number - 1] for part in coming]
    return Parts(
        fee=sum((line.fee - part.fee for line, part in zip(lines, coming, strict=True)), ZERO),
        interest=sum((line.interest - part.interest for line, part in zip(lines, coming, strict=True)), ZERO),
    )


def _waive(standing: Standing, entry: Payment, _: Rules) -> Standing:
    """Penalty goes first, for that is what lenders let go of; more than what is owed cannot be waived."""
    pouring = Pouring(standing.parts, standing.penalty, standing.day)
    if entry.agreed is None:
        pouring.put(entry.amount, chain((THE_PENALTY,), line_places(0, len(standing.parts))))
    else:
        pouring.put_agreed(_usable_split(entry), uses_up=False)
    allocation = pouring.allocation(entry)
    return _booked(standing, pouring, allocation)._replace(waived=standing.waived + allocation.parts.total)


def _refund(standing: Standing, entry: Payment, _: Rules) -> Standing:
    """Overpaid money comes back first. What goes beyond is a favour and revives no debt.

    A lender who wants a payment undone takes it back: that is a reversal of the payment, not a refund.
    """
    back = min(standing.overpaid, entry.amount)
    return standing._replace(
        overpaid=standing.overpaid - back,
        refunded=standing.refunded + entry.amount,
        last=Allocation(entry, overpaid=-back, returned=entry.amount - back),
    )


HANDLERS: dict[PaymentKind, Callable[[Standing, Payment, Rules], Standing]] = {
    PaymentKind.PAYMENT: _pay,
    PaymentKind.WAIVER: _waive,
    PaymentKind.REFUND: _refund,
}
