"""The letter that asks for a certificate: shown with what is missing, changed on the page, taken along as a file."""

from django.db.models import F, Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from debts.access import as_owner
from debts.disputes.course import CERTIFICATE
from debts.dossier.letters.certificate import KIND
from debts.dossier.letters.certificate import certificate_letter as write_certificate_letter
from debts.dossier.letters.letter import length_of, places_left
from debts.models import Dispute, DisputeItem, Loan
from debts.queries import loans_of
from debts.web.letters.gaps import gap_lines
from debts.web.letters.handing import hand_out, letter_form
from debts.web.letters.sending import Sending
from debts.web.pages import OwnRequest, form_methods


@form_methods
def certificate_letter(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Show the letter to be changed; hand it out as text or PDF, or as a page to print, with the changes made.

    Where a dispute goes on about the loan, that it was sent is recorded there.
    """
    loan = get_object_or_404(loans_of(request.user), pk=pk)
    dispute = _dispute_about(loan)
    letter = write_certificate_letter(loan, timezone.now(), exhibits=_numbers(dispute))
    form = letter_form(request, letter)
    sending = Sending(request, as_owner(dispute), letter, kind=KIND, channel=CERTIFICATE) if dispute else None
    is_sent = sending is not None and sending.is_asked
    handed_out = sending.record(form) if sending and is_sent else hand_out(request, letter, form)
    if handed_out is not None:
        return handed_out
    context = {
        "loan": loan,
        "letter": letter,
        "form": form,
        "gaps": gap_lines(letter.gaps, loan.lender, loan),
        "places": len(places_left(letter.text)),
        "length": length_of(form["text"].value() or ""),
        "dispute": dispute,
        "sending": sending.form if sending else None,
    }
    return render(request, "loans/letter.html", context)


def _dispute_about(loan: Loan) -> Dispute | None:
    """The dispute that goes on about the loan, else the one about everything with its lender."""
    rows = Dispute.objects.of(loan.owner).filter(lender=loan.lender, closed_at=None).filter(Q(loan=loan) | Q(loan=None))
    found: Dispute | None = rows.order_by(F("loan").desc(nulls_last=True), "-opened_at", "-pk").first()
    return found


def _numbers(dispute: Dispute | None) -> dict[int, int]:
    """The numbers of the proofs that are exhibits, by the proofs' own keys."""
    rows = DisputeItem.objects.filter(dispute=dispute, removed_at=None).exclude(proof=None) if dispute else ()
    return {row.proof_id: row.number for row in rows if row.proof_id}
