"""Messages of two sources that may be one: a page of pairs, each answered with one button, and undone with another."""

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from debts.actions import TakenBack, WriteContext
from debts.actions.twins import ask_again, join, keep_apart
from debts.models import Twin, TwinAnswer
from debts.web.context import own_or_404, writing
from debts.web.imports.reports import open_twins
from debts.web.pages import OwnRequest

PAIRS_ON_A_PAGE = 10
ANSWERED_SHOWN = 10
BOTH = ("first__verdict__loan__lender", "second__verdict__loan__lender", "first__batch", "second__batch")


@require_safe
def twins(request: OwnRequest) -> HttpResponse:
    """Show the pairs that are asked about, and the latest answers."""
    answered = Twin.objects.of(request.user).exclude(answer=TwinAnswer.OPEN).select_related(*BOTH)
    pairs = Paginator(open_twins(request.user).select_related(*BOTH), PAIRS_ON_A_PAGE)
    context = {
        "page": pairs.get_page(request.GET.get("page")),
        "answered": answered.order_by("-pk")[:ANSWERED_SHOWN],
    }
    return render(request, "imports/twins.html", context)


@require_POST
def answer(request: OwnRequest, pk: int) -> HttpResponse:
    """Record whether two messages are one, or take that back."""
    twin = own_or_404(Twin, request, pk)
    try:
        toasts.success(request, _answered(writing(request), twin, request.POST.get("answer", "")))
    except TakenBack:
        toasts.warning(request, _("这一对已经回答过，或者其中一条已经撤回。"))
    return redirect("import_twins")


def _answered(ctx: WriteContext, twin: Twin, asked: str) -> str:
    if asked == TwinAnswer.JOINED:
        join(ctx, twin)
        return _("已并为一条，只算一次。")
    if asked == TwinAnswer.APART:
        keep_apart(ctx, twin)
        return _("两条都留着，不会再问。")
    ask_again(ctx, twin)
    return _("已撤回，两条都在，可以重新选。")
