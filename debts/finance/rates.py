"""The rate that money cost: the one at which what was received and what was paid are worth the same (IRR, XIRR).

    +10000 on 5 January 2023, -11200 on 5 January 2024  ->  12 % a year

The rate is found in floating point: it is no sum of money, and ten of its digits are right. It is given in two ways.
``effective`` is compounded by the year over the days gone by, as XIRR in spreadsheets; ``nominal`` is twelve times the
monthly rate that comes to the same, the figure that stands beside a contract's rate of instalments paid by the month.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate, groupby, pairwise

DAYS_OF_YEAR = 365  # what XIRR takes a year for, leap or not
MONTHS = 12
# A million per cent a year; a rate beyond it says only that money was held for a few days, and no figure helps.
MAX_EFFECTIVE = 10_000
LEAST_LOG = -40.0
PRECISION = 1e-13
DIGITS = Decimal("1E-8")

Flow = tuple[date, Decimal]
TimedFlow = tuple[float, float]


class NoRateReason(StrEnum):
    """Why no rate can be given."""

    NO_DRAWING_DAY = "no_drawing_day"
    NO_SCHEDULE = "no_schedule"
    REVOLVING = "revolving"
    NOTHING_PAID = "nothing_paid"
    NOTHING_RECEIVED = "nothing_received"
    OPEN_WITHOUT_SCHEDULE = "open_without_schedule"
    PAYMENTS_MISSING = "payments_missing"
    THIRD_PARTY_UNKNOWN = "third_party_unknown"
    FEE_UNKNOWN = "fee_unknown"
    AMBIGUOUS = "ambiguous"
    BEYOND_MEASURE = "beyond_measure"


@dataclass(frozen=True, slots=True)
class NoRate:
    """No rate, and why."""

    reason: NoRateReason


@dataclass(frozen=True, slots=True)
class CostRate:
    """A rate a year as fractions; below nothing where less was paid than received."""

    effective: Decimal
    nominal: Decimal


def rate_of(flows: Iterable[Flow]) -> CostRate | NoRate:
    """The rate of dated flows, received above nothing and paid below it, in any order."""
    dated = _by_day(flows)
    if not dated:
        return NoRate(NoRateReason.NOTHING_RECEIVED)
    start = dated[0][0]
    found = log_rate([((day - start).days / DAYS_OF_YEAR, float(amount)) for day, amount in dated])
    if isinstance(found, NoRate):
        return found
    return CostRate(_figure(math.expm1(found)), _figure(MONTHS * math.expm1(found / MONTHS)))


def level_rate(principal: Decimal, level: Decimal, months: int) -> Decimal | None:
    """The yearly rate of a loan paid back by so many equal monthly sums; None where they repay less than it."""
    if level * months < principal:
        return None
    flows = [(0.0, float(principal)), *((float(month), -float(level)) for month in range(1, months + 1))]
    found = log_rate(flows)
    return None if isinstance(found, NoRate) else _figure(MONTHS * math.expm1(found))


def log_rate(flows: Sequence[TimedFlow]) -> float | NoRate:
    """The logarithm of one plus the rate of a unit of time; the flows in order of time.

    With one change of sign there is one rate. With more there is still only one above nothing if the running sum
    changes its sign once (Norstrom); else no figure is better than another and none is given.
    """
    amounts = [amount for _, amount in flows]
    changes = _sign_changes(amounts)
    if not changes:
        return NoRate(NoRateReason.NOTHING_PAID if sum(amounts) > 0 else NoRateReason.NOTHING_RECEIVED)
    if changes == 1:
        return _solve(flows, _least(flows))
    if _sign_changes(list(accumulate(amounts))) == 1 and amounts[0] > 0:
        return _solve(flows, 0.0)
    return NoRate(NoRateReason.AMBIGUOUS)


def _by_day(flows: Iterable[Flow]) -> list[Flow]:
    """One flow a day, in order; days on which nothing remains are left out."""
    ordered = sorted(flows, key=lambda flow: flow[0])
    sums = ((day, sum((amount for _, amount in group), Decimal(0))) for day, group in groupby(ordered, lambda f: f[0]))
    return [(day, amount) for day, amount in sums if amount]


def _sign_changes(amounts: Sequence[float]) -> int:
    signs = [amount > 0 for amount in amounts if amount]
    return sum(one is not other for one, other in pairwise(signs))


def _least(flows: Sequence[TimedFlow]) -> float:
    """The lowest logarithm to look at: all but the last cent is gone, or else the powers overflow."""
    return max(LEAST_LOG, -600 / max(1.0, flows[-1][0]))


def _solve(flows: Sequence[TimedFlow], low: float) -> float | NoRate:
    """Halve a bracket around the root: some fifty steps, whatever the flows look like."""
    high = math.log1p(MAX_EFFECTIVE)
    rising = flows[0][1] > 0
    if (_worth(flows, low) > 0) is rising or (_worth(flows, high) < 0) is rising:
        return NoRate(NoRateReason.BEYOND_MEASURE)
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if (_worth(flows, middle) > 0) is rising else (middle, high)
    return (low + high) / 2


def _worth(flows: Sequence[TimedFlow], log: float) -> float:
    """What the flows are worth at their start."""
    return math.fsum(amount * math.exp(-log * years) for years, amount in flows)


def _figure(value: float) -> Decimal:
    return Decimal(value).quantize(DIGITS)
