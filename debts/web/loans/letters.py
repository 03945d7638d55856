"""The letter that asks for a certificate: shown with what is missing, changed on the page, taken along as a file."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from debts.dossier.letters.certificate import certificate_letter as write_certificate_letter
from debts.dossier.letters.letter import places_left
from debts.queries import loans_of
from debts.web.letters.gaps import gap_lines
from debts.web.letters.handing import hand_out, letter_form
from debts.web.pages import OwnRequest


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_letter(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Show the letter to be changed; hand it out as text or PDF, or as a page to print, with the changes made."""
    loan = get_object_or_404(loans_of(request.user), pk=pk)
    letter = write_certificate_letter(loan, timezone.now())
    form = letter_form(request, letter)
    if (handed_out := hand_out(request, letter, form)) is not None:
        return handed_out
    context = {
        "loan": loan,
        "letter": letter,
        "form": form,
        "gaps": gap_lines(letter.gaps, loan.lender, loan),
        "places": len(places_left(letter.text)),
    }
    return render(request, "loans/letter.html", context)
