"""Papers of a loan: what proves its end, and to whom the debt was handed."""

from typing import Any

from django.utils import timezone
from ninja import Path, Query, Router

from debts.actions import attach_proof, correct, record_assignment, take_back
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction
from debts.api.repayments import FUTURE
from debts.api.resources import Body, Kept, Page, PageQuery, changed, own, own_or_none, page_of, partial
from debts.api.values import Day, Money, Name, Names, Note, Ref, Short, one_of, words
from debts.models import Assignment, Attachment, Loan, SettlementProof
from debts.models.settlements import ProofKind, ProofScope

proofs = Router(tags=["proofs"])
assignments = Router(tags=["assignments"])


class ProofIn(Body):
    """A paper about the end of a loan; ``file`` is the id of a file that was handed in."""

    kind: one_of(ProofKind)
    issued_on: Day | None = None
    issuer: Short = ""
    number: Short = ""
    holder: words(100) = ""
    contract_number: Short = ""
    scope: one_of(ProofScope) | None = None
    amount: Money | None = None
    note: Note = ""
    file: Ref | None = None


class ProofOut(ProofIn, Kept):
    """A proof of the ledger."""

    loan: Ref


class AssignmentIn(Body):
    """To whom a debt was handed, as the borrower was told."""

    assignee: Name
    aliases: Names = []
    notified_on: Day | None = None
    note: Note = ""
    file: Ref | None = None


class AssignmentOut(AssignmentIn, Kept):
    """An assignment of the ledger."""

    loan: Ref


ProofChanges = partial(ProofIn)
AssignmentChanges = partial(AssignmentIn)


def _plain(body: Any, row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in body.model_fields if name != "file"}
    return {**told, "file": row.attachment.ref if row.attachment else None}


def _whose(row: Any) -> dict[str, Any]:
    return {"loan": row.loan.ref, "id": row.ref, "recorded_at": row.recorded_at}


def _told_of_proof(row: SettlementProof) -> dict[str, Any]:
    return {**_plain(ProofIn, row), "scope": row.scope or None}


def _columns(request: ApiRequest, body: Any, day: str) -> dict[str, Any]:
    """The columns of a paper whose ``day`` is not to come."""
    dated = getattr(body, day)
    if dated and dated > timezone.localdate():
        raise Contradiction((f"/{day}", FUTURE))
    plain = {name: getattr(body, name) for name in type(body).model_fields if name != "file"}
    return {**plain, "attachment": own_or_none(Attachment, request, body.file, pointer="/file")}


def _columns_of_proof(request: ApiRequest, body: ProofIn) -> dict[str, Any]:
    return {**_columns(request, body, "issued_on"), "scope": body.scope or ""}


def show_proof(row: SettlementProof) -> ProofOut:
    """A proof as the API gives it."""
    return ProofOut.model_construct(**_told_of_proof(row), **_whose(row))


def show_assignment(row: Assignment) -> AssignmentOut:
    """An assignment as the API gives it."""
    return AssignmentOut.model_construct(**_plain(AssignmentIn, row), **_whose(row))


@proofs.get("/loans/{ref}/proofs", auth=READING, response=Page[ProofOut], summary="List a loan's proofs")
def list_proofs(request: ApiRequest, ref: Path[Ref], asked: Query[PageQuery]) -> Any:
    """What proves that a loan ended, the last recorded first."""
    rows = SettlementProof.objects.of(request.auth.owner).filter(loan=own(Loan, request, ref))
    return page_of(request, rows.select_related("loan", "attachment"), asked, show_proof, ProofOut)


@proofs.post("/loans/{ref}/proofs", auth=WRITING, response={201: ProofOut}, summary="Record a proof")
def record_proof(request: ApiRequest, ref: Path[Ref], body: ProofIn) -> Any:
    """Record a paper; its file is handed in first, at ``/files``."""
    loan = own(Loan, request, ref)
    return show_proof(attach_proof(request.auth, loan, **_columns_of_proof(request, body)))


@proofs.get("/proofs/{ref}", auth=READING, response=ProofOut, summary="Show a proof")
def get_proof(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One proof."""
    return show_proof(own(SettlementProof, request, ref))


@proofs.patch("/proofs/{ref}", auth=WRITING, response=ProofOut, summary="Correct a proof")
def correct_proof(request: ApiRequest, ref: Path[Ref], body: ProofChanges) -> Any:
    """Change what is sent and leave the rest."""
    row = own(SettlementProof, request, ref)
    columns = _columns_of_proof(request, changed(ProofIn, _told_of_proof(row), body))
    return show_proof(correct(request.auth, row, **columns))


@proofs.delete("/proofs/{ref}", auth=WRITING, response={204: None}, summary="Take a proof back")
def remove_proof(request: ApiRequest, ref: Path[Ref]) -> None:
    """It no longer counts; refused while it is an exhibit of an open dispute."""
    take_back(request.auth, own(SettlementProof, request, ref))


@assignments.get(
    "/loans/{ref}/assignments", auth=READING, response=Page[AssignmentOut], summary="List a loan's assignments"
)
def list_assignments(request: ApiRequest, ref: Path[Ref], asked: Query[PageQuery]) -> Any:
    """To whom a debt was handed, the last recorded first."""
    rows = Assignment.objects.of(request.auth.owner).filter(loan=own(Loan, request, ref))
    return page_of(request, rows.select_related("loan", "attachment"), asked, show_assignment, AssignmentOut)


@assignments.post(
    "/loans/{ref}/assignments", auth=WRITING, response={201: AssignmentOut}, summary="Record an assignment"
)
def record_an_assignment(request: ApiRequest, ref: Path[Ref], body: AssignmentIn) -> Any:
    """Record that a debt was handed on, so that what the assignee sends is recognised."""
    loan = own(Loan, request, ref)
    columns = _columns(request, body, "notified_on")
    return show_assignment(record_assignment(request.auth, loan=loan, **columns))


@assignments.get("/assignments/{ref}", auth=READING, response=AssignmentOut, summary="Show an assignment")
def get_assignment(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One assignment."""
    return show_assignment(own(Assignment, request, ref))


@assignments.patch("/assignments/{ref}", auth=WRITING, response=AssignmentOut, summary="Correct an assignment")
def correct_assignment(request: ApiRequest, ref: Path[Ref], body: AssignmentChanges) -> Any:
    """Change what is sent and leave the rest."""
    row = own(Assignment, request, ref)
    merged = changed(AssignmentIn, _plain(AssignmentIn, row), body)
    return show_assignment(correct(request.auth, row, **_columns(request, merged, "notified_on")))


@assignments.delete("/assignments/{ref}", auth=WRITING, response={204: None}, summary="Take an assignment back")
def remove_assignment(request: ApiRequest, ref: Path[Ref]) -> None:
    """It no longer counts, and stays on record as having been said."""
    take_back(request.auth, own(Assignment, request, ref))
