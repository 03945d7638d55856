"""Loans: who lent, what was agreed, how they stand."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Path, Query, Router
from pydantic import StringConstraints

from debts.actions import correct, record_loan, take_back
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction
from debts.api.resources import Body, Kept, Page, PageQuery, changed, own, page_of, partial
from debts.api.values import (
    DailyRate,
    Day,
    Money,
    Names,
    Note,
    Rate,
    Ref,
    Short,
    Sum,
    Truth,
    one_of,
    whole,
    words,
)
from debts.finance import (
    MAX_TERM_MONTHS,
    AllocationOrder,
    DayCount,
    Fee,
    FeeTiming,
    FirstPeriod,
    GivenInstalment,
    LoanTerms,
    PenaltyBase,
    RateUnit,
    RepaymentMethod,
    Statement,
    check_terms,
)
from debts.finance.problems import MAX_GRACE_DAYS
from debts.finance.schedules import MAX_DUE_DAY, MAX_TERM_DAYS
from debts.models import Lender, Loan
from debts.models.terms import SAME_NAMES, fields_of
from debts.reconciler.types import LoanRole
from debts.wording.finance import say_term_problem

router = Router(tags=["loans"])

CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
RegionCode = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|other)$")]
_MOST_ROWS = 600


class FeeIn(Body):
    """A cost beside the interest: a sum, or a share of the principal."""

    timing: one_of(FeeTiming)
    amount: Money | None = None
    rate: Rate | None = None
    to_third_party: Truth = False
    name: Short = ""


class PlannedInstalment(Body):
    """A line of a plan as the contract has it."""

    due_on: Day
    total: Money
    principal: Money | None = None
    interest: Money | None = None
    fee: Money = Decimal("0.00")


class StatementIn(Body):
    """A statement of a credit card or a revolving credit."""

    day: Day
    due_on: Day
    balance: Money
    minimum: Money | None = None


class LoanIn(Body):
    """A loan: lender and principal suffice, everything else may stay unknown."""

    lender: Ref
    principal: Sum
    product: Short = ""
    contract_number: Short = ""
    currency: CurrencyCode = "CNY"
    region: RegionCode | None = Field(None, description="Where it was made; else the currency tells.")
    role: one_of(LoanRole) = LoanRole.BORROWER.value
    other_names: Names = []
    is_secured: Truth | None = None
    card_tail: words(8) = ""
    phone: words(32) = ""
    note: Note = ""
    received: Sum | None = None
    drawn_on: Day | None = None
    annual_rate: Rate | None = None
    rate_unit: one_of(RateUnit) = RateUnit.YEAR.value
    day_count: one_of(DayCount) = DayCount.MONTHS.value
    first_period: one_of(FirstPeriod) = FirstPeriod.WHOLE.value
    repayment_method: one_of(RepaymentMethod) = RepaymentMethod.FREE.value
    term_months: whole(1, MAX_TERM_MONTHS) | None = None
    term_days: whole(1, MAX_TERM_DAYS) | None = None
    first_due_on: Day | None = None
    due_day: whole(1, MAX_DUE_DAY) | None = None
    instalment: Sum | None = None
    grace_days: whole(0, MAX_GRACE_DAYS) | None = None
    daily_penalty_rate: DailyRate | None = None
    penalty_multiple: Rate | None = None
    penalty_base: one_of(PenaltyBase) = PenaltyBase.OVERDUE.value
    early_fee_rate: Rate | None = None
    fees_stay_on_payoff: Truth | None = None
    allocation_order: one_of(AllocationOrder) = AllocationOrder.INSTALMENTS.value
    fees: Annotated[list[FeeIn], Field(max_length=50)] = []
    plan: Annotated[list[PlannedInstalment], Field(max_length=_MOST_ROWS)] = []
    statements: Annotated[list[StatementIn], Field(max_length=_MOST_ROWS)] = []


class LoanOut(LoanIn, Kept):
    """A loan of the ledger. How it stands is asked at ``/loans/{ref}/state``."""


LoanChanges = partial(LoanIn)

# The usual case of each choice, which is stored as nothing.
_USUAL = {
    "rate_unit": RateUnit.YEAR.value,
    "day_count": DayCount.MONTHS.value,
    "first_period": FirstPeriod.WHOLE.value,
    "penalty_base": PenaltyBase.OVERDUE.value,
    "allocation_order": AllocationOrder.INSTALMENTS.value,
    "role": LoanRole.BORROWER.value,
}
_PLAIN = ("product", "contract_number", "currency", "other_names", "is_secured", "card_tail", "phone", "note")


def _told(loan: Loan) -> dict[str, Any]:
    terms = loan.agreed
    return {
        **{name: getattr(loan, name) for name in LoanIn.model_fields if name not in ("lender", *_USUAL)},
        **{name: getattr(loan, name) or usual for name, usual in _USUAL.items()},
        "lender": loan.lender.ref,
        "region": loan.region or None,
        "fees": _rows(FeeIn, terms.fees),
        "plan": _rows(PlannedInstalment, terms.given),
        "statements": _rows(StatementIn, terms.statements),
    }


def _rows(body: Any, rows: Iterable[Any]) -> list[Any]:
    return [body.model_construct(**{name: getattr(row, name) for name in body.model_fields}) for row in rows]


def _columns(request: ApiRequest, body: LoanIn) -> dict[str, Any]:
    """The columns of a loan; raises Contradiction where the terms cannot be so."""
    terms = _terms(body)
    if problems := check_terms(terms):
        raise Contradiction(*((_place(one.field, one.row), say_term_problem(one, body.currency)) for one in problems))
    lender = own(Lender, request, body.lender, pointer="/lender")
    choices = {
        name: "" if getattr(body, name) == _USUAL[name] else getattr(body, name) for name in ("role", "rate_unit")
    }
    plain = {name: getattr(body, name) for name in _PLAIN}
    return {**fields_of(terms), **plain, **choices, "lender": lender, "region": body.region or ""}


_NAMES = {"given": "plan", "method": "repayment_method", "order": "allocation_order"}


def _place(field: str, row: int | None) -> str:
    return f"/{_NAMES.get(field, field)}" + (f"/{row - 1}" if row else "")


def _terms(body: LoanIn) -> LoanTerms:
    return LoanTerms(
        **{name: getattr(body, name) for name in SAME_NAMES},
        method=RepaymentMethod(body.repayment_method),
        day_count=DayCount(body.day_count),
        first_period=FirstPeriod(body.first_period),
        penalty_base=PenaltyBase(body.penalty_base),
        order=AllocationOrder(body.allocation_order),
        grace_days=body.grace_days or 0,
        fees_stay_on_payoff=bool(body.fees_stay_on_payoff),
        fees=tuple(Fee(**{**dict(row), "timing": FeeTiming(row.timing)}) for row in body.fees),
        given=tuple(GivenInstalment(**dict(row)) for row in body.plan),
        statements=tuple(Statement(**dict(row)) for row in body.statements),
    )


def show_loan(loan: Loan) -> LoanOut:
    """A loan as the API gives it."""
    return LoanOut.model_construct(**_told(loan), id=loan.ref, recorded_at=loan.recorded_at)


class LoanQuery(PageQuery):
    """Which loans are asked for."""

    lender: Ref | None = Field(None, description="Of this lender alone.")


@router.get("", auth=READING, response=Page[LoanOut], summary="List the loans")
def list_loans(request: ApiRequest, asked: Query[LoanQuery]) -> Any:
    """All loans of the ledger, the last recorded first."""
    rows = Loan.objects.of(request.auth.owner).select_related("lender")
    if asked.lender:
        rows = rows.filter(lender=own(Lender, request, asked.lender))
    return page_of(request, rows, asked, show_loan, LoanOut)


@router.post("", auth=WRITING, response={201: LoanOut}, summary="Record a loan")
def record_a_loan(request: ApiRequest, body: LoanIn) -> Any:
    """Record a loan; kept messages that it can explain are judged again."""
    return show_loan(record_loan(request.auth, **_columns(request, body)))


@router.get("/{ref}", auth=READING, response=LoanOut, summary="Show a loan")
def get_loan(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One loan with its terms."""
    return show_loan(own(Loan, request, ref))


@router.patch("/{ref}", auth=WRITING, response=LoanOut, summary="Correct a loan")
def correct_loan(request: ApiRequest, ref: Path[Ref], body: LoanChanges) -> Any:
    """Change what is sent and leave the rest; the log keeps what was there before."""
    loan = own(Loan, request, ref)
    columns = _columns(request, changed(LoanIn, _told(loan), body))
    return show_loan(correct(request.auth, loan, **columns))


@router.delete("/{ref}", auth=WRITING, response={204: None}, summary="Take a loan back")
def remove_loan(request: ApiRequest, ref: Path[Ref]) -> None:
    """Take it back; refused while repayments, a settlement, proofs or disputes rest on it."""
    take_back(request.auth, own(Loan, request, ref))
