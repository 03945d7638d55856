"""The planning page. What it is asked for stands in its address, so that a way to pay off can be kept as a link."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from debts.actions import set_profile
from debts.dossier.dues import open_loans
from debts.queries import profile_of
from debts.web.context import writing
from debts.web.pages import OwnRequest
from debts.web.planning.due import due_list, left_out_rows, month_rows
from debts.web.planning.forms import WEEKS, IncomeForm, weeks_of
from debts.web.planning.payoff import payoff_form, payoff_of


@require_safe
def plan(request: OwnRequest) -> HttpResponse:
    """Show what is due, what a month costs, and ways to pay off."""
    income = profile_of(request.user).monthly_income
    return _page(request, IncomeForm(initial={"monthly_income": income}))


@require_POST
def plan_income(request: OwnRequest) -> HttpResponse:
    """Keep the income of a month, or forget it."""
    form = IncomeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    income = form.cleaned_data["monthly_income"]
    set_profile(writing(request), monthly_income=income)
    messages.success(request, _("已保存。") if income else _("已经不再记您的收入。"))
    return redirect("plan")


def _page(request: OwnRequest, income_form: IncomeForm) -> HttpResponse:
    loans = open_loans(request.user, timezone.now(), timezone.get_current_timezone())
    weeks = weeks_of(request.GET)
    income = profile_of(request.user).monthly_income
    context: dict[str, Any] = {
        "weeks": weeks,
        "all_weeks": WEEKS,
        "until": loans.last_day(weeks),
        "due": due_list(loans, weeks),
        "months": month_rows(loans, income),
        "income": income,
        "income_form": income_form,
        "left_out": left_out_rows(loans),
        "has_loans": bool(loans.loans),
        "has_open": bool(loans.counted or loans.left_out),
    }
    form = payoff_form(loans, request.GET)
    return render(request, "planning/plan.html", context | {"payoff_form": form, "payoff": payoff_of(loans, form)})
