"""Recording money paid, correcting it and taking it back."""

from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from debts.actions import correct, record_repayment
from debts.finance.moments import at_end_of
from debts.models import Loan, Repayment, Settlement
from debts.queries import loans_of, row_number, zone_of
from debts.web.context import own_or_404, writing
from debts.web.fields import initial_of
from debts.web.loans.payment_form import RepaymentForm
from debts.web.loans.removing import remove_from_loan
from debts.web.loans.standing import payment_remarks, standing_of
from debts.web.pages import OwnRequest, form_methods, form_page


@form_methods
def repayment_new(request: OwnRequest, pk: int) -> HttpResponse:
    """Record a repayment; the amount that is due is filled in."""
    loan = get_object_or_404(loans_of(request.user), pk=pk)
    ctx = writing(request)
    form = RepaymentForm(request.POST or None, loan=loan, now=ctx.now, initial=_suggestion(request, loan, ctx.now))

    def save() -> str:
        row = record_repayment(ctx, loan=loan, **form.cleaned_data)
        messages.success(request, _("已记下这笔还款。"))
        _remark(request, row)
        if "another" in request.POST:
            return f"{reverse('repayment_new', args=[loan.pk])}?after={row.pk}"
        return reverse("loan", args=[loan.pk])

    has_others = Loan.objects.of(request.user).filter(lender=loan.lender_id).exclude(pk=loan.pk).exists()
    return form_page(request, form, save, template="loans/repayment.html", loan=loan, has_others=has_others)


@form_methods
def repayment_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Correct a repayment."""
    row = own_or_404(Repayment, request, pk)
    ctx = writing(request)
    form = RepaymentForm(request.POST or None, loan=row.loan, now=ctx.now, initial=initial_of(RepaymentForm, row))

    def save() -> str:
        correct(ctx, row, **form.cleaned_data)
        messages.success(request, _("已保存。修改前的内容留在借款的修改记录里。"))
        _remark(request, row)
        return reverse("loan", args=[row.loan_id])

    return form_page(request, form, save, template="loans/repayment.html", loan=row.loan, repayment=row)


@form_methods
def repayment_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Take a repayment back, after asking."""
    row = own_or_404(Repayment, request, pk)
    return remove_from_loan(
        request,
        row,
        title=_("撤回这笔还款"),
        question=_("撤回之后，这笔还款不再计入，有关的消息会重新判定。它曾经被记下这件事会留在存证日志里。"),
        done=_("已撤回这笔还款。"),
    )


def _suggestion(request: OwnRequest, loan: Loan, now: datetime) -> dict[str, Any]:
    """Today, and the sum that is due: what is overdue, else the next instalment. Of several, one more a month later."""
    today = at_end_of(timezone.localdate(now), timezone.get_current_timezone())
    after = row_number(request.GET.get("after"))
    if before := Repayment.objects.of(request.user).filter(loan=loan, pk=after).first():
        in_a_month = timezone.localtime(before.paid_at) + relativedelta(months=1)
        return {"amount": before.amount, "paid_at": min(in_a_month, today)}
    at = standing_of(loan, now, zone_of(request.user)).position
    return {"amount": at.overdue or at.next_amount, "paid_at": today}


def _remark(request: OwnRequest, row: Repayment) -> None:
    """Say what is odd about the time of a repayment, once it is kept."""
    settlement = Settlement.objects.of(request.user).filter(loan=row.loan_id).first()
    for remark in payment_remarks(row.loan, settlement, row.paid_at, zone_of(request.user)):
        messages.warning(request, remark)
