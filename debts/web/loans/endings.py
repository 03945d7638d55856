"""Recording that a loan ended, and the proofs of it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from debts.actions import attach_proof, correct, keep_file, settle, take_back
from debts.models import Loan, Settlement, SettlementProof
from debts.web.context import own_or_404, writing
from debts.web.loans.forms import ProofForm, SettlementForm, settlement_initial
from debts.web.pages import OwnRequest, confirmed, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def settlement_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Record when and on what ground a loan ended, or correct it."""
    loan = own_or_404(Loan, request, pk)
    ctx = writing(request)
    settlement = Settlement.objects.of(ctx.owner).filter(loan=loan).first()
    form = SettlementForm(request.POST or None, loan=loan, now=ctx.now, initial=settlement_initial(settlement))

    def save() -> str:
        if settlement:
            correct(ctx, settlement, **form.cleaned_data)
        else:
            settle(ctx, loan, **form.cleaned_data)
        messages.success(request, _("已记下结清，有关的消息已经重新判定。"))
        return reverse("loan", args=[loan.pk])

    return form_page(request, form, save, template="loans/settlement.html", loan=loan, settlement=settlement)


@require_http_methods(["GET", "HEAD", "POST"])
def settlement_reopen(request: OwnRequest, pk: int) -> HttpResponse:
    """Take the settlement back, after asking: the loan is open again."""
    loan = own_or_404(Loan, request, pk)
    back = reverse("loan", args=[loan.pk])
    if not confirmed(request):
        question = _("撤回结清之后，这笔借款重新算作未结清，之前判为“结清后催收”的消息会重新判定。证明材料不会被撤回。")
        context = {"title": _("撤回结清"), "question": question, "button": _("撤回结清"), "back": back}
        return render(request, "loans/confirm.html", context)
    ctx = writing(request)
    for settlement in Settlement.objects.of(ctx.owner).filter(loan=loan):
        take_back(ctx, settlement)
    messages.success(request, _("已撤回结清，有关的消息已经重新判定。"))
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def proof_new(request: OwnRequest, pk: int) -> HttpResponse:
    """Keep a proof of the settlement with its file, to the byte."""
    loan = own_or_404(Loan, request, pk)
    ctx = writing(request)
    form = ProofForm(request.POST or None, request.FILES or None, now=ctx.now)

    def save() -> str:
        fields = dict(form.cleaned_data)
        file = fields.pop("file")
        with transaction.atomic():
            kept = keep_file(ctx, file, file.name) if file else None
            attach_proof(ctx, loan, attachment=kept, **fields)
        messages.success(request, _("已保存这份证明。"))
        return reverse("loan", args=[loan.pk])

    return form_page(request, form, save, template="loans/proof.html", loan=loan)


@require_http_methods(["GET", "HEAD", "POST"])
def proof_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Take a proof back, after asking; its file stays where it is."""
    proof = own_or_404(SettlementProof, request, pk)
    back = reverse("loan", args=[proof.loan_id])
    if not confirmed(request):
        question = _("撤回之后，这份证明不再用来支持判定。文件本身和存证日志都会保留。")
        context = {"title": _("撤回这份证明"), "question": question, "button": _("撤回"), "back": back}
        return render(request, "loans/confirm.html", context)
    take_back(writing(request), proof)
    messages.success(request, _("已撤回这份证明。"))
    return redirect(back)
