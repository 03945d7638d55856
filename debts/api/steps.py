"""The steps of a dispute, and the periods that run from them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from ninja import Path, Query, Router, Schema

from debts.access import Access, papers_of
from debts.actions import (
    record_step,
    remove_step,
)
from debts.api.access import dispute_for, writing_in
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction
from debts.api.repayments import FUTURE
from debts.api.resources import Body, Kept, Page, PageQuery, own, page_of
from debts.api.values import Clock, Day, Ref, Short, Story, one_of, words
from debts.disputes.roles import Deed
from debts.disputes.types import StepKind
from debts.dossier.casework import is_of_the_mainland, kind_of_lender, matters_of
from debts.models import Attachment, DisputeStep, Loan
from debts.models.disputes import Response
from debts.queries import zone_of
from debts.rulebook import load_rulebook

router = Router(tags=["disputes"])


class StepIn(Body):
    """What was handed in, answered, said on the telephone or only noted.

    What is ``sent`` names a channel of the rulebook; what is ``answered`` names the step that it answers, and what the
    answer comes to.
    """

    kind: one_of(StepKind)
    day: Day
    time: Clock | None = None
    channel: words(64) = ""
    reference: Short = ""
    text: Story = ""
    response: one_of(Response) | None = None
    answers: Ref | None = None
    file: Ref | None = None


class StepOut(StepIn, Kept):
    """A step of a dispute."""


class DeadlineOut(Schema):
    """A period that runs, and its last day; not certain where holidays on the way are not announced yet."""

    id: str
    day: Day
    is_certain: bool
    is_statutory: bool
    citation: str


class MatterOut(Schema):
    """What was handed in at a channel, how that stands, and the periods that still run."""

    step: Ref
    channel: str
    day: Day
    state: str
    deadlines: list[DeadlineOut]


class DeadlinesOut(Schema):
    """All that was handed in, as it stands on the owner's day."""

    today: Day
    matters: list[MatterOut]


def _show_step(row: DisputeStep) -> StepOut:
    names = ("kind", "day", "time", "channel", "reference", "text", "recorded_at")
    return StepOut.model_construct(
        **{name: getattr(row, name) for name in names},
        id=row.ref,
        response=row.response or None,
        answers=row.answers.ref if row.answers else None,
        file=row.attachment.ref if row.attachment else None,
    )


def _steps(access: Access) -> Any:
    rows = DisputeStep.objects.of(access.owner).filter(dispute=access.dispute)
    return rows.select_related("attachment", "answers")


def _step_columns(request: ApiRequest, access: Access, body: StepIn) -> dict[str, Any]:
    if problems := list(_step_problems(body)):
        raise Contradiction(*problems)
    answered = (
        own(DisputeStep, request, body.answers, pointer="/answers", rows=_steps(access)) if body.answers else None
    )
    names = ("kind", "day", "time", "channel", "reference", "text")
    files = papers_of(access.dispute) if access.guest else None  # of the other ledger's files those of the dispute only
    return {
        **{name: getattr(body, name) for name in names},
        "response": body.response or "",
        "answers": answered,
        "attachment": own(Attachment, request, body.file, pointer="/file", rows=files) if body.file else None,
    }


def _step_problems(body: StepIn) -> Iterator[tuple[str, str]]:
    if body.day > timezone.localdate():
        yield "/day", FUTURE
    known = {channel.id for channel in load_rulebook().channels}
    if body.channel not in known and (body.channel or body.kind == StepKind.SENT):
        yield "/channel", f"One of these is needed: {', '.join(sorted(known))}."
    is_answer = body.kind == StepKind.ANSWERED
    for name in ("answers", "response"):
        if is_answer != (getattr(body, name) is not None):
            yield f"/{name}", "An answer has it, and nothing else has."


@router.get("/{ref}/steps", auth=READING, response=Page[StepOut], summary="List the steps")
def list_steps(request: ApiRequest, ref: Path[Ref], asked: Query[PageQuery]) -> Any:
    """What was done and what came back, the last recorded first."""
    return page_of(request, _steps(dispute_for(Deed.READ, request, ref)), asked, _show_step, StepOut)


@router.post("/{ref}/steps", auth=WRITING, response={201: StepOut}, summary="Record a step")
def record_a_step(request: ApiRequest, ref: Path[Ref], body: StepIn) -> Any:
    """Record a step; from what was sent the periods of its channel run."""
    access = dispute_for(Deed.WRITE, request, ref)
    columns = _step_columns(request, access, body)
    return _show_step(record_step(writing_in(request, access), access.dispute, **columns))


@router.get("/{ref}/steps/{step}", auth=READING, response=StepOut, summary="Show a step")
def get_step(request: ApiRequest, ref: Path[Ref], step: Path[Ref]) -> Any:
    """One step."""
    return _show_step(own(DisputeStep, request, step, rows=_steps(dispute_for(Deed.READ, request, ref))))


@router.delete("/{ref}/steps/{step}", auth=WRITING, response={204: None}, summary="Take a step back")
def remove_a_step(request: ApiRequest, ref: Path[Ref], step: Path[Ref]) -> None:
    """For one that was recorded by mistake; refused for one that was answered."""
    access = dispute_for(Deed.WRITE, request, ref)
    remove_step(writing_in(request, access), own(DisputeStep, request, step, rows=_steps(access)))


@router.get("/{ref}/deadlines", auth=READING, response=DeadlinesOut, summary="The periods that run")
def get_deadlines(request: ApiRequest, ref: Path[Ref]) -> Any:
    """How each thing that was handed in stands today, and the last days that are still to come."""
    access = dispute_for(Deed.READ, request, ref)
    dispute, steps = access.dispute, list(_steps(access))
    today = timezone.localdate(timezone=zone_of(access.owner))
    loans = Loan.objects.of(access.owner).filter(lender=dispute.lender)
    mainland = is_of_the_mainland(dispute, () if dispute.loan else list(loans))
    matters = matters_of(steps, kind_of_lender(dispute.lender), today, is_mainland=mainland)
    refs = {str(step.pk): step.ref for step in steps}
    return DeadlinesOut.model_construct(today=today, matters=[_matter(one, refs[one.sent.id]) for one in matters])


def _matter(matter: Any, ref: str) -> MatterOut:
    sent = matter.sent
    running = _deadlines(matter.deadlines)
    return MatterOut.model_construct(
        step=ref, channel=sent.channel, day=sent.day, state=matter.state.value, deadlines=running
    )


def _deadlines(deadlines: Iterable[Any]) -> list[DeadlineOut]:
    return [
        DeadlineOut.model_construct(
            id=one.limit.id,
            day=one.due.day,
            is_certain=one.due.is_certain,
            is_statutory=one.limit.is_statutory,
            citation=one.limit.citation,
        )
        for one in deadlines
    ]
