"""The list of loans, one loan with its life, and the form for its terms."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.actions import correct, record_loan, take_back
from debts.actions.corrections import StillNeeded
from debts.actions.refresh import refreshing_once
from debts.finance import statement_lines
from debts.models import Loan, Message, Verdict
from debts.queries import kept_by, loans_of, zone_of
from debts.web.context import is_htmx, own_or_404, writing
from debts.web.lenders.picking import choices_for, lender_for, product_meant
from debts.web.loans.costs import costs_of
from debts.web.loans.drawing import draw
from debts.web.loans.ending_part import ending_of
from debts.web.loans.history import history_of, refs_of
from debts.web.loans.loan_form import LoanForm, loan_initial
from debts.web.loans.payoff import PayoffForm, payoff_on
from debts.web.loans.preview import Preview, preview_of
from debts.web.loans.reclaiming import reclaim_view
from debts.web.loans.rows import repayment_rows, when
from debts.web.loans.schedule_lines import schedule_of
from debts.web.loans.sources import sources_of
from debts.web.loans.standing import LoanStanding, owed_in_total, standing_of
from debts.web.loans.terms_form import TermsForm
from debts.web.loans.terms_shown import fees_shown, terms_shown
from debts.web.loans.timeline import events_of, stretches
from debts.web.pages import OwnRequest, ask, came_from, confirmed, form_methods, form_page

MESSAGES_SHOWN = 100
FEES = "fees"  # of the button that asks for another row of fees


@require_safe
def loans(request: OwnRequest) -> HttpResponse:
    """List the loans: open ones first, then the settled ones."""
    now, zone = timezone.now(), zone_of(request.user)
    flagged = kept_by(request.user, "loan", is_flagged=True)
    every = [standing_of(row, now, zone, flagged[row.pk]) for row in loans_of(request.user)]
    open_ones = [row for row in every if not row.is_settled]
    open_ones.sort(key=lambda row: (not row.is_overdue, row.position.overdue_since or now.date()))
    settled = [row for row in every if row.is_settled]
    context = {"open_loans": open_ones, "settled_loans": settled, "owed": owed_in_total(open_ones)}
    return render(request, "loans/list.html", context)


@require_safe
def loan(request: OwnRequest, pk: int) -> HttpResponse:
    """Show one loan with everything that happened to it."""
    row = get_object_or_404(loans_of(request.user).annotate(messages_kept=_messages_kept()), pk=pk)
    now, zone = timezone.now(), zone_of(request.user)
    kept = Message.objects.of(request.user).filter(verdict__loan=row).select_related("verdict__loan__lender")
    received, refs = list(kept[:MESSAGES_SHOWN]), refs_of(row)
    count: int = row.messages_kept  # type: ignore[attr-defined]  # set by the annotation
    standing = standing_of(row, now, zone)
    ending = ending_of(request.user, row, now, zone)
    events = events_of(standing, received, now, zone, ending.refuted)
    context = {
        "loan": row,
        "standing": standing,
        "now": now,
        "unknown": _("不清楚"),
        "terms": terms_shown(row),
        "fees": fees_shown(row, standing.course.terms),
        "schedule": schedule_of(standing),
        "statements": statement_lines(standing.course, now),
        "repayments": repayment_rows(standing, zone),
        "reclaim": reclaim_view(standing),
        "cost": costs_of(standing)[-1],
        **_payoff(request, standing),
        "ending": ending,
        "settled_when": when(standing.settled_at, zone) if standing.settled_at else "",
        "received": received,
        "more_messages": max(0, count - len(received)),
        "stretches": stretches(events),
        "drawing": draw(events, now),
        "history": history_of(request.user, refs),
        "sources": sources_of(request.user, refs),
    }
    return render(request, "loans/loan.html", context)


def _messages_kept() -> Coalesce:
    """How many messages are about a loan, in the question that reads it."""
    about = Verdict.objects.filter(loan=OuterRef("pk"), message__removed_at=None).order_by().values("loan")
    return Coalesce(Subquery(about.annotate(count=Count("pk")).values("count")), 0)


def _payoff(request: OwnRequest, standing: LoanStanding) -> dict[str, object]:
    """What ends the loan on the day that is asked about, today where none is; nothing of one that has ended."""
    if standing.is_settled:
        return {}
    today = standing.course.day(standing.position.at)
    form = PayoffForm(request.GET if "on" in request.GET else None, standing=standing, initial={"on": today})
    day = form.cleaned_data["on"] if form.is_valid() else today
    return {"payoff_form": form, "payoff": payoff_on(standing, day) if form.is_valid() or not form.is_bound else None}


@form_methods
def loan_new(request: OwnRequest) -> HttpResponse:
    """Record a loan; lender and amount suffice. A bill may name the lender and be come back to."""
    ctx = writing(request)
    named = {"lender": request.GET.get("lender", "")}
    form = LoanForm(request.POST or None, owner=ctx.owner, now=ctx.now, initial=named)

    def save() -> str:
        facts = _with_product(form)
        with refreshing_once(ctx):
            lender = lender_for(ctx, form.cleaned_data["lender_pick"], form.cleaned_data["lender"])
            recorded = record_loan(ctx, lender=lender, **facts)
        messages.success(request, _("已记下这笔借款。接着可以记还款，或者记结清。"))
        return came_from(request, reverse("loan", args=[recorded.pk]))

    return _terms_page(request, form, save, back=came_from(request, reverse("loans")))


@form_methods
def loan_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Correct a loan; what was there before stays in its history."""
    row = own_or_404(Loan, request, pk)
    ctx = writing(request)
    form = LoanForm(request.POST or None, owner=ctx.owner, now=ctx.now, initial=loan_initial(row))
    back = reverse("loan", args=[row.pk])

    def save() -> str:
        with refreshing_once(ctx):
            lender = lender_for(ctx, form.cleaned_data["lender_pick"], form.cleaned_data["lender"])
            correct(ctx, row, lender=lender, **form.facts())
        messages.success(request, _("已保存。修改前的内容留在下面的修改记录里。"))
        return back

    return _terms_page(request, form, save, back=back, loan=row)


def _terms_page(request: OwnRequest, form: LoanForm, save: Callable[[], str], **context: object) -> HttpResponse:
    """The form's page, or while it is being filled in only what its terms come to: that saves nothing."""
    wanted = request.POST.get("calculate", "")
    if is_htmx(request) and wanted == FEES:
        return render(request, "loans/fee_rows.html", {"form": form})
    if is_htmx(request) and wanted:
        return render(request, "loans/preview.html", {"preview": preview_of(_bare(request, form))})
    template = "loans/form.html"
    if wanted:
        form.forgive_gaps()
        return render(request, template, {"form": form, "preview": preview_of(form), **context})
    loan = context.get("loan")
    recorded = Preview.of(loan.agreed, loan.currency) if isinstance(loan, Loan) else None
    shown = preview_of(_bare(request, form)) if form.is_bound else recorded
    return form_page(request, form, save, template=template, preview=shown, **context)


def _bare(request: OwnRequest, form: LoanForm) -> TermsForm:
    """The terms alone, without asking which lender is meant."""
    bare = TermsForm(request.POST, now=form.now)
    bare.is_valid()
    return bare


@form_methods
def loan_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Take a loan back, after asking."""
    row = own_or_404(Loan, request, pk)
    back = reverse("loan", args=[row.pk])
    if not confirmed(request):
        question = _("撤回之后，这笔借款不再参与判定，有关的消息会重新判定。它曾经被记下这件事会留在存证日志里。")
        return ask(request, title=_("撤回这笔借款"), question=question, button=_("撤回"), back=back)
    try:
        take_back(writing(request), row)
    except StillNeeded:
        messages.error(request, _("这笔借款下面还有还款、结清、证明或者争议。前三样请先逐一撤回；有争议的要留着。"))
        return redirect(back)
    messages.success(request, _("已撤回这笔借款。"))
    return redirect("loans")


def _with_product(form: LoanForm) -> dict[str, object]:
    """The facts of a new loan; a product typed in place of a lender's name is the product too.

    Asked before the lender is recorded: after that the directory entry is no longer offered.
    """
    facts = form.facts()
    if not facts["product"]:
        name = form.cleaned_data["lender"]
        facts["product"] = product_meant(choices_for(form.owner, name), form.cleaned_data["lender_pick"], name)
    return facts
