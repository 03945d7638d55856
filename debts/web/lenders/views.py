"""The owner's lenders, the form for one, and the search behind the type-ahead."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.actions import correct, record_lender, take_back
from debts.actions.corrections import StillNeeded
from debts.models import Lender, Loan
from debts.web.context import own_or_404, writing
from debts.web.lenders.forms import LenderForm
from debts.web.lenders.picking import certain, choices_for
from debts.web.loans.history import history_of
from debts.web.pages import OwnRequest, ask, confirmed, form_methods, form_page


@require_safe
def lenders(request: OwnRequest) -> HttpResponse:
    """List the owner's lenders."""
    loans = Count("loans", filter=Q(loans__removed_at=None))
    rows = Lender.objects.of(request.user).annotate(loan_count=loans)
    return render(request, "lenders/list.html", {"lenders": rows})


@require_safe
def lender(request: OwnRequest, pk: int) -> HttpResponse:
    """Show one lender with its names and loans."""
    row = own_or_404(Lender, request, pk)
    loans = Loan.objects.of(request.user).filter(lender=row)
    context = {"lender": row, "loans": loans, "unknown": _("没有记"), "history": history_of(request.user, [row.ref])}
    return render(request, "lenders/lender.html", context)


@form_methods
def lender_new(request: OwnRequest) -> HttpResponse:
    """Record a lender by hand."""
    ctx = writing(request)
    form = LenderForm(request.POST or None, owner=ctx.owner)

    def save() -> str:
        row = record_lender(ctx, **form.cleaned_data)
        messages.success(request, _("已添加这家机构。"))
        return reverse("lender", args=[row.pk])

    return form_page(request, form, save, template="lenders/form.html", back=reverse("lenders"))


@form_methods
def lender_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Correct a lender's names; the messages are read again with them."""
    row = own_or_404(Lender, request, pk)
    ctx = writing(request)
    initial = {name: getattr(row, name) for name in LenderForm.base_fields}
    form = LenderForm(request.POST or None, owner=ctx.owner, lender=row, initial=initial)
    back = reverse("lender", args=[row.pk])

    def save() -> str:
        correct(ctx, row, **form.cleaned_data)
        messages.success(request, _("已保存，有关的消息已经重新判定。"))
        return back

    return form_page(request, form, save, template="lenders/form.html", back=back, lender=row)


@form_methods
def lender_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Take a lender back that has no loans, after asking."""
    row = own_or_404(Lender, request, pk)
    if not confirmed(request):
        question = _("撤回之后，消息里再出现这个名字就不会认作账本里的机构。它曾经被记下这件事会留在存证日志里。")
        back = reverse("lender", args=[row.pk])
        return ask(request, title=_("撤回这家机构"), question=question, button=_("撤回"), back=back)
    try:
        take_back(writing(request), row)
    except StillNeeded:
        messages.error(request, _("这家机构下面还有借款或者争议。借款请先撤回，或者改到别的机构；有争议的要留着。"))
        return redirect("lender", pk=row.pk)
    messages.success(request, _("已撤回这家机构。"))
    return redirect("lenders")


@require_safe
def lender_search(request: OwnRequest) -> HttpResponse:
    """Offer the lenders that a typed name may mean: a part of a page, for the type-ahead."""
    text = request.GET.get("lender", "").strip()[:200]
    choices = choices_for(request.user, text)
    sure = certain(choices, text)
    context = {"choices": choices, "asked": text, "picked": sure.key if sure else ""}
    return render(request, "lenders/choices.html", context)
