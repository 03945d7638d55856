"""How each way of paying back splits a principal over its instalments, without days.

    12000 at 1 % a period over 12 periods, equal instalments  ->  1066.19 each, the first with 120.00 of interest

The formulas are those that banks print: 等额本息, the annuity P·r / (1 - (1 + r)^-n); 等额本金, P / n with interest on
what is left. Every instalment is rounded to the cent and the last one takes the rest of the principal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from debts.finance.money import CENT, ZERO, to_cents
from debts.finance.types import RepaymentMethod


class Share(NamedTuple):
    """Principal, interest and fee of one instalment, before it has a day."""

    principal: Decimal
    interest: Decimal
    fee: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be split: a principal over as many periods as there are ``rates``.

    ``level`` is a sum that each instalment should have (of an equal instalment) or its principal (of equal parts); then
    fewer instalments may do. ``original`` is the principal at the start, on which a flat fee stays.
    """

    principal: Decimal
    rates: Sequence[Decimal]
    original: Decimal
    level: Decimal | None = None


def split(method: RepaymentMethod, task: Task) -> list[Share]:
    """The instalments of a task; nothing follows after the one that pays the last of the principal."""
    shares = SPLITS[method](task)
    last = max((number for number, share in enumerate(shares) if share.principal), default=len(shares) - 1)
    return shares[: last + 1]


def _equal_instalment(task: Task) -> list[Share]:
    payment = annuity(task.principal, task.rates) if task.level is None else task.level
    shares, still_open = [], task.principal
    for rate in task.rates[:-1]:
        interest = to_cents(still_open * rate)
        part = min(max(payment - interest, ZERO), still_open)
        shares.append(Share(part, interest))
        still_open -= part
    return [*shares, Share(still_open, to_cents(still_open * task.rates[-1]))]


def annuity(principal: Decimal, rates: Sequence[Decimal]) -> Decimal:
    """The level sum that pays the principal off, to the cent; over unequal periods by their discounts."""
    if not any(rates):
        return to_cents(principal / len(rates))
    if rates.count(rates[0]) == len(rates):
        return to_cents(principal * rates[0] / (1 - (1 + rates[0]) ** -len(rates)))
    discount, discounts = Decimal(1), Decimal(0)
    for rate in rates:
        discount /= 1 + rate
        discounts += discount
    return to_cents(principal / discounts)


def _equal_principal(task: Task) -> list[Share]:
    shares, still_open = [], task.principal
    for part, rate in zip(equal_parts(task.principal, len(task.rates), task.level), task.rates, strict=True):
        shares.append(Share(part, to_cents(still_open * rate)))
        still_open -= part
    return shares


def _interest_only(task: Task) -> list[Share]:
    shares = [Share(ZERO, to_cents(task.principal * rate)) for rate in task.rates]
    return [*shares[:-1], Share(task.principal, shares[-1].interest)]


def _flat_fee(task: Task) -> list[Share]:
    parts = equal_parts(task.principal, len(task.rates), task.level)
    return [Share(part, to_cents(task.original * rate)) for part, rate in zip(parts, task.rates, strict=True)]


def equal_parts(total: Decimal, count: int, part: Decimal | None = None) -> list[Decimal]:
    """Equal parts, rounded down to the cent so that the last one, which takes the rest, is never below nothing.

    With a ``part`` that is larger, the total may be used up before the last.
    """
    each = (total / count).quantize(CENT, rounding=ROUND_DOWN) if part is None else part
    if each * (count - 1) <= total:
        return [*[each] * (count - 1), total - each * (count - 1)]
    full = int(total / each)
    return [*[each] * full, total - each * full, *[ZERO] * (count - full - 1)]


SPLITS: dict[RepaymentMethod, Callable[[Task], list[Share]]] = {
    RepaymentMethod.EQUAL_INSTALMENT: _equal_instalment,
    RepaymentMethod.EQUAL_PRINCIPAL: _equal_principal,
    RepaymentMethod.INTEREST_ONLY: _interest_only,
    RepaymentMethod.BULLET: _interest_only,
    RepaymentMethod.FLAT_FEE: _flat_fee,
}
