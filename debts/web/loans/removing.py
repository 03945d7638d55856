"""Taking back what is recorded beside a loan, after asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from debts.actions import take_back
from debts.models import Assignment, Repayment, SettlementProof
from debts.web.context import writing
from debts.web.pages import OwnRequest, ask, confirmed


def remove_from_loan(
    request: OwnRequest, row: Assignment | Repayment | SettlementProof, *, title: str, question: str, done: str
) -> HttpResponse:
    """Ask; once that is confirmed take ``row`` back, say that it is done, and go on to its loan."""
    back = reverse("loan", args=[row.loan_id])
    if not confirmed(request):
        return ask(request, title=title, question=question, button=_("撤回"), back=back)
    take_back(writing(request), row)
    messages.success(request, done)
    return redirect(back)
