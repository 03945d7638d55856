"""Lenders: who lent, by every name that a message may use."""

from typing import Any

from ninja import Path, Query, Router

from debts.actions import correct, record_lender, take_back
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.resources import Body, Kept, Page, PageQuery, changed, own, page_of, partial
from debts.api.values import Name, Names, Ref, Truth, one_of
from debts.models import Lender
from debts.models.lenders import LenderKind

router = Router(tags=["lenders"])


class LenderIn(Body):
    """A lender as the owner knows it."""

    name: Name
    kind: one_of(LenderKind) | None = None
    aliases: Names = []
    signatures: Names = []
    senders: Names = []
    collectors: Names = []
    is_kept: Truth = True


class LenderOut(LenderIn, Kept):
    """A lender of the ledger."""


LenderChanges = partial(LenderIn)


def _told(lender: Lender) -> dict[str, Any]:
    return {name: getattr(lender, name) for name in LenderIn.model_fields} | {"kind": lender.kind or None}


def _columns(body: LenderIn) -> dict[str, Any]:
    return {name: getattr(body, name) for name in LenderIn.model_fields} | {"kind": body.kind or ""}


def show_lender(lender: Lender) -> LenderOut:
    """A lender as the API gives it."""
    return LenderOut.model_construct(**_told(lender), id=lender.ref, recorded_at=lender.recorded_at)


@router.get("", auth=READING, response=Page[LenderOut], summary="List the lenders")
def list_lenders(request: ApiRequest, asked: Query[PageQuery]) -> Any:
    """All lenders of the ledger, the last recorded first."""
    return page_of(request, Lender.objects.of(request.auth.owner), asked, show_lender, LenderOut)


@router.post("", auth=WRITING, response={201: LenderOut}, summary="Record a lender")
def record_a_lender(request: ApiRequest, body: LenderIn) -> Any:
    """Record who lent; the more names, the more messages are recognised."""
    return show_lender(record_lender(request.auth, **_columns(body)))


@router.get("/{ref}", auth=READING, response=LenderOut, summary="Show a lender")
def get_lender(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One lender with all its names."""
    return show_lender(own(Lender, request, ref))


@router.patch("/{ref}", auth=WRITING, response=LenderOut, summary="Correct a lender")
def correct_lender(request: ApiRequest, ref: Path[Ref], body: LenderChanges) -> Any:
    """Change what is sent and leave the rest; kept messages are judged again where it matters."""
    lender = own(Lender, request, ref)
    return show_lender(correct(request.auth, lender, **_columns(changed(LenderIn, _told(lender), body))))


@router.delete("/{ref}", auth=WRITING, response={204: None}, summary="Take a lender back")
def remove_lender(request: ApiRequest, ref: Path[Ref]) -> None:
    """Take it back; refused while loans or disputes rest on it."""
    take_back(request.auth, own(Lender, request, ref))
