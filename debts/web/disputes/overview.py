"""Which lenders and loans have messages that contradict the ledger, how many, and how the disputes stand."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from debts.disputes.course import State
from debts.dossier.casework import is_of_the_mainland, kind_of_lender, matters_of
from debts.models import Dispute, DisputeStep, Lender, Loan, User, Verdict
from debts.web.disputes.words import TONES, say_days_away
from debts.wording.disputes import STATES

# From what needs nothing to what needs the owner most.
PRESSING = (State.ANSWERED, State.NO_PERIOD, State.WAITING, State.UNSATISFIED, State.LATE, State.OVERDUE)


@dataclass(frozen=True, slots=True)
class DisputedLoan:
    """A loan with the number of flagged messages about it."""

    loan: Loan
    flagged: int


@dataclass(frozen=True, slots=True)
class DisputedLender:
    """A lender with its flagged messages, those without a loan included."""

    lender: Lender
    flagged: int
    loans: tuple[DisputedLoan, ...]


def disputed_lenders(owner: User) -> list[DisputedLender]:
    """Lenders with flagged messages, most messages first."""
    flagged = Verdict.objects.filter(owner=owner, is_flagged=True, message__removed_at=None)
    by_loan = Counter(flagged.exclude(loan=None).values_list("loan", flat=True))
    loose = Counter(
        ref for refs in flagged.filter(loan=None).values_list("detail__match__lender_ids", flat=True) for ref in refs
    )
    own = Loan.objects.of(owner).select_related("lender")
    loans = [DisputedLoan(loan, by_loan[loan.pk]) for loan in own if by_loan[loan.pk]]
    rows = [_lender(lender, loans, loose[lender.ref]) for lender in Lender.objects.of(owner)]
    return sorted((row for row in rows if row.flagged), key=lambda row: -row.flagged)


def _lender(lender: Lender, loans: list[DisputedLoan], loose: int) -> DisputedLender:
    own = tuple(row for row in loans if row.loan.lender_id == lender.pk)
    return DisputedLender(lender, loose + sum(row.flagged for row in own), own)


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A dispute with how it stands, and the next last day where one is awaited."""

    dispute: Dispute
    state: str
    tone: str
    day: date | None
    away: str


def cases_of(owner: User) -> list[ListedCase]:
    """The owner's disputes, those that go on first; in a fixed number of queries."""
    rows = list(Dispute.objects.of(owner).select_related("lender", "loan"))
    steps: dict[int, list[DisputeStep]] = {row.pk: [] for row in rows}
    for step in DisputeStep.objects.of(owner).filter(dispute__in=rows):
        steps[step.dispute_id].append(step)
    loans: dict[int, list[Loan]] = {row.lender_id: [] for row in rows}
    for loan in Loan.objects.of(owner).filter(lender__in=loans):
        loans[loan.lender_id].append(loan)
    today = timezone.localdate()
    rows.sort(key=lambda row: not row.is_open)
    return [_listed(row, steps[row.pk], loans[row.lender_id], today) for row in rows]


def _listed(dispute: Dispute, steps: list[DisputeStep], loans: list[Loan], today: date) -> ListedCase:
    if not dispute.is_open:
        return ListedCase(dispute, dispute.get_outcome_display(), "calm", None, "")
    mainland = is_of_the_mainland(dispute, loans)
    matters = matters_of(steps, kind_of_lender(dispute.lender), today, is_mainland=mainland)
    if not matters:
        return ListedCase(dispute, _("还没有递交"), "ask", None, "")
    pressing = max(matters, key=lambda matter: PRESSING.index(matter.state))
    days = (one.due.day for matter in matters for one in matter.deadlines if one.limit.is_statutory)
    day = min((day for day in days if day >= today), default=None)
    away = say_days_away((day - today).days) if day else ""
    return ListedCase(dispute, str(STATES[pressing.state]), TONES[pressing.state], day, away)
