"""One dispute as its pages show it: where it stands on the guided path, its exhibits, and what could become one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from debts.access import Access
from debts.disputes.course import Matter, Stage, reached
from debts.dossier.casework import is_of_the_mainland, kind_of_lender, matters_of
from debts.models import Dispute, DisputeItem, DisputeStep, Lender, Loan, Message, SettlementProof, Verdict
from debts.wording.disputes import STAGES_OF_DISPUTE

EXHIBITS_ON_A_PAGE = 50
OFFERED = 30


@dataclass(frozen=True, slots=True)
class Station:
    """A stage of the guided path: ``state`` is done, now or ahead."""

    number: int
    name: str
    url: str
    state: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute with what every one of its pages needs; ``reached`` is the stage where it is now.

    ``kind`` is the licence of the lender as a code, empty if unknown.
    """

    access: Access
    steps: tuple[DisputeStep, ...]
    matters: tuple[Matter, ...]
    exhibits: int
    messages: int
    reached: Stage
    today: date
    kind: str
    is_mainland: bool

    @property
    def dispute(self) -> Dispute:
        """The dispute itself."""
        return self.access.dispute

    def path(self, here: Stage | None = None) -> list[Station]:
        """The stages with their pages."""
        order = list(Stage)
        at = order.index(self.reached)
        return [
            Station(number, str(STAGES_OF_DISPUTE[stage]), self.url(stage), _state(number - 1, at, self), stage is here)
            for number, stage in enumerate(order, 1)
        ]

    def url(self, stage: Stage) -> str:
        """The page of a stage."""
        return reverse(f"dispute_{stage.value}", args=[self.dispute.pk])


def _state(place: int, at: int, case: Case) -> str:
    if place < at or not case.dispute.is_open:
        return "done"
    return "now" if place == at else "ahead"


def case_of(access: Access, now: datetime | None = None) -> Case:
    """The dispute with its steps and exhibits counted; costs three queries."""
    dispute = access.dispute
    steps = DisputeStep.objects.of(dispute.owner_id).filter(dispute=dispute).select_related("attachment", "answers")
    today = timezone.localdate(now)
    counts = exhibits_of(dispute).aggregate(every=Count("pk"), messages=Count("message"))
    rows_of_steps = tuple(steps)
    kind, mainland = kind_of_lender(dispute.lender), is_mainland(dispute)
    matters = matters_of(rows_of_steps, kind, today, is_mainland=mainland)
    is_told = bool(counts["messages"] and (dispute.story or matters))
    stage = reached(is_told=is_told, matters=matters, is_closed=not dispute.is_open)
    return Case(access, rows_of_steps, matters, counts["every"], counts["messages"], stage, today, kind, mainland)


def exhibits_of(dispute: Dispute) -> QuerySet[DisputeItem]:
    """The exhibits that count, by their numbers."""
    return DisputeItem.objects.filter(dispute=dispute, removed_at=None).order_by("number")


def exhibits_shown(dispute: Dispute) -> QuerySet[DisputeItem]:
    """The same with all that a page says of them."""
    rows = exhibits_of(dispute).select_related(
        "message__verdict__loan__lender", "proof__loan__lender", "proof__attachment", "attachment"
    )
    return rows.defer("message__verdict__detail", "message__verdict__plain_text")


def candidates(lender: Lender, loan: Loan | None, dispute: Dispute | None = None) -> QuerySet[Message]:
    """Flagged messages about the lender, or the loan alone, that are no exhibits of the dispute yet; newest first."""
    flagged = Message.objects.of(lender.owner_id).filter(verdict__is_flagged=True)
    if loan:
        found = flagged.filter(verdict__loan=loan)
    else:
        found = flagged.filter(Q(verdict__loan__lender=lender) | Q(pk__in=_loose(lender)))
    if dispute:
        found = found.exclude(pk__in=exhibits_of(dispute).exclude(message=None).values("message"))
    rows = found.select_related("verdict__loan__lender").defer("verdict__detail", "verdict__plain_text")
    return rows.order_by("-received_at", "-pk")


def _loose(lender: Lender) -> list[int]:
    """Messages that name the lender without being about any loan."""
    loose = Verdict.objects.filter(owner=lender.owner_id, is_flagged=True, loan=None, message__removed_at=None)
    rows = loose.values_list("message_id", "detail__match__lender_ids")
    return [pk for pk, lenders in rows if lender.ref in (lenders or ())]


def proofs_left(dispute: Dispute) -> QuerySet[SettlementProof]:
    """Proofs of the loans concerned that are no exhibits yet."""
    about: dict[str, Any] = {"loan": dispute.loan} if dispute.loan else {"loan__lender": dispute.lender}
    proofs = SettlementProof.objects.of(dispute.owner_id).filter(**about)
    known = exhibits_of(dispute).exclude(proof=None).values("proof")
    found: QuerySet[SettlementProof] = proofs.exclude(pk__in=known).select_related("loan__lender", "attachment")
    return found


def proofs_against(flagged: Sequence[Message]) -> Iterable[SettlementProof]:
    """The proofs that the loans were settled of which these messages demand something, oldest first."""
    loans = {message.verdict.loan_id for message in flagged}
    return SettlementProof.objects.filter(loan__in=loans - {None}, removed_at=None).order_by("pk")


def is_mainland(dispute: Dispute) -> bool:
    """Whether the mainland's rules apply to the dispute; costs a query where it is about all loans."""
    return is_of_the_mainland(dispute, () if dispute.loan else loans_with(dispute.lender))


def loans_with(lender: Lender) -> Sequence[Loan]:
    """The loans with a lender, as far as their region is concerned."""
    return list(Loan.objects.of(lender.owner_id).filter(lender=lender).only("region", "currency"))
