"""Where messages contradict the ledger, and the summary of it as a page and as a PDF."""

import logging
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.dossier.build import build_summary, time_of_facts
from debts.dossier.bundle import build_bundle, bundle_file_name
from debts.dossier.pdf import RenderingError, render_pdf
from debts.dossier.summary import SummaryDocument, summary_file_name
from debts.models import Lender, Loan
from debts.web.context import own_or_404
from debts.web.disputes.overview import cases_of, disputed_lenders
from debts.web.pages import OwnRequest

logger = logging.getLogger(__name__)


@require_safe
def disputes(request: OwnRequest) -> HttpResponse:
    """List the disputes, and the lenders with messages that contradict the ledger, each with the way to its summary."""
    context = {"lenders": disputed_lenders(request.user), "cases": cases_of(request.user)}
    return render(request, "disputes/list.html", context)


@require_safe
def dispute_loan(request: OwnRequest, pk: int) -> HttpResponse:
    """Show the summary of one loan."""
    loan = own_or_404(Loan, request, pk)
    return _page(request, {"loan": loan}, "dispute_loan", loan.pk)


@require_safe
def dispute_lender(request: OwnRequest, pk: int) -> HttpResponse:
    """Show the summary of all loans with one lender."""
    lender = own_or_404(Lender, request, pk)
    return _page(request, {"lender": lender}, "dispute_lender", lender.pk)


@require_safe
def dispute_loan_pdf(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the summary of one loan as PDF; see ``_pdf`` for its date."""
    return _pdf(request, {"loan": own_or_404(Loan, request, pk)}, reverse("dispute_loan", args=[pk]))


@require_safe
def dispute_lender_pdf(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the summary of one lender as PDF; see ``_pdf`` for its date."""
    return _pdf(request, {"lender": own_or_404(Lender, request, pk)}, reverse("dispute_lender", args=[pk]))


@require_safe
def dispute_loan_bundle(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the evidence bundle of one loan."""
    return _bundle(request, {"loan": own_or_404(Loan, request, pk)}, reverse("dispute_loan", args=[pk]))


@require_safe
def dispute_lender_bundle(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the evidence bundle of one lender."""
    return _bundle(request, {"lender": own_or_404(Lender, request, pk)}, reverse("dispute_lender", args=[pk]))


def _page(request: OwnRequest, about: dict[str, Any], name: str, pk: int) -> HttpResponse:
    ways = {"pdf": reverse(f"{name}_pdf", args=[pk]), "bundle": reverse(f"{name}_bundle", args=[pk])}
    return render(request, "disputes/summary.html", {"document": _document(request, about), **ways, **about})


def _pdf(request: OwnRequest, about: dict[str, Any], page: str) -> HttpResponseBase:
    """Make the PDF, dated by the last entry of the evidence log and not by the clock.

    Made twice from the same facts it is the same to the byte, so its hash can be quoted and checked later.
    """
    document = _document(request, about)
    try:
        content = render_pdf(document)
    except RenderingError:
        logger.exception("A dispute summary could not be set.")
        messages.error(
            request, _("PDF 没有做成，数据没有受影响。可以先用浏览器打印这一页；如果反复出现，请查看服务器日志。")
        )
        return redirect(page)
    return _file(content, summary_file_name(document), "application/pdf")


def _bundle(request: OwnRequest, about: dict[str, Any], page: str) -> HttpResponseBase:
    """Make the bundle, dated as the PDF is; whole or not at all."""
    now = time_of_facts(request.user) or timezone.now()
    try:
        bundle = build_bundle(request.user, **about, now=now)
    except (RenderingError, FileNotFoundError):
        logger.exception("An evidence bundle could not be made.")
        messages.error(request, _("证据包没有做成，数据没有受影响。请到“存证日志”里全部核对一遍，看有没有文件不见了。"))
        return redirect(page)
    name = bundle_file_name(_lender_of(**about), timezone.localdate(now))
    response = _file(bundle.content, name, "application/zip")
    response["X-Manifest-SHA256"] = bundle.manifest_hash
    return response


def _lender_of(loan: Loan | None = None, lender: Lender | None = None) -> Lender | None:
    """The lender that a bundle is about."""
    return loan.lender if loan else lender


def _file(content: bytes, name: str, kind: str) -> HttpResponseBase:
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name)
    response["Content-Type"] = kind
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _document(request: OwnRequest, about: dict[str, Any]) -> SummaryDocument:
    return build_summary(request.user, **about, now=time_of_facts(request.user) or timezone.now())
