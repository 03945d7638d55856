"""How a loan stands at a time: what is owed, its schedule, and all that happened to it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from debts.api.auth import READING, ApiRequest
from debts.api.resources import Body, as_stored, own
from debts.api.values import Day, Figure, Moment, Ref, one_of
from debts.finance import Timeline, timeline
from debts.models import Loan, Message
from debts.queries import entries_of, loans_of, settlement_of, zone_of

router = Router(tags=["loans"])


class AtQuery(Body):
    """For which moment something is asked."""

    at: Moment | None = Field(None, description="Now, where nothing is said.")


class StateOut(Schema):
    """A loan at one moment. What the terms do not tell is null."""

    at: Moment
    currency: str
    is_settled: bool
    settled_at: Moment | None = Field(description="As recorded, or when the repayments covered all that is asked.")
    is_settlement_recorded: bool
    paid: Figure
    balance: Figure
    payoff: Figure
    overdue: Figure | None
    overdue_since: Day | None
    overdue_instalments: int
    next_due_on: Day | None
    next_amount: Figure | None
    next_minimum: Figure | None
    penalty: Figure
    overpaid: Figure
    waived: Figure
    refunded: Figure


class InstalmentOut(Schema):
    """A line of the schedule."""

    number: int
    due_on: Day
    principal: Figure
    interest: Figure
    fee: Figure
    total: Figure


class ScheduleOut(Schema):
    """The schedule as it stands at a moment; empty where the terms do not tell it."""

    at: Moment
    currency: str
    instalments: list[InstalmentOut]


class EventOut(Schema):
    """Something that happened to a loan, or is to be paid; ``day`` is the owner's, ``at`` null where only it is known.

    ``id`` names the fact; a due day has none.
    """

    kind: one_of(("drawn", "due", "entry", "settled", "proof", "assigned", "message"))
    day: Day
    at: Moment | None
    id: Ref | None
    amount: Figure | None
    detail: str


class TimelineOut(Schema):
    """The course of a loan, the oldest first."""

    events: list[EventOut]


_FIGURES = tuple(StateOut.model_fields)[5:]


@router.get("/{ref}/state", auth=READING, response=StateOut, summary="How a loan stands")
def get_loan_state(request: ApiRequest, ref: Path[Ref], asked: Query[AtQuery]) -> Any:
    """What was paid and what is owed at a moment, from the terms and the repayments until then."""
    loan, course = _course(request, ref)
    at = asked.at or timezone.now()
    position, settlement = course.at(at), settlement_of(loan)
    recorded = settlement if settlement and settlement.settled_at <= at else None
    settled_at = recorded.settled_at if recorded else position.covered_at
    return StateOut.model_construct(
        at=at,
        currency=loan.currency,
        is_settled=settled_at is not None,
        settled_at=settled_at,
        is_settlement_recorded=recorded is not None,
        **{name: getattr(position, name) for name in _FIGURES},
    )


@router.get("/{ref}/schedule", auth=READING, response=ScheduleOut, summary="The schedule of a loan")
def get_loan_schedule(request: ApiRequest, ref: Path[Ref], asked: Query[AtQuery]) -> Any:
    """What is to be paid on which day, early repayments until the moment worked in."""
    loan, course = _course(request, ref)
    at = asked.at or timezone.now()
    lines = [as_stored(InstalmentOut, one) for one in course.plan(at)]
    return ScheduleOut.model_construct(at=at, currency=loan.currency, instalments=lines)


@router.get("/{ref}/timeline", auth=READING, response=TimelineOut, summary="The course of a loan")
def get_loan_timeline(request: ApiRequest, ref: Path[Ref]) -> Any:
    """Everything that happened: drawn, due days, entries, settlement, proofs, assignments and messages."""
    loan, course = _course(request, ref)
    events = sorted(_events(loan, course, timezone.now()), key=lambda one: one.day)
    return TimelineOut.model_construct(events=events)


def _course(request: ApiRequest, ref: str) -> tuple[Loan, Timeline]:
    loan = own(Loan, request, ref, rows=loans_of(request.auth.owner))
    return loan, timeline(loan.agreed, entries_of(loan), zone_of(request.auth.owner))


def _events(loan: Any, course: Timeline, now: datetime) -> Iterator[EventOut]:
    if loan.drawn_on:
        yield _event("drawn", day=loan.drawn_on, id=loan.ref, amount=loan.principal)
    for line in course.plan(now):
        yield _event("due", day=line.due_on, amount=line.total, detail=str(line.number))
    for row in loan.repayments_in_force:
        yield _event("entry", at=row.paid_at, id=row.ref, amount=row.amount, detail=row.entry.kind.value)
    if settlement := settlement_of(loan):
        yield _event("settled", at=settlement.settled_at, id=settlement.ref, detail=settlement.basis)
    for proof in loan.proofs_in_force:
        if proof.issued_on:
            yield _event("proof", day=proof.issued_on, id=proof.ref, amount=proof.amount, detail=proof.kind)
    for row in loan.assignments_in_force:
        if row.notified_on:
            yield _event("assigned", day=row.notified_on, id=row.ref, detail=row.assignee)
    yield from _messages(loan)


def _messages(loan: Loan) -> Iterator[EventOut]:
    about = Message.objects.of(loan.owner_id).filter(verdict__loan=loan).exclude(received_at=None)
    for ref, at, verdict in about.values_list("ref", "received_at", "verdict__code"):
        yield _event("message", at=at, id=ref, detail=verdict)


def _event(kind: str, **told: Any) -> EventOut:
    given = {"at": None, "id": None, "amount": None, "detail": "", **told}
    day = told.get("day") or timezone.localdate(told["at"])
    return EventOut.model_construct(**{**given, "kind": kind, "day": day})
