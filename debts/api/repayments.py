"""Entries about money and one loan: payments, waivers, refunds and what did not go through."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from ninja import Path, Query, Router

from debts.actions import correct, record_repayment, take_back
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction
from debts.api.resources import Body, Kept, Page, PageQuery, changed, own, page_of, partial
from debts.api.values import Moment, Money, Ref, Short, Sum, one_of, words
from debts.finance import Parts, Payment, PaymentKind, Purpose, check_payments
from debts.models import Loan, Repayment
from debts.models.loans import PARTS
from debts.queries import zone_of
from debts.wording.finance import say_entry_problem

router = Router(tags=["repayments"])

FUTURE = "It lies in the future; the ledger holds only what has happened."


class RepaymentIn(Body):
    """An entry; its amount is always above nothing, and its kind says which way it counts.

    The four parts are the split that a receipt shows: given one, the others are nothing where they are left out.
    """

    paid_at: Moment
    amount: Sum
    method: words(32) = Repayment.Way.BANK_CARD.value
    reference: Short = ""
    kind: one_of(PaymentKind) = PaymentKind.PAYMENT.value
    purpose: one_of(Purpose) = Purpose.REGULAR.value
    fee_part: Money | None = None
    penalty_part: Money | None = None
    interest_part: Money | None = None
    principal_part: Money | None = None
    reversed_at: Moment | None = None


class RepaymentOut(RepaymentIn, Kept):
    """An entry of the ledger, in the currency of its loan."""

    loan: Ref
    currency: str


RepaymentChanges = partial(RepaymentIn)
_USUAL = {"kind": PaymentKind.PAYMENT.value, "purpose": Purpose.REGULAR.value}
# What is refused; an entry before the drawing is kept, for people may pay so.
_REFUSED = {"agreed": f"/{PARTS[0]}", "reversed_at": "/reversed_at", "amount": "/amount"}


def _told(row: Repayment) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in RepaymentIn.model_fields}
    return plain | {name: getattr(row, name) or usual for name, usual in _USUAL.items()}


def _columns(request: ApiRequest, loan: Loan, body: RepaymentIn) -> dict[str, Any]:
    columns = {name: getattr(body, name) for name in RepaymentIn.model_fields}
    if any(columns[part] is not None for part in PARTS):
        columns |= {part: columns[part] or Decimal(0) for part in PARTS}
    if problems := list(_problems(request, loan, columns)):
        raise Contradiction(*problems)
    return columns | {name: "" if columns[name] == usual else columns[name] for name, usual in _USUAL.items()}


def _problems(request: ApiRequest, loan: Loan, columns: dict[str, Any]) -> Iterator[tuple[str, str]]:
    now = timezone.now()
    for name in ("paid_at", "reversed_at"):
        if columns[name] and columns[name] > now:
            yield f"/{name}", FUTURE
    if columns["purpose"] != _USUAL["purpose"] and columns["kind"] != _USUAL["kind"]:
        yield "/purpose", "Only a payment has a purpose."
    parts = [columns[part] for part in PARTS]
    payment = Payment(
        paid_at=columns["paid_at"],
        amount=columns["amount"],
        kind=PaymentKind(columns["kind"]),
        purpose=Purpose(columns["purpose"]),
        agreed=None if None in parts else Parts(*parts),
        reversed_at=columns["reversed_at"],
    )
    for one in check_payments(loan.agreed, [payment], zone_of(request.auth.owner)):
        if one.field in _REFUSED:
            yield _REFUSED[one.field], say_entry_problem(one, loan.currency)


def show_repayment(row: Repayment) -> RepaymentOut:
    """An entry as the API gives it."""
    whose: dict[str, Any] = {"loan": row.loan.ref, "currency": row.loan.currency}
    return RepaymentOut.model_construct(**_told(row), **whose, id=row.ref, recorded_at=row.recorded_at)


@router.get("/loans/{ref}/repayments", auth=READING, response=Page[RepaymentOut], summary="List a loan's entries")
def list_repayments(request: ApiRequest, ref: Path[Ref], asked: Query[PageQuery]) -> Any:
    """Payments, waivers, refunds and failed debits of one loan, the last recorded first."""
    rows = Repayment.objects.of(request.auth.owner).filter(loan=own(Loan, request, ref)).select_related("loan")
    return page_of(request, rows, asked, show_repayment, RepaymentOut)


@router.post("/loans/{ref}/repayments", auth=WRITING, response={201: RepaymentOut}, summary="Record an entry")
def record_a_repayment(request: ApiRequest, ref: Path[Ref], body: RepaymentIn) -> Any:
    """Record what was paid, let go of or given back; kept messages are judged again where it matters."""
    loan = own(Loan, request, ref)
    return show_repayment(record_repayment(request.auth, loan=loan, **_columns(request, loan, body)))


@router.get("/repayments/{ref}", auth=READING, response=RepaymentOut, summary="Show an entry")
def get_repayment(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One entry."""
    return show_repayment(own(Repayment, request, ref))


@router.patch("/repayments/{ref}", auth=WRITING, response=RepaymentOut, summary="Correct an entry")
def correct_repayment(request: ApiRequest, ref: Path[Ref], body: RepaymentChanges) -> Any:
    """Change what is sent and leave the rest; the log keeps what was there before."""
    row = own(Repayment, request, ref)
    columns = _columns(request, row.loan, changed(RepaymentIn, _told(row), body))
    return show_repayment(correct(request.auth, row, **columns))


@router.delete("/repayments/{ref}", auth=WRITING, response={204: None}, summary="Take an entry back")
def remove_repayment(request: ApiRequest, ref: Path[Ref]) -> None:
    """It no longer counts, and stays on record as having been said."""
    take_back(request.auth, own(Repayment, request, ref))
