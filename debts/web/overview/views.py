"""The first page: four figures, what needs an answer, what is due next. An empty ledger gets its first steps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import inf

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from debts.finding import NEWEST_FIRST
from debts.models import Message, User, Verdict
from debts.queries import kept_by, loan_facts, loans_of, profile_of
from debts.reconciler.proofs import counts
from debts.reconciler.types import FLAGGED, VerdictCode
from debts.upkeep import last_backup
from debts.web.disputes.overview import cases_named_to
from debts.web.loans.standing import LoanStanding, owed_in_total, proofs_of, standing_of
from debts.web.messages.filters import GROUPS
from debts.web.pages import OwnRequest

LINES_SHOWN = 5
SPREAD = 20  # how many times further than the next of its kind a message may lie where they do not come evenly


@dataclass(frozen=True, slots=True)
class LedgerFigures:
    """How the loans of a ledger stand at one moment."""

    open: tuple[LoanStanding, ...]
    settled: tuple[LoanStanding, ...]
    owners: tuple[str, ...] = ()

    @property
    def owed(self) -> list[str]:
        """What is still to be paid, a sum for each currency."""
        return owed_in_total(self.open)

    @property
    def proved(self) -> int:
        """How many settled loans have a proof on record that counts."""
        facts = [loan_facts(standing.loan) for standing in self.settled if proofs_of(standing.loan)]
        return sum(any(counts(proof, loan, self.owners) for proof in loan.proofs) for loan in facts)

    @property
    def next_due(self) -> list[LoanStanding]:
        """Open loans with something overdue or a day ahead, the most pressing first."""
        dated = [row for row in self.open if row.is_overdue or row.position.next_due_on]
        return sorted(dated, key=_pressing)[:LINES_SHOWN]


def _pressing(row: LoanStanding) -> str:
    since = row.position.overdue_since if row.is_overdue else row.position.next_due_on
    return str(since)


@require_safe
def overview(request: OwnRequest) -> HttpResponse:
    """Show the ledger at a glance."""
    figures = figures_of(request.user, timezone.now(), timezone.get_current_timezone())
    counts = verdict_counts(request.user)
    rows = newest(request.user, counts, GROUPS["ask"], FLAGGED)
    context = {
        "figures": figures,
        "flagged": sum(counts.get(code, 0) for code in FLAGGED),
        "asking": _asking(counts),
        "asking_rows": rows[0],
        "flagged_rows": rows[1],
        "shared": cases_named_to(request.user),
        "backup": last_backup(),
        "is_empty": not (figures.open or figures.settled or counts),
    }
    return render(request, "overview/overview.html", context)


@never_cache
@require_safe
def waiting(request: OwnRequest) -> HttpResponse:
    """How many messages wait for an answer: what the icon of the installed app shows."""
    counts = verdict_counts(request.user)
    return JsonResponse({"waiting": _asking(counts)})


def _asking(counts: Mapping[str, int]) -> int:
    return sum(counts.get(code, 0) for code in GROUPS["ask"])


def figures_of(owner: User, now: datetime, zone: tzinfo) -> LedgerFigures:
    """See how every loan of the owner stands."""
    standings = [standing_of(loan, now, zone) for loan in loans_of(owner)]
    return LedgerFigures(
        open=tuple(row for row in standings if not row.is_settled),
        settled=tuple(row for row in standings if row.is_settled),
        owners=tuple(profile_of(owner).names),
    )


def verdict_counts(owner: User) -> Mapping[str, int]:
    """How many kept messages have each verdict."""
    return kept_by(owner, "code")


def newest(owner: User, counted: Mapping[str, int], *groups: Collection[VerdictCode]) -> list[list[Message]]:
    """For each group of verdicts the latest kept messages with one of them, all of them in one query."""
    first, *others = (_few(_latest(owner, counted, codes)) for codes in groups)
    rows = sorted(first.union(*others, all=True), key=_age, reverse=True)
    return [[row for row in rows if row.verdict.code in codes] for codes in groups]


def _few(latest: QuerySet[Message]) -> QuerySet[Message]:
    """Found by their numbers: asked for the owner's once more, the database would go through all of these."""
    chosen = Message.objects.filter(pk__in=latest.values("pk")[:LINES_SHOWN])
    return chosen.select_related("verdict__loan__lender").order_by()


def _age(message: Message) -> tuple[float, int]:
    """The newest last; what came nobody knows when counts as the oldest."""
    return message.received_at.timestamp() if message.received_at else -inf, message.pk


def _latest(owner: User, counted: Mapping[str, int], codes: Collection[VerdictCode]) -> QuerySet[Message]:
    """Messages with one of the verdicts, the newest first: sought among all, or where they are rare by the verdicts.

    Among all the search ends with the first few, which come the later the fewer there are; by the verdicts it goes
    through all that have one of them.
    """
    kept = Message.objects.of(owner).order_by(*NEWEST_FIRST)
    found, all_of_them = sum(counted.get(code, 0) for code in codes), sum(counted.values())
    if found and all_of_them / found * LINES_SHOWN * SPREAD < found:
        return kept.filter(verdict__code__in=codes)
    return kept.filter(pk__in=Verdict.objects.filter(owner=owner, code__in=codes).values("message"))
