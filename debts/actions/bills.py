"""Recording the repayments of a bill as one batch, and undoing the batch as one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.corrections import take_back
from debts.actions.evidence import lock_owner, log_write, refuse_strangers
from debts.actions.messages import record_batch
from debts.actions.refresh import refreshing_once
from debts.models import ImportBatch, Loan, Repayment


@dataclass(frozen=True, slots=True)
class NewRepayment:
    """A repayment to record; ``loan`` is the loan's ref, the amount is in the loan's currency."""

    loan: str
    paid_at: datetime
    amount: Decimal
    method: str = ""
    reference: str = ""


def import_repayments(
    ctx: WriteContext, find: Callable[[], Iterable[NewRepayment]], *, source: str, sha256: str = ""
) -> ImportBatch | None:
    """Record what ``find`` gives as one batch; None where it gives nothing, and then nothing is written.

    ``find`` is called under the owner's lock, so that what it takes for new is new: two imports of one file at once
    record its repayments once.
    """
    with refreshing_once(ctx):
        lock_owner(ctx)
        found = list(find())
        if not found:
            return None
        batch = record_batch(ctx, source, sha256)
        loans = {loan.ref: loan for loan in Loan.objects.of(ctx.owner)}
        rows = [_repayment(ctx, one, loans[one.loan], batch) for one in found]
        Repayment.objects.bulk_create(rows)
        log_write(ctx, "recorded", rows)
        return batch


def _repayment(ctx: WriteContext, new: NewRepayment, loan: Loan, batch: ImportBatch) -> Repayment:
    return Repayment(
        owner=ctx.owner,
        recorded_at=ctx.now,
        loan=loan,
        batch=batch,
        paid_at=new.paid_at,
        amount=new.amount,
        method=new.method,
        reference=new.reference,
    )


@transaction.atomic
def undo_import(ctx: WriteContext, batch: ImportBatch) -> int:
    """Take back the repayments of a batch that still count, and the batch; return how many repayments there were."""
    refuse_strangers(ctx, [batch])
    with refreshing_once(ctx):
        lock_owner(ctx)
        repayments = list(Repayment.objects.of(ctx.owner).filter(batch=batch))
        for repayment in repayments:
            take_back(ctx, repayment)
        take_back(ctx, batch)
    return len(repayments)
