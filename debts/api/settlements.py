"""How a loan ended: recorded, corrected, and taken back, which reopens the loan."""

from typing import Any

from django.utils import timezone
from ninja import Path, Router

from debts.actions import correct, settle, take_back
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction, NotThere
from debts.api.repayments import FUTURE
from debts.api.resources import Body, Kept, changed, own, partial
from debts.api.values import Moment, Note, Ref, one_of
from debts.models import Loan, Settlement
from debts.models.settlements import Confirmer, SettlementBasis

router = Router(tags=["settlements"])


class SettlementIn(Body):
    """When a loan ended, on what ground, and who said so."""

    settled_at: Moment
    basis: one_of(SettlementBasis)
    confirmed_by: one_of(Confirmer) | None = None
    note: Note = ""


class SettlementOut(SettlementIn, Kept):
    """The settlement in force of a loan."""

    loan: Ref


SettlementChanges = partial(SettlementIn)


def _told(row: Settlement) -> dict[str, Any]:
    names = ("settled_at", "basis", "note")
    return {name: getattr(row, name) for name in names} | {"confirmed_by": row.confirmed_by or None}


def _columns(loan: Loan, body: SettlementIn) -> dict[str, Any]:
    if body.settled_at > timezone.now():
        raise Contradiction(("/settled_at", FUTURE))
    if loan.drawn_on and timezone.localdate(body.settled_at) < loan.drawn_on:
        raise Contradiction(("/settled_at", "It lies before the day on which the loan was drawn."))
    names = ("settled_at", "basis", "note")
    return {name: getattr(body, name) for name in names} | {"confirmed_by": body.confirmed_by or ""}


def show_settlement(row: Settlement) -> SettlementOut:
    """A settlement as the API gives it."""
    return SettlementOut.model_construct(**_told(row), loan=row.loan.ref, id=row.ref, recorded_at=row.recorded_at)


def _in_force(request: ApiRequest, ref: str) -> Settlement:
    loan = own(Loan, request, ref)
    found: Settlement | None = (
        Settlement.objects.of(request.auth.owner).filter(loan=loan).select_related("loan").first()
    )
    if found is None:
        raise NotThere
    return found


@router.get("/{ref}/settlement", auth=READING, response=SettlementOut, summary="Show how a loan ended")
def get_settlement(request: ApiRequest, ref: Path[Ref]) -> Any:
    """The settlement in force; 404 while none is recorded."""
    return show_settlement(_in_force(request, ref))


@router.post("/{ref}/settlement", auth=WRITING, response={201: SettlementOut}, summary="Record that a loan ended")
def record_settlement(request: ApiRequest, ref: Path[Ref], body: SettlementIn) -> Any:
    """Record the end of a loan; one that was recorded before is taken back, and kept messages are judged again."""
    loan = own(Loan, request, ref)
    return show_settlement(settle(request.auth, loan, **_columns(loan, body)))


@router.patch("/{ref}/settlement", auth=WRITING, response=SettlementOut, summary="Correct how a loan ended")
def correct_settlement(request: ApiRequest, ref: Path[Ref], body: SettlementChanges) -> Any:
    """Change what is sent and leave the rest; the log keeps what was there before."""
    row = _in_force(request, ref)
    columns = _columns(row.loan, changed(SettlementIn, _told(row), body))
    return show_settlement(correct(request.auth, row, **columns))


@router.delete("/{ref}/settlement", auth=WRITING, response={204: None}, summary="Reopen a loan")
def reopen_loan(request: ApiRequest, ref: Path[Ref]) -> None:
    """Take the settlement back: the loan counts as open again, unless its repayments cover all that it asks."""
    take_back(request.auth, _in_force(request, ref))
