"""One payment to a lender with whom there are several loans: which of them it pays.

    1000 for two loans, 600 due on one since March, 700 on the other since April  ->  600 and 400

民法典 560: the debtor says which; else what is due first; of that what is least secured, then what weighs heaviest,
then what fell due earliest, and equal ones by their share. Of each loan what is due and what is to come are two debts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import groupby

from debts.finance.money import CENT, ZERO


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one loan asks at the time of the payment: what is due by then, and what is to come.

    ``since`` is the earliest due day that is open; ``annual_rate`` tells how heavy the debt weighs; ``is_secured`` says
    whether somebody or something stands in for it. What is unknown counts as light, as unsecured and as late.
    """

    loan_id: str
    due: Decimal
    coming: Decimal = ZERO
    since: date | None = None
    annual_rate: Decimal | None = None
    is_secured: bool = False


@dataclass(frozen=True, slots=True)
class Distribution:
    """The sum for each loan, in the order in which they were given, and what nothing was owed for."""

    sums: tuple[tuple[str, Decimal], ...]
    overpaid: Decimal


@dataclass(frozen=True, slots=True)
class _Debt:
    claimed: Claimed
    amount: Decimal
    is_due: bool

    @property
    def weight(self) -> tuple[bool, bool, Decimal, date]:
        """Its place in the order of the law; equal weights share."""
        rate = self.claimed.annual_rate or ZERO
        return (not self.is_due, self.claimed.is_secured, -rate, self.claimed.since or date.max)


def distribute(amount: Decimal, claims: Sequence[Claimed], designated: Sequence[str] = ()) -> Distribution:
    """Spread a payment over loans: those that the borrower named first, in his order, then by the law."""
    given = dict.fromkeys((claim.loan_id for claim in claims), ZERO)
    left = amount
    for group in (*_named(claims, designated), *_by_law(claims, designated)):
        for debt, sum_ in zip(group, shared(left, [debt.amount for debt in group]), strict=True):
            given[debt.claimed.loan_id] += sum_
            left -= sum_
    return Distribution(tuple(given.items()), left)


def _named(claims: Iterable[Claimed], designated: Sequence[str]) -> list[list[_Debt]]:
    by_id = {claim.loan_id: claim for claim in claims}
    named = [by_id[loan_id] for loan_id in dict.fromkeys(designated) if loan_id in by_id]
    return [[_Debt(claim, claim.due + claim.coming, is_due=True)] for claim in named]


def _by_law(claims: Iterable[Claimed], designated: Sequence[str]) -> list[list[_Debt]]:
    rest = [claim for claim in claims if claim.loan_id not in designated]
    debts = [_Debt(claim, claim.due, is_due=True) for claim in rest]
    debts += [_Debt(claim, claim.coming, is_due=False) for claim in rest]
    ordered = sorted(debts, key=lambda debt: (debt.weight, debt.claimed.loan_id))
    return [list(group) for _, group in groupby(ordered, key=lambda debt: debt.weight)]


def shared(amount: Decimal, asked: Sequence[Decimal]) -> list[Decimal]:
    """The amount by the shares of what is asked, to the cent and never above it; the first take what rounding left."""
    whole = sum(asked, ZERO)
    if amount >= whole:
        return list(asked)
    parts = [(amount * one / whole).quantize(CENT, rounding=ROUND_DOWN) for one in asked]
    left = amount - sum(parts, ZERO)
    for number, one in enumerate(asked):
        more = min(left, CENT, one - parts[number])
        parts[number] += more
        left -= more
    return parts
