"""Recording lenders, loans, repayments and assignments."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner, log_write, refuse_strangers
from debts.actions.refresh import refresh_verdicts, refreshing_once
from debts.models import Assignment, Lender, Loan, Repayment
from debts.models.base import Fact

F = TypeVar("F", bound=Fact)


@transaction.atomic
def record_fact(ctx: WriteContext, model: type[F], **fields: Any) -> F:
    """Write one new fact of the owner, log it, and judge again what rests on it."""
    refuse_strangers(ctx, fields.values())
    lock_owner(ctx)
    record = model.objects.create(owner=ctx.owner, recorded_at=ctx.now, **fields)
    log_write(ctx, "recorded", [record])
    refresh_verdicts(ctx)
    return record


def record_lender(ctx: WriteContext, **fields: Any) -> Lender:
    """Record a lender with the names that it goes by."""
    return record_fact(ctx, Lender, **fields)


def record_loan(ctx: WriteContext, **fields: Any) -> Loan:
    """Record a loan; only the lender and the principal must be known."""
    return record_fact(ctx, Loan, **fields)


def record_repayment(ctx: WriteContext, **fields: Any) -> Repayment:
    """Record money paid towards a loan. Before the drawing or after the settlement is allowed: the page says so."""
    return record_fact(ctx, Repayment, **fields)


def record_payment(ctx: WriteContext, shares: Iterable[tuple[Loan, Decimal]], **fields: Any) -> list[Repayment]:
    """Record one payment over several loans: a repayment for each share above nothing, all of them or none."""
    with refreshing_once(ctx):
        return [record_repayment(ctx, loan=loan, amount=amount, **fields) for loan, amount in shares if amount]


def record_assignment(ctx: WriteContext, **fields: Any) -> Assignment:
    """Record that a loan was handed to somebody else."""
    return record_fact(ctx, Assignment, **fields)
