"""An old loan that ended long ago: lender, loan, settlement and proof in one form and one transaction."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from debts.actions import WriteContext, attach_proof, record_loan, settle
from debts.actions.refresh import refreshing_once
from debts.models import Loan
from debts.models.settlements import ProofKind, SettlementBasis
from debts.web.context import writing
from debts.web.file_fields import kept
from debts.web.lenders.picking import choices_for, lender_for, product_meant
from debts.web.loans.ending_forms import OldLoanForm
from debts.web.pages import OwnRequest, form_methods, form_page


@form_methods
def loan_old(request: OwnRequest) -> HttpResponse:
    """Record a loan that is paid off already; lender, amount and day are enough, a proof makes it weigh more."""
    ctx = writing(request)
    form = OldLoanForm(request.POST or None, request.FILES or None, owner=ctx.owner, now=ctx.now)

    def save() -> str:
        recorded = _record(ctx, form)
        messages.success(request, _("已记下这笔结清的借款。以后收到它的催收，贴进来就能查。"))
        return reverse("loan", args=[recorded.pk])

    return form_page(request, form, save, template="loans/old.html", back=reverse("loans"))


def _record(ctx: WriteContext, form: OldLoanForm) -> Loan:
    """Write it all; the file goes first, so that no other writer waits for the disk."""
    data = form.cleaned_data
    product = data["product"] or product_meant(
        choices_for(ctx.owner, data["lender"]), data["lender_pick"], data["lender"]
    )
    with refreshing_once(ctx):
        file = kept(ctx, data["file"])
        lender = lender_for(ctx, data["lender_pick"], data["lender"])
        terms = {"principal": data["principal"], "drawn_on": data["drawn_on"], "product": product}
        loan = record_loan(ctx, lender=lender, **terms)
        settle(ctx, loan, settled_at=form.settled_at, basis=data["basis"] or SettlementBasis.PAID_IN_FULL)
        if form.has_proof:
            kind = data["proof_kind"] or ProofKind.SETTLEMENT_CERTIFICATE
            attach_proof(ctx, loan, kind=kind, issued_on=data["issued_on"], scope=form.scope, attachment=file)
    return loan
