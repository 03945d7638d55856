"""Disputes: opened with their exhibits, step by step, with the periods that run, to their end."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from debts.actions import (
    add_items,
    close_dispute,
    correct,
    open_dispute,
    record_step,
    remove_item,
    remove_step,
    reopen_dispute,
    take_back,
)
from debts.actions.disputes import Thing
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction, NotThere
from debts.api.repayments import FUTURE
from debts.api.resources import Body, Kept, Page, PageQuery, changed, own, own_or_none, page_of, partial
from debts.api.values import Clock, Day, Moment, Name, Note, Ref, Short, Story, one_of, words
from debts.disputes.types import Request, StepKind
from debts.dossier.casework import is_of_the_mainland, kind_of_lender, matters_of
from debts.models import Attachment, Dispute, DisputeItem, DisputeStep, Lender, Loan, Message, SettlementProof
from debts.models.disputes import Outcome, Response
from debts.rulebook import load_rulebook

router = Router(tags=["disputes"])
_MOST_THINGS = 2000
Refs = Annotated[list[Ref], Field(max_length=_MOST_THINGS)]
Number = Annotated[int, Field(ge=1, le=2_000_000_000)]


class DisputeFacts(Body):
    """What a dispute is about."""

    title: Name
    loan: Ref | None = Field(None, description="One loan of the lender; all of them where nothing is said.")
    story: Story = ""
    requests: list[one_of(Request)] = Field([], max_length=len(Request))
    own_requests: list[words(300, 1)] = Field([], max_length=20)


class ExhibitsIn(Body):
    """Messages, proofs and files that become exhibits, in this order; what is one already stays as it is."""

    messages: Refs = []
    proofs: Refs = []
    files: Refs = []


class DisputeIn(DisputeFacts, ExhibitsIn):
    """A new dispute with a lender, with its first exhibits."""

    lender: Ref


class DisputeOut(DisputeFacts, Kept):
    """A dispute of the ledger."""

    lender: Ref
    opened_at: Moment
    closed_at: Moment | None
    outcome: str | None
    outcome_note: str


class ExhibitsMore(ExhibitsIn):
    """More exhibits, and a word about them."""

    note: words(500) = ""


class ExhibitOut(Kept):
    """An exhibit: a message, a proof or a file, under a number that nothing else in the dispute ever bears."""

    number: int
    note: str
    message: Ref | None
    proof: Ref | None
    file: Ref | None


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


class ClosingIn(Body):
    """How a dispute ended."""

    outcome: one_of(Outcome)
    note: Note = ""


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


DisputeChanges = partial(DisputeFacts)
_FACTS = ("title", "story", "requests", "own_requests")


def show_dispute(row: Dispute) -> DisputeOut:
    """A dispute as the API gives it."""
    names = (*_FACTS, "opened_at", "closed_at", "outcome_note", "recorded_at")
    return DisputeOut.model_construct(
        **{name: getattr(row, name) for name in names},
        id=row.ref,
        lender=row.lender.ref,
        loan=row.loan.ref if row.loan else None,
        outcome=row.outcome or None,
    )


def _columns(request: ApiRequest, body: DisputeFacts, lender: Lender) -> dict[str, Any]:
    loan = own_or_none(Loan, request, body.loan, pointer="/loan")
    if loan and loan.lender_id != lender.pk:
        raise Contradiction(("/loan", "The loan is of another lender."))
    return {**{name: getattr(body, name) for name in _FACTS}, "loan": loan}


def _things(request: ApiRequest, body: ExhibitsIn) -> Iterator[Thing]:
    for name, model in (("messages", Message), ("proofs", SettlementProof), ("files", Attachment)):
        for place, ref in enumerate(getattr(body, name)):
            thing: Any = own(model, request, ref, pointer=f"/{name}/{place}")
            yield thing


@router.get("", auth=READING, response=Page[DisputeOut], summary="List the disputes")
def list_disputes(request: ApiRequest, asked: Query[PageQuery]) -> Any:
    """All disputes, the last recorded first."""
    rows = Dispute.objects.of(request.auth.owner).select_related("lender", "loan")
    return page_of(request, rows, asked, show_dispute, DisputeOut)


@router.post("", auth=WRITING, response={201: DisputeOut}, summary="Open a dispute")
def open_a_dispute(request: ApiRequest, body: DisputeIn) -> Any:
    """Open a dispute with a lender, with exhibits in the order given."""
    lender = own(Lender, request, body.lender, pointer="/lender")
    things = list(_things(request, body))
    return show_dispute(open_dispute(request.auth, lender, things=things, **_columns(request, body, lender)))


@router.get("/{ref}", auth=READING, response=DisputeOut, summary="Show a dispute")
def get_dispute(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One dispute."""
    return show_dispute(own(Dispute, request, ref))


@router.patch("/{ref}", auth=WRITING, response=DisputeOut, summary="Correct a dispute")
def correct_dispute(request: ApiRequest, ref: Path[Ref], body: DisputeChanges) -> Any:
    """Change what is sent and leave the rest."""
    row = own(Dispute, request, ref)
    told = {**{name: getattr(row, name) for name in _FACTS}, "loan": row.loan.ref if row.loan else None}
    columns = _columns(request, changed(DisputeFacts, told, body), row.lender)
    return show_dispute(correct(request.auth, row, **columns))


@router.delete("/{ref}", auth=WRITING, response={204: None}, summary="Take a dispute back")
def remove_dispute(request: ApiRequest, ref: Path[Ref]) -> None:
    """For one that was opened by mistake: refused while exhibits and steps hang on it. One that ended is closed."""
    take_back(request.auth, own(Dispute, request, ref))


@router.post("/{ref}/close", auth=WRITING, response=DisputeOut, summary="Close a dispute")
def close_a_dispute(request: ApiRequest, ref: Path[Ref], body: ClosingIn) -> Any:
    """Say how it ended; its exhibits are no longer held."""
    return show_dispute(close_dispute(request.auth, own(Dispute, request, ref), Outcome(body.outcome), body.note))


@router.post("/{ref}/reopen", auth=WRITING, response=DisputeOut, summary="Reopen a dispute")
def reopen_a_dispute(request: ApiRequest, ref: Path[Ref]) -> Any:
    """Let a closed dispute go on; an open one stays as it is."""
    return show_dispute(reopen_dispute(request.auth, own(Dispute, request, ref)))


def _show_exhibit(row: DisputeItem) -> ExhibitOut:
    things = {"message": row.message, "proof": row.proof, "file": row.attachment}
    refs: dict[str, Any] = {name: thing.ref if thing else None for name, thing in things.items()}
    named: dict[str, Any] = {"number": row.number, "note": row.note, "recorded_at": row.recorded_at}
    return ExhibitOut.model_construct(id=row.ref, **named, **refs)


def _exhibit(request: ApiRequest, ref: str, number: int) -> DisputeItem:
    dispute = own(Dispute, request, ref)
    found: DisputeItem | None = DisputeItem.objects.of(dispute.owner_id).filter(dispute=dispute, number=number).first()
    if found is None:
        raise NotThere
    return found


@router.get("/{ref}/exhibits", auth=READING, response=Page[ExhibitOut], summary="List the exhibits")
def list_exhibits(request: ApiRequest, ref: Path[Ref], asked: Query[PageQuery]) -> Any:
    """The exhibits of a dispute, the last added first."""
    rows = DisputeItem.objects.of(request.auth.owner).filter(dispute=own(Dispute, request, ref))
    return page_of(request, rows.select_related("message", "proof", "attachment"), asked, _show_exhibit, ExhibitOut)


@router.post("/{ref}/exhibits", auth=WRITING, response={201: list[ExhibitOut]}, summary="Add exhibits")
def add_exhibits(request: ApiRequest, ref: Path[Ref], body: ExhibitsMore) -> Any:
    """Add exhibits with the next numbers, and answer with those that are new."""
    dispute = own(Dispute, request, ref)
    new = add_items(request.auth, dispute, _things(request, body), body.note)
    return [_show_exhibit(row) for row in new]


@router.get("/{ref}/exhibits/{number}", auth=READING, response=ExhibitOut, summary="Show an exhibit")
def get_exhibit(request: ApiRequest, ref: Path[Ref], number: Path[Number]) -> Any:
    """One exhibit by its number."""
    return _show_exhibit(_exhibit(request, ref, number))


@router.delete("/{ref}/exhibits/{number}", auth=WRITING, response={204: None}, summary="Remove an exhibit")
def remove_exhibit(request: ApiRequest, ref: Path[Ref], number: Path[Number]) -> None:
    """Take it out of the dispute; what it is stays in the ledger, and its number is not given again."""
    remove_item(request.auth, _exhibit(request, ref, number))


def _show_step(row: DisputeStep) -> StepOut:
    names = ("kind", "day", "time", "channel", "reference", "text", "recorded_at")
    return StepOut.model_construct(
        **{name: getattr(row, name) for name in names},
        id=row.ref,
        response=row.response or None,
        answers=row.answers.ref if row.answers else None,
        file=row.attachment.ref if row.attachment else None,
    )


def _steps(request: ApiRequest, dispute: Dispute) -> Any:
    rows = DisputeStep.objects.of(request.auth.owner).filter(dispute=dispute)
    return rows.select_related("attachment", "answers")


def _step_columns(request: ApiRequest, dispute: Dispute, body: StepIn) -> dict[str, Any]:
    if problems := list(_step_problems(body)):
        raise Contradiction(*problems)
    answered = (
        own(DisputeStep, request, body.answers, pointer="/answers", rows=_steps(request, dispute))
        if body.answers
        else None
    )
    names = ("kind", "day", "time", "channel", "reference", "text")
    return {
        **{name: getattr(body, name) for name in names},
        "response": body.response or "",
        "answers": answered,
        "attachment": own_or_none(Attachment, request, body.file, pointer="/file"),
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
    return page_of(request, _steps(request, own(Dispute, request, ref)), asked, _show_step, StepOut)


@router.post("/{ref}/steps", auth=WRITING, response={201: StepOut}, summary="Record a step")
def record_a_step(request: ApiRequest, ref: Path[Ref], body: StepIn) -> Any:
    """Record a step; from what was sent the periods of its channel run."""
    dispute = own(Dispute, request, ref)
    return _show_step(record_step(request.auth, dispute, **_step_columns(request, dispute, body)))


@router.get("/{ref}/steps/{step}", auth=READING, response=StepOut, summary="Show a step")
def get_step(request: ApiRequest, ref: Path[Ref], step: Path[Ref]) -> Any:
    """One step."""
    return _show_step(own(DisputeStep, request, step, rows=_steps(request, own(Dispute, request, ref))))


@router.delete("/{ref}/steps/{step}", auth=WRITING, response={204: None}, summary="Take a step back")
def remove_a_step(request: ApiRequest, ref: Path[Ref], step: Path[Ref]) -> None:
    """For one that was recorded by mistake; refused for one that was answered."""
    remove_step(request.auth, own(DisputeStep, request, step, rows=_steps(request, own(Dispute, request, ref))))


@router.get("/{ref}/deadlines", auth=READING, response=DeadlinesOut, summary="The periods that run")
def get_deadlines(request: ApiRequest, ref: Path[Ref]) -> Any:
    """How each thing that was handed in stands today, and the last days that are still to come."""
    dispute = own(Dispute, request, ref)
    steps, today = list(_steps(request, dispute)), timezone.localdate()
    loans = Loan.objects.of(request.auth.owner).filter(lender=dispute.lender)
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
