"""Which lenders and loans have messages that contradict the ledger, how many, and how the disputes stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from debts.access import Access, as_guest, as_owner, guests_of
from debts.disputes.course import State
from debts.dossier.casework import is_of_the_mainland, kind_of_lender, matters_of
from debts.models import Dispute, DisputeStep, Lender, Loan, User, Verdict
from debts.queries import kept_by
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
    by_loan = kept_by(owner, "loan", is_flagged=True)
    loose = _named(owner) if by_loan[None] else Counter[str]()
    own = Loan.objects.of(owner).select_related("lender")
    loans = [DisputedLoan(loan, by_loan[loan.pk]) for loan in own if by_loan[loan.pk]]
    rows = [_lender(lender, loans, loose[lender.ref]) for lender in Lender.objects.of(owner)]
    return sorted((row for row in rows if row.flagged), key=lambda row: -row.flagged)


def _named(owner: User) -> Counter[str]:
    """How many flagged messages that are about no loan name each lender, by its ref."""
    named = Verdict.objects.filter(owner=owner, is_flagged=True, loan=None, message__removed_at=None)
    rows = named.values_list("detail__match__lender_ids", flat=True)
    return Counter(ref for refs in rows for ref in refs or ())


def _lender(lender: Lender, loans: list[DisputedLoan], loose: int) -> DisputedLender:
    own = tuple(row for row in loans if row.loan.lender_id == lender.pk)
    return DisputedLender(lender, loose + sum(row.flagged for row in own), own)


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A dispute with how it stands, if that was asked for, the next last day awaited, and for a guest whose it is."""

    access: Access
    state: str = ""
    tone: str = ""
    day: date | None = None
    away: str = ""

    @property
    def dispute(self) -> Dispute:
        """The dispute itself."""
        return self.access.dispute


def cases_of(owner: User) -> list[ListedCase]:
    """The owner's disputes, those that go on first; in a fixed number of queries."""
    rows = Dispute.objects.of(owner).select_related("lender", "loan")
    return _listed([as_owner(row) for row in rows])


def cases_shared_with(user: User) -> list[ListedCase]:
    """The disputes of others where ``user`` is a guest, those that go on first; in a fixed number of queries."""
    return _listed([as_guest(guest) for guest in guests_of(user)])


def cases_named_to(user: User) -> list[ListedCase]:
    """The same by name alone, in one query: how they stand is not looked up."""
    return [ListedCase(as_guest(guest)) for guest in guests_of(user)]


def _listed(found: Sequence[Access]) -> list[ListedCase]:
    if not found:
        return []
    steps: dict[int, list[DisputeStep]] = {access.dispute.pk: [] for access in found}
    for step in DisputeStep.objects.filter(dispute__in=steps, removed_at=None):
        steps[step.dispute_id].append(step)
    loans: dict[int, list[Loan]] = {access.dispute.lender_id: [] for access in found}
    for loan in Loan.objects.filter(lender__in=loans, removed_at=None):
        loans[loan.lender_id].append(loan)
    rows = sorted(found, key=lambda access: not access.dispute.is_open)
    return [_standing(access, steps[access.dispute.pk], loans[access.dispute.lender_id]) for access in rows]


def _standing(access: Access, steps: list[DisputeStep], loans: list[Loan]) -> ListedCase:
    dispute, today = access.dispute, timezone.localdate()
    if not dispute.is_open:
        return ListedCase(access, dispute.get_outcome_display(), "calm")
    mainland = is_of_the_mainland(dispute, loans)
    matters = matters_of(steps, kind_of_lender(dispute.lender), today, is_mainland=mainland)
    if not matters:
        return ListedCase(access, _("还没有递交"), "ask")
    pressing = max(matters, key=lambda matter: PRESSING.index(matter.state))
    days = (one.due.day for matter in matters for one in matter.deadlines if one.limit.is_statutory)
    day = min((day for day in days if day >= today), default=None)
    away = say_days_away((day - today).days) if day else ""
    return ListedCase(access, str(STATES[pressing.state]), TONES[pressing.state], day, away)
