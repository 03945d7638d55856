"""What a loan really cost a year: over what was received and what was paid, beside the rate that was promised.

    10000 promised at 12 %, 9200 received, 888.49 a month for a year, 50 a month to a guarantor
    ->  promised 12 %, really 28.3 %, with the guarantor 39.3 % (twelve times the monthly rate)

人民银行公告〔2021〕第3号 asks lenders for the yearly rate of all costs over the principal really used. Where something
that the figure needs is not known, no rate is given but the reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from debts.finance.books import ROUNDING_TOLERANCE
from debts.finance.money import ZERO
from debts.finance.rates import CostRate, Flow, NoRate, NoRateReason, rate_of
from debts.finance.schedules import schedule
from debts.finance.terms import completed, fee_sum, fees_at, received
from debts.finance.timelines import Timeline
from debts.finance.types import FeeTiming, Instalment, LoanTerms, PaymentKind


class Basis(StrEnum):
    """What the figures rest on."""

    PLANNED = "planned"  # the terms alone
    PAID = "paid"  # what was really paid, to the end
    PAID_AND_PLANNED = "paid_and_planned"  # what was paid until now, and the rest as it is asked


@dataclass(frozen=True, slots=True)
class RealCost:
    """The cost of a loan in money and as a rate, without and with what third parties took.

    ``paid`` is what went to the lender less what he gave back, ``third_party`` what went to others (None where there
    is something of theirs that nobody knows).
    """

    basis: Basis
    promised: Decimal | None
    received: Decimal
    paid: Decimal
    third_party: Decimal | None
    rate: CostRate | NoRate
    rate_with_third_parties: CostRate | NoRate

    @property
    def cost(self) -> Decimal:
        """What the lender took beyond what he gave."""
        return self.paid - self.received


def planned_cost(terms: LoanTerms) -> RealCost:
    """The cost by the terms alone, if all is paid as asked."""
    lines = schedule(terms)
    reason = _reason_of_terms(terms) or (None if lines else NoRateReason.NO_SCHEDULE)
    flows = [(line.due_on, line.total) for line in lines]
    return _cost(Basis.PLANNED, terms, flows, _planned_third_party(terms, lines), reason)


def real_cost(
    timeline: Timeline, moment: datetime, ended_at: datetime | None = None, *, rest_was_waived: bool = False
) -> RealCost:
    """The cost by the entries until the moment.

    ``ended_at`` is a recorded settlement; ``rest_was_waived`` says that it left something unpaid by agreement. Without
    an end, what is still open counts as it falls due, and what is overdue as paid on the day of the moment.
    """
    terms, is_over = timeline.terms, ended_at is not None or timeline.at(moment).is_covered
    paid, coming = _paid(timeline, moment), [] if is_over else _coming(timeline, moment)
    lines = [line for line in timeline.plan(moment) if not is_over or line.due_on <= timeline.day(ended_at or moment)]
    reason = _reason_of_terms(terms) or _reason_of_entries(timeline, moment, ended_at, rest_was_waived=rest_was_waived)
    third_party = _third_party(timeline, moment, _planned_third_party(terms, lines))
    basis = Basis.PAID if is_over else Basis.PAID_AND_PLANNED
    return _cost(basis, terms, [*paid, *coming], third_party, reason)


def _cost(
    basis: Basis, terms: LoanTerms, paid: Sequence[Flow], third_party: Sequence[Flow], reason: NoRateReason | None
) -> RealCost:
    unknown_fee = any(fee.to_third_party and fee_sum(terms, fee) is None for fee in terms.fees)
    rate = NoRate(reason) if reason else _rate(terms, paid)
    with_others = NoRate(NoRateReason.THIRD_PARTY_UNKNOWN) if unknown_fee else _rate(terms, [*paid, *third_party])
    return RealCost(
        basis,
        completed(terms).annual_rate,
        received(terms),
        _sum(paid),
        None if unknown_fee else _sum(third_party),
        rate,
        rate if isinstance(rate, NoRate) else with_others,
    )


def _rate(terms: LoanTerms, paid: Iterable[Flow]) -> CostRate | NoRate:
    if terms.drawn_on is None:
        return NoRate(NoRateReason.NO_DRAWING_DAY)
    return rate_of([(terms.drawn_on, received(terms)), *((day, -amount) for day, amount in paid)])


def _reason_of_terms(terms: LoanTerms) -> NoRateReason | None:
    """Why the terms allow no rate, whatever was paid."""
    if terms.statements:
        return NoRateReason.REVOLVING
    if terms.drawn_on is None:
        return NoRateReason.NO_DRAWING_DAY
    if received(terms) <= 0:
        return NoRateReason.NOTHING_RECEIVED
    own = [fee for fee in terms.fees if not fee.to_third_party and fee_sum(terms, fee) is None]
    is_told = all(fee.timing is FeeTiming.START and terms.received is not None for fee in own)
    return None if is_told else NoRateReason.FEE_UNKNOWN


def _reason_of_entries(
    timeline: Timeline, moment: datetime, ended_at: datetime | None, *, rest_was_waived: bool
) -> NoRateReason | None:
    """Why the entries allow no rate: they do not reach the end, and nothing says how it goes on."""
    if timeline.at(moment).is_covered:
        return None
    if ended_at is None:
        is_dated = all(part.due_on is not None for part in timeline.open_parts(moment))
        return None if is_dated else NoRateReason.OPEN_WITHOUT_SCHEDULE
    if not _paid(timeline, moment):
        return NoRateReason.NOTHING_PAID
    is_short = timeline.payoff_at(ended_at).total > ROUNDING_TOLERANCE
    return NoRateReason.PAYMENTS_MISSING if is_short and not rest_was_waived else None


def _paid(timeline: Timeline, moment: datetime) -> list[Flow]:
    """What went to the lender by then, and as negative sums what came back."""
    signs = {PaymentKind.PAYMENT: 1, PaymentKind.REFUND: -1}
    booked = (one.payment for one in timeline.allocations(moment) if one.payment.kind in signs)
    return [(timeline.day(one.paid_at), one.amount * signs[one.kind]) for one in booked]


def _coming(timeline: Timeline, moment: datetime) -> list[Flow]:
    today = timeline.day(moment)
    parts = ((max(today, part.due_on), part.total) for part in timeline.open_parts(moment) if part.due_on)
    penalty = timeline.at(moment).penalty
    return [*parts, *([(today, penalty)] if penalty else [])]


def _third_party(timeline: Timeline, moment: datetime, planned: Sequence[Flow]) -> list[Flow]:
    """What third parties took: as recorded until now and as planned from now on; without records, all as planned."""
    today = timeline.day(moment)
    paid = (one for one in timeline.payments if one.kind is PaymentKind.THIRD_PARTY and one.paid_at <= moment)
    recorded = [(timeline.day(one.paid_at), one.amount) for one in paid if not one.is_undone_by(moment)]
    return [*recorded, *(flow for flow in planned if flow[0] > today or not recorded)]


def _planned_third_party(terms: LoanTerms, lines: Sequence[Instalment]) -> list[Flow]:
    """What the terms say that third parties take, on the days of the lines."""
    start, first, each = (fees_at(terms, timing, to_third_party=True) for timing in FeeTiming)
    flows: list[tuple[date | None, Decimal]] = [(terms.drawn_on, start)]
    flows += [(line.due_on, each + (first if line.number == 1 else ZERO)) for line in lines]
    return [(day, amount) for day, amount in flows if day is not None and amount]


def _sum(flows: Iterable[Flow]) -> Decimal:
    return sum((amount for _, amount in flows), ZERO)
