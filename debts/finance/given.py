"""A plan that was copied line by line: from an app, where often only days and totals are shown.

    10000 drawn on 5 January, 12 lines of 916.80  ->  the same lines with principal and interest told apart

Where a line says only its total, interest is told apart at the one rate at which the totals pay the loan off.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from debts.finance.money import ZERO, to_cents
from debts.finance.rates import DAYS_OF_YEAR, CostRate, rate_of
from debts.finance.types import GivenInstalment, Instalment, LoanTerms

A_MONTH = timedelta(days=30)


def given_plan(terms: LoanTerms) -> tuple[Instalment, ...]:
    """The copied lines in order of their days; empty where they do not pay just the principal back."""
    lines = sorted(terms.given, key=lambda line: line.due_on)
    principal = to_cents(terms.principal)
    parts = _as_copied(lines)
    if parts is None:
        parts = _told_apart(principal, terms.drawn_on or lines[0].due_on - A_MONTH, lines)
    if sum(part for part, _ in parts) != principal or any(min(part) < 0 for part in parts):
        return ()
    return tuple(
        Instalment(number, line.due_on, part, interest, to_cents(line.fee))
        for number, (line, (part, interest)) in enumerate(zip(lines, parts, strict=True), start=1)
    )


def _as_copied(lines: Sequence[GivenInstalment]) -> list[tuple[Decimal, Decimal]] | None:
    """Principal and interest of each line where every line tells one of them."""
    parts = [_parts_of(line) for line in lines]
    known = [part for part in parts if part is not None]
    return known if len(known) == len(lines) else None


def _parts_of(line: GivenInstalment) -> tuple[Decimal, Decimal] | None:
    rest = to_cents(line.total) - to_cents(line.fee)
    if line.principal is not None:
        return to_cents(line.principal), rest - to_cents(line.principal)
    return None if line.interest is None else (rest - to_cents(line.interest), to_cents(line.interest))


def _told_apart(principal: Decimal, start: date, lines: Sequence[GivenInstalment]) -> list[tuple[Decimal, Decimal]]:
    """Interest at the rate of all the lines, on what is left of the principal; the last line takes the rest."""
    sums = [to_cents(line.total) - to_cents(line.fee) for line in lines]
    growths = _growths(principal, start, lines, sums)
    parts, still_open, interest_left = [], principal, sum(sums, ZERO) - principal
    for total, growth in zip(sums[:-1], growths, strict=False):
        # Cents rounded up line by line can pass the whole interest, and would leave the last line less than none.
        interest = min(total, interest_left, max(to_cents(still_open * growth), total - still_open))
        parts.append((total - interest, interest))
        still_open -= total - interest
        interest_left -= interest
    return [*parts, (still_open, sums[-1] - still_open)]


def _growths(
    principal: Decimal, start: date, lines: Sequence[GivenInstalment], sums: Sequence[Decimal]
) -> list[Decimal]:
    """What a yuan grows by in each period; nothing where the lines cost nothing or no rate explains them."""
    flows = [(start, principal), *((line.due_on, -total) for line, total in zip(lines, sums, strict=True))]
    rate = rate_of(flows)
    log = math.log1p(float(rate.effective)) if isinstance(rate, CostRate) and rate.effective > 0 else 0.0
    days = [start, *(line.due_on for line in lines)]
    spans = [(day - before).days for before, day in pairwise(days)]
    return [Decimal(math.expm1(log * max(0, span) / DAYS_OF_YEAR)) for span in spans] if log else [ZERO] * len(lines)
