"""Recording that a loan ended, seeing at once whether the entries agree with it, and opening the loan again."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from debts.actions import WriteContext, correct, record_repayment, settle, take_back
from debts.actions.refresh import refreshing_once
from debts.finance import PaymentKind
from debts.models import Loan, Settlement
from debts.queries import loans_of, settlement_of, zone_of
from debts.reconciler.endings import Agreement, AgreementCode, agreement_of
from debts.web.context import own_or_404, writing
from debts.web.loans.check_forms import MissingPaymentForm, WaivedRestForm
from debts.web.loans.ending_forms import SettlementForm, settlement_initial
from debts.web.loans.ending_part import course_of
from debts.web.pages import OwnRequest, ask, confirmed, form_methods, form_page


@form_methods
def settlement_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Record how and when a loan ended, or correct it; then go on to what does not agree with it."""
    loan = own_or_404(Loan, request, pk)
    ctx = writing(request)
    settlement = Settlement.objects.of(ctx.owner).filter(loan=loan).first()
    form = SettlementForm(request.POST or None, loan=loan, now=ctx.now, initial=settlement_initial(settlement))

    def save() -> str:
        with refreshing_once(ctx):
            _put_down(ctx, loan, settlement, form.facts())
            _record_sums(ctx, loan, form)
        messages.success(request, _("已记下结清，有关的消息已经重新判定。"))
        return _next_page(request, loan)

    return form_page(request, form, save, template="loans/settlement.html", loan=loan, settlement=settlement)


@form_methods
def settlement_check(request: OwnRequest, pk: int) -> HttpResponse:
    """Say whether the entries agree with the settlement; what is missing can be recorded as paid or as waived."""
    loan, agreement = _compared(request, pk)
    if agreement is None:
        return redirect("settlement_edit", pk=pk)
    ctx = writing(request)
    way = request.POST.get("way")
    paid = MissingPaymentForm(request.POST if way == "paid" else None, now=ctx.now, agreement=agreement)
    waived = WaivedRestForm(request.POST if way == "waived" else None, now=ctx.now, agreement=agreement)
    chosen = {"paid": paid, "waived": waived}.get(way or "")
    if chosen and chosen.is_valid():
        record_repayment(ctx, loan=loan, **chosen.cleaned_data)
        messages.success(request, _("已记下，有关的消息已经重新判定。"))
        return redirect(_next_page(request, loan))
    context = {"loan": loan, "agreement": agreement, "paid": paid, "waived": waived}
    return render(request, "loans/settlement_check.html", context)


@form_methods
def settlement_reopen(request: OwnRequest, pk: int) -> HttpResponse:
    """Take the settlement back, after asking: the loan is open again."""
    loan = own_or_404(Loan, request, pk)
    back = reverse("loan", args=[loan.pk])
    if not confirmed(request):
        question = _("撤回结清之后，这笔借款重新算作未结清，之前判为“结清后催收”的消息会重新判定。证明材料不会被撤回。")
        return ask(request, title=_("撤回结清"), question=question, button=_("撤回结清"), back=back)
    ctx = writing(request)
    for settlement in Settlement.objects.of(ctx.owner).filter(loan=loan):
        take_back(ctx, settlement)
    messages.success(request, _("已撤回结清，有关的消息已经重新判定。"))
    return redirect(back)


def _put_down(ctx: WriteContext, loan: Loan, settlement: Settlement | None, facts: dict[str, Any]) -> None:
    """Record a settlement; one whose moment moves is replaced, so that the moment before stays known."""
    if settlement and settlement.settled_at == facts["settled_at"]:
        correct(ctx, settlement, **facts)
    else:
        settle(ctx, loan, **facts)


def _record_sums(ctx: WriteContext, loan: Loan, form: SettlementForm) -> None:
    settled_at: datetime = form.cleaned_data["settled_at"]
    if paid := form.sum_of("paid_last"):
        record_repayment(ctx, loan=loan, paid_at=settled_at, amount=paid)
    if waived := form.sum_of("waived"):
        kind = PaymentKind.WAIVER.value
        record_repayment(ctx, loan=loan, paid_at=settled_at, amount=waived, kind=kind, method="")


def _next_page(request: OwnRequest, loan: Loan) -> str:
    """Where to go after a write: to the comparison as long as it has something to ask, else to the loan."""
    _loan, agreement = _compared(request, loan.pk)
    if agreement and agreement.needs_a_look:
        return reverse("settlement_check", args=[loan.pk])
    if agreement and agreement.code is AgreementCode.AGREES:
        messages.info(request, _("记录的还款和结清对得上。"))
    return reverse("loan", args=[loan.pk])


def _compared(request: OwnRequest, pk: int) -> tuple[Loan, Agreement | None]:
    loan = get_object_or_404(loans_of(request.user), pk=pk)
    if settlement_of(loan) is None:
        return loan, None
    return loan, agreement_of(course_of(request.user, loan, zone_of(request.user)))
