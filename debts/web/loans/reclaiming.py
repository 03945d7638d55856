"""What may be asked back, as the page says it: the sum, what looks paid twice, and the provision to mind."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from debts.dossier.legal import legal_part
from debts.dossier.summary import LegalPart
from debts.finance import reclaim_of
from debts.queries import loan_facts
from debts.reconciler.standing import MAINLAND, region_of
from debts.rulebook import load_rulebook
from debts.web.loans.standing import LoanStanding


@dataclass(frozen=True, slots=True)
class TwicePaid:
    """Two payments of one sum within days."""

    amount: Decimal
    first: date
    second: date


@dataclass(frozen=True, slots=True)
class ReclaimView:
    """``overpaid`` is what nothing was owed for; of what was paid ``twice`` some may have paid instalments to come."""

    overpaid: Decimal
    ahead: Decimal
    twice: tuple[TwicePaid, ...]
    caution: LegalPart | None


def reclaim_view(standing: LoanStanding) -> ReclaimView | None:
    """What to say about money that nothing was owed for; None where there is none."""
    course, now = standing.course, standing.position.at
    found = reclaim_of(course, now)
    if not found:
        return None
    days = {one.id: course.day(one.paid_at) for one in course.entries}
    twice = tuple(TwicePaid(one.amount, days[one.first_id], days[one.second_id]) for one in found.twice)
    return ReclaimView(found.overpaid, found.ahead, twice, _caution(standing, now, found.caution))


def _caution(standing: LoanStanding, now: datetime, citation: str) -> LegalPart | None:
    """The provision, where it is that of the place and in force when the last of the money was paid."""
    if region_of(loan_facts(standing.loan)) != MAINLAND:
        return None
    last = max((one.paid_at for one in standing.course.entries if one.paid_at <= now), default=now)
    found = load_rulebook().in_force([citation], standing.course.day(last))
    return legal_part(found[0]) if found else None
