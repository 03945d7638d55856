"""Papers that prove the end of a loan: adding one of a kind, correcting what is noted of it, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from debts.actions import attach_proof, correct
from debts.actions.refresh import refreshing_once
from debts.models import Loan, SettlementProof
from debts.queries import loans_of, zone_of
from debts.web.context import own_or_404, writing
from debts.web.fields import initial_of
from debts.web.file_fields import kept
from debts.web.loans.ending_part import ending_of
from debts.web.loans.proof_forms import KINDS, SHOWN_KINDS, ProofForm
from debts.web.loans.removing import remove_from_loan
from debts.web.pages import OwnRequest, form_methods, form_page


@form_methods
def proof_new(request: OwnRequest, pk: int) -> HttpResponse:
    """Keep a proof of the settlement with its file, to the byte: first its kind is chosen, then asked about."""
    loan = own_or_404(Loan, request, pk)
    kind = request.POST.get("kind") or request.GET.get("kind") or ""
    if kind not in KINDS:
        return render(request, "loans/proof_kinds.html", {"loan": loan, "kinds": SHOWN_KINDS})
    ctx = writing(request)
    form = ProofForm(request.POST or None, request.FILES or None, kind=kind, now=ctx.now)

    def save() -> str:
        with refreshing_once(ctx):
            file = kept(ctx, form.cleaned_data["file"])
            proof = attach_proof(ctx, loan, kind=kind, attachment=file, **form.facts())
        return _said(request, proof)

    return form_page(request, form, save, template="loans/proof.html", loan=loan, **_words_of(kind))


@form_methods
def proof_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Correct what is noted of a proof, or put its file beside it; a file that is kept stays kept."""
    proof = own_or_404(SettlementProof, request, pk)
    ctx = writing(request)
    form = ProofForm(
        request.POST or None, request.FILES or None, kind=proof.kind, now=ctx.now, initial=initial_of(ProofForm, proof)
    )

    def save() -> str:
        with refreshing_once(ctx):
            file = kept(ctx, form.cleaned_data["file"]) or proof.attachment
            correct(ctx, proof, attachment=file, **form.facts())
        return _said(request, proof)

    context = {"loan": proof.loan, "proof": proof, **_words_of(proof.kind)}
    return form_page(request, form, save, template="loans/proof.html", **context)


@form_methods
def proof_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Take a proof back, after asking; its file stays where it is."""
    proof = own_or_404(SettlementProof, request, pk)
    return remove_from_loan(
        request,
        proof,
        title=_("撤回这份证明"),
        question=_("撤回之后，这份证明不再用来支持判定。文件本身和存证日志都会保留。"),
        done=_("已撤回这份证明。"),
    )


def _words_of(kind: str) -> dict[str, str]:
    name, hint = next((name, hint) for value, name, hint in SHOWN_KINDS if value == kind)
    return {"kind": kind, "kind_name": str(name), "hint": str(hint)}


def _said(request: OwnRequest, proof: SettlementProof) -> str:
    """Tell that a proof is kept, and what is wrong with it; return where to go."""
    messages.success(request, _("已保存这份证明。"))
    now, zone = timezone.now(), zone_of(request.user)
    ending = ending_of(request.user, get_object_or_404(loans_of(request.user), pk=proof.loan_id), now, zone)
    row = next(row for row in ending.proofs if row.proof.pk == proof.pk)
    for remark in row.remarks:
        messages.warning(request, remark.what)
    return reverse("loan", args=[proof.loan_id])
