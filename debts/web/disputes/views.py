"""Where messages contradict the ledger, and the summary of it as a page, as a PDF and as a bundle."""

from collections.abc import Callable
from datetime import date, datetime

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.dossier.bundle import bundle_file_name
from debts.dossier.formats import Made, summary_as_bundle, summary_as_pdf, summary_of
from debts.dossier.summary import summary_file_name
from debts.models import Lender, Loan
from debts.web.context import own_or_404, writing
from debts.web.disputes.overview import cases_of, cases_shared_with, disputed_lenders
from debts.web.dossiers.handing_out import hand_out, handed_before
from debts.web.pages import OwnRequest, form_methods


@require_safe
def disputes(request: OwnRequest) -> HttpResponse:
    """List the disputes, and the lenders with messages that contradict the ledger, each with the way to its summary."""
    user = request.user
    context = {"lenders": disputed_lenders(user), "cases": cases_of(user), "shared": cases_shared_with(user)}
    return render(request, "disputes/list.html", context)


@require_safe
def dispute_loan(request: OwnRequest, pk: int) -> HttpResponse:
    """Show the summary of one loan."""
    return _page(request, own_or_404(Loan, request, pk))


@require_safe
def dispute_lender(request: OwnRequest, pk: int) -> HttpResponse:
    """Show the summary of all loans with one lender."""
    return _page(request, own_or_404(Lender, request, pk))


@form_methods
def dispute_loan_pdf(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the summary of one loan as PDF."""
    return _pdf(request, own_or_404(Loan, request, pk))


@form_methods
def dispute_lender_pdf(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the summary of one lender as PDF."""
    return _pdf(request, own_or_404(Lender, request, pk))


@form_methods
def dispute_loan_bundle(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the evidence bundle of one loan."""
    return _bundle(request, own_or_404(Loan, request, pk))


@form_methods
def dispute_lender_bundle(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the evidence bundle of one lender."""
    return _bundle(request, own_or_404(Lender, request, pk))


def _page(request: OwnRequest, about: Loan | Lender) -> HttpResponse:
    name = about._meta.model_name or ""
    ways = {way: reverse(f"dispute_{name}_{way}", args=[about.pk]) for way in ("pdf", "bundle")}
    context = {"document": summary_of(about, timezone.now()), "handed": handed_before(about), name: about, **ways}
    return render(request, "disputes/summary.html", context)


def _pdf(request: OwnRequest, about: Loan | Lender) -> HttpResponseBase:
    """The PDF, dated by the last entry of the evidence log that is about a fact and not by the clock.

    Made twice from the same facts it is the same to the byte, so its hash can be quoted and checked later.
    """
    return _handed_out(
        request,
        about,
        summary_as_pdf,
        name=lambda made, _day: summary_file_name(made.document),
        trouble=_("PDF 没有做成，数据没有受影响。可以先用浏览器打印这一页；如果反复出现，请查看服务器日志。"),
    )


def _bundle(request: OwnRequest, about: Loan | Lender) -> HttpResponseBase:
    """The bundle, dated as the PDF is; whole or not at all."""
    lender = about.lender if isinstance(about, Loan) else about
    return _handed_out(
        request,
        about,
        summary_as_bundle,
        name=lambda _made, day: bundle_file_name(lender, day),
        trouble=_("证据包没有做成，数据没有受影响。请到“存证日志”里全部核对一遍，看有没有文件不见了。"),
    )


def _handed_out(
    request: OwnRequest,
    about: Loan | Lender,
    make: Callable[[Loan | Lender, datetime], Made],
    name: Callable[[Made, date], str],
    trouble: str,
) -> HttpResponseBase:
    """The file for whoever presses the button; an address that is only opened shows the summary and notes nothing."""
    page = redirect(f"dispute_{about._meta.model_name}", about.pk)
    if request.method != "POST":
        return page
    handed = hand_out(request, writing(request), about, make=lambda now: make(about, now), name=name, trouble=trouble)
    return handed or page
