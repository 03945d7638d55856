"""The page that exports a dispute. The file comes as the answer to its form; each one is noted before it is sent."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from debts.access import Access
from debts.disputes.roles import Deed
from debts.dossier.covers import Cover
from debts.dossier.formats import export_file_name, make_export
from debts.dossier.legal import language_now
from debts.models import Dispute, DossierForm
from debts.web.context import writing
from debts.web.disputes.access import of_dispute
from debts.web.dossiers.forms import ExportForm
from debts.web.dossiers.handing_out import hand_out, handed_before
from debts.web.pages import OwnRequest, form_methods


@form_methods
@of_dispute(Deed.EXPORT)
def dispute_export(request: OwnRequest, access: Access) -> HttpResponseBase:
    """Ask for the form and what to cover; answer with the file."""
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        made = _handed_out(request, access, DossierForm(chosen["form"]), form.cover(), chosen["language"])
        if made:
            return made
    return _page(request, access.dispute, form)


@form_methods
@of_dispute(Deed.EXPORT)
def dispute_bundle(request: OwnRequest, access: Access) -> HttpResponseBase:
    """Hand out the evidence bundle to whoever presses the button; an address that is only opened notes nothing."""
    page = redirect("dispute_export", access.dispute.pk)
    if request.method != "POST":
        return page
    return _handed_out(request, access, DossierForm.ZIP, Cover(), language_now()) or page


def _page(request: OwnRequest, dispute: Dispute, form: ExportForm) -> HttpResponse:
    context = {"dispute": dispute, "form": form, "handed": handed_before(dispute)}
    return render(request, "exports/dispute.html", context)


def _handed_out(
    request: OwnRequest, access: Access, form: DossierForm, cover: Cover, language: str
) -> HttpResponseBase | None:
    dispute, worded = access.dispute, translation.override(language)
    return hand_out(
        request,
        writing(request, access),
        dispute,
        make=worded(lambda now: make_export(dispute, form, now, cover)),
        name=worded(lambda _made, day: export_file_name(dispute, form, day)),
        trouble=_("材料没有做成，数据没有受影响。请到“存证日志”里全部核对一遍，看有没有文件不见了。"),
    )
