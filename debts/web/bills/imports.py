"""The imports so far, what each has brought, and undoing one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.actions import undo_import
from debts.models import Attachment, ImportBatch, Loan, Repayment, User
from debts.web.bills.reading import Reading
from debts.web.context import writing
from debts.web.loans.standing import repayments_of
from debts.web.pages import OwnRequest, ask, confirmed, form_methods
from debts.wording import say_amount

SHOWN = 50
LOOKED_AT_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Share:
    """What an import brought to one loan."""

    loan: Loan
    count: int
    sum: str


@dataclass(frozen=True, slots=True)
class Imported:
    """An import with what still counts of it; ``file`` is the row of the bill, where that is kept."""

    pk: int
    name: str
    at: datetime
    is_undone: bool
    shares: tuple[Share, ...]
    file: int | None

    @property
    def count(self) -> int:
        """How many of its repayments count."""
        return sum(share.count for share in self.shares)


def imports_of(owner: User) -> list[Imported]:
    """The latest imports of bills, the newest first."""
    rows = list(_of_bills(owner).order_by("-recorded_at", "-pk")[:SHOWN])
    shares = _shares(owner, rows)
    kept = Attachment.objects.of(owner).filter(sha256__in={row.sha256 for row in rows})
    files = dict(kept.values_list("sha256", "pk"))
    return [_imported(row, shares.get(row.pk, ()), files.get(row.sha256)) for row in rows]


def imports_in(reading: Reading) -> list[Imported]:
    """The imports of one bill that are in force; costs no query."""
    return [_imported(row, _shares_in(reading.loans, row), reading.kept.pk) for row in reading.batches]


def _imported(row: ImportBatch, shares: Iterable[Share], file: int | None) -> Imported:
    return Imported(row.pk, row.source, row.recorded_at, row.removed_at is not None, tuple(shares), file)


def looked_at(owner: User) -> list[Attachment]:
    """Files that were handed in as bills and of which nothing is recorded: files that no proof rests on."""
    imported = _of_bills(owner).filter(removed_at=None).values("sha256")
    files = Attachment.objects.of(owner).filter(proofs=None).exclude(sha256__in=imported)
    return list(files.order_by("-recorded_at", "-pk")[:LOOKED_AT_SHOWN])


@form_methods
def bill_import_undo(request: OwnRequest, pk: int) -> HttpResponse:
    """Take the repayments of an import back, after asking."""
    batch = get_object_or_404(_of_bills(request.user), pk=pk, removed_at=None)
    if not confirmed(request):
        return ask(request, **_question(request, batch))
    count = undo_import(writing(request), batch)
    words = ngettext("已撤销这次导入，撤回了 %(count)d 笔还款。", "已撤销这次导入，撤回了 %(count)d 笔还款。", count)
    messages.success(request, words % {"count": count})
    return redirect("bills")


def _question(request: OwnRequest, batch: ImportBatch) -> dict[str, str]:
    kept = Attachment.objects.of(request.user).filter(sha256=batch.sha256).first()
    found = _imported(batch, _shares(request.user, [batch]).get(batch.pk, ()), kept.pk if kept else None)
    question = ngettext(
        "从“%(name)s”记入的 %(count)d 笔还款会全部撤回，有关的消息会重新判定。文件和存证日志都会保留，以后可以再导入。",
        "从“%(name)s”记入的 %(count)d 笔还款会全部撤回，有关的消息会重新判定。文件和存证日志都会保留，以后可以再导入。",
        found.count,
    )
    return {
        "title": _("撤销这次导入"),
        "question": question % {"name": batch.source, "count": found.count},
        "button": _("撤销导入"),
        "back": reverse("bill", args=[found.file]) if found.file else reverse("bills"),
    }


def _of_bills(owner: User) -> QuerySet[ImportBatch]:
    """The owner's batches that brought repayments, those that were undone too."""
    brought = Repayment.objects.filter(owner=owner).exclude(batch=None).values("batch")
    return ImportBatch.objects.filter(owner=owner, pk__in=brought)


def _shares(owner: User, batches: Iterable[ImportBatch]) -> dict[int, list[Share]]:
    paid = Repayment.objects.of(owner).filter(batch__in=list(batches)).order_by().values_list("batch", "loan")
    sums = list(paid.annotate(Count("pk"), Sum("amount")).order_by("batch", "loan"))
    loans = {
        row.pk: row for row in Loan.objects.filter(pk__in={loan for _b, loan, *_ in sums}).select_related("lender")
    }
    shares: dict[int, list[Share]] = {}
    for batch, loan, count, total in sums:
        share = Share(loans[loan], count, say_amount(Decimal(total), loans[loan].currency))
        shares.setdefault(batch, []).append(share)
    return shares


def _shares_in(loans: Iterable[Loan], batch: ImportBatch) -> Iterator[Share]:
    for loan in loans:
        sums = [row.amount for row in repayments_of(loan) if row.batch_id == batch.pk]
        if sums:
            yield Share(loan, len(sums), say_amount(sum(sums, Decimal(0)), loan.currency))
