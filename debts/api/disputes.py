"""Disputes: opened with their exhibits, to their end. Their steps are in ``steps``."""

from collections.abc import Iterator
from typing import Annotated, Any

from ninja import Field, Path, Query, Router

from debts.access import Access, as_guest, as_owner, disputes_open_to, guests_of
from debts.actions import (
    add_items,
    close_dispute,
    correct,
    open_dispute,
    remove_item,
    reopen_dispute,
    take_back,
)
from debts.actions.disputes import Thing
from debts.api.access import dispute_for, writing_in
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction, NotThere
from debts.api.resources import Body, Kept, Page, PageQuery, changed, is_sent, own, own_or_none, page_of, partial
from debts.api.values import Moment, Name, Note, Ref, Story, one_of, words
from debts.disputes.roles import Deed, Role
from debts.disputes.types import Request
from debts.models import Attachment, Dispute, DisputeItem, Lender, Loan, Message, SettlementProof
from debts.models.disputes import Outcome

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
    """A dispute of the ledger, or one of another account that let the token's owner read or edit it.

    What a guest is shown by id (the lender, the loan, messages) lies in the other ledger and cannot be asked for.
    """

    role: one_of(Role)
    shared_by: str | None = Field(description="The name of the account whose dispute it is; null for one's own.")
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


class ClosingIn(Body):
    """How a dispute ended."""

    outcome: one_of(Outcome)
    note: Note = ""


DisputeChanges = partial(DisputeFacts)
_FACTS = ("title", "story", "requests", "own_requests")


def show_dispute(access: Access) -> DisputeOut:
    """A dispute as the API gives it."""
    row = access.dispute
    names = (*_FACTS, "opened_at", "closed_at", "outcome_note", "recorded_at")
    return DisputeOut.model_construct(
        **{name: getattr(row, name) for name in names},
        id=row.ref,
        role=access.role.value,
        shared_by=access.owner.get_username() if access.guest else None,
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
    """All disputes, those of other accounts that let you in among them, the last recorded first."""
    user = request.auth.owner
    shared = {guest.dispute_id: as_guest(guest) for guest in guests_of(user)}
    rows = disputes_open_to(user).select_related("lender", "loan")

    def show(row: Dispute) -> DisputeOut:
        return show_dispute(shared.get(row.pk) or as_owner(row))

    return page_of(request, rows, asked, show, DisputeOut)


@router.post("", auth=WRITING, response={201: DisputeOut}, summary="Open a dispute")
def open_a_dispute(request: ApiRequest, body: DisputeIn) -> Any:
    """Open a dispute with a lender, with exhibits in the order given."""
    lender = own(Lender, request, body.lender, pointer="/lender")
    things = list(_things(request, body))
    row = open_dispute(request.auth, lender, things=things, **_columns(request, body, lender))
    return show_dispute(as_owner(row))


@router.get("/{ref}", auth=READING, response=DisputeOut, summary="Show a dispute")
def get_dispute(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One dispute. Where one's own and a shared one bear the same id, it is one's own."""
    return show_dispute(dispute_for(Deed.READ, request, ref))


@router.patch("/{ref}", auth=WRITING, response=DisputeOut, summary="Correct a dispute")
def correct_dispute(request: ApiRequest, ref: Path[Ref], body: DisputeChanges) -> Any:
    """Change what is sent and leave the rest. Which loan it is about only its owner changes."""
    access = dispute_for(Deed.KEEP if is_sent("loan", body) else Deed.WRITE, request, ref)
    row = access.dispute
    told = {**{name: getattr(row, name) for name in _FACTS}, "loan": row.loan.ref if row.loan else None}
    whole = changed(DisputeFacts, told, body)
    columns = _columns(request, whole, row.lender) if access.may_keep else {n: getattr(whole, n) for n in _FACTS}
    correct(writing_in(request, access), row, **columns)
    return show_dispute(access)


@router.delete("/{ref}", auth=WRITING, response={204: None}, summary="Take a dispute back")
def remove_dispute(request: ApiRequest, ref: Path[Ref]) -> None:
    """For one that was opened by mistake: refused while exhibits and steps hang on it. One that ended is closed."""
    take_back(request.auth, dispute_for(Deed.KEEP, request, ref).dispute)


@router.post("/{ref}/close", auth=WRITING, response=DisputeOut, summary="Close a dispute")
def close_a_dispute(request: ApiRequest, ref: Path[Ref], body: ClosingIn) -> Any:
    """Say how it ended; its exhibits are no longer held."""
    access = dispute_for(Deed.WRITE, request, ref)
    close_dispute(writing_in(request, access), access.dispute, Outcome(body.outcome), body.note)
    return show_dispute(access)


@router.post("/{ref}/reopen", auth=WRITING, response=DisputeOut, summary="Reopen a dispute")
def reopen_a_dispute(request: ApiRequest, ref: Path[Ref]) -> Any:
    """Let a closed dispute go on; an open one stays as it is."""
    access = dispute_for(Deed.WRITE, request, ref)
    reopen_dispute(writing_in(request, access), access.dispute)
    return show_dispute(access)


def _show_exhibit(row: DisputeItem) -> ExhibitOut:
    things = {"message": row.message, "proof": row.proof, "file": row.attachment}
    refs: dict[str, Any] = {name: thing.ref if thing else None for name, thing in things.items()}
    named: dict[str, Any] = {"number": row.number, "note": row.note, "recorded_at": row.recorded_at}
    return ExhibitOut.model_construct(id=row.ref, **named, **refs)


def _exhibits(access: Access) -> Any:
    return DisputeItem.objects.of(access.owner).filter(dispute=access.dispute)


def _exhibit(access: Access, number: int) -> DisputeItem:
    found: DisputeItem | None = _exhibits(access).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


@router.get("/{ref}/exhibits", auth=READING, response=Page[ExhibitOut], summary="List the exhibits")
def list_exhibits(request: ApiRequest, ref: Path[Ref], asked: Query[PageQuery]) -> Any:
    """The exhibits of a dispute, the last added first."""
    rows = _exhibits(dispute_for(Deed.READ, request, ref))
    return page_of(request, rows.select_related("message", "proof", "attachment"), asked, _show_exhibit, ExhibitOut)


@router.post("/{ref}/exhibits", auth=WRITING, response={201: list[ExhibitOut]}, summary="Add exhibits")
def add_exhibits(request: ApiRequest, ref: Path[Ref], body: ExhibitsMore) -> Any:
    """Add exhibits with the next numbers, and answer with those that are new; only its owner chooses among them."""
    dispute = dispute_for(Deed.KEEP, request, ref).dispute
    new = add_items(request.auth, dispute, _things(request, body), body.note)
    return [_show_exhibit(row) for row in new]


@router.get("/{ref}/exhibits/{number}", auth=READING, response=ExhibitOut, summary="Show an exhibit")
def get_exhibit(request: ApiRequest, ref: Path[Ref], number: Path[Number]) -> Any:
    """One exhibit by its number."""
    return _show_exhibit(_exhibit(dispute_for(Deed.READ, request, ref), number))


@router.delete("/{ref}/exhibits/{number}", auth=WRITING, response={204: None}, summary="Remove an exhibit")
def remove_exhibit(request: ApiRequest, ref: Path[Ref], number: Path[Number]) -> None:
    """Take it out of the dispute; what it is stays in the ledger, and its number is not given again."""
    access = dispute_for(Deed.WRITE, request, ref)
    remove_item(writing_in(request, access), _exhibit(access, number))
