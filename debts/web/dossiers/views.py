"""The page that exports a dispute. The file comes as the answer to its form; each one is noted before it is sent."""

import logging
from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from debts.dossier.covers import FIELDS, Cover, Field
from debts.dossier.formats import CONTENT_TYPES, export_file_name, make_export, note_made
from debts.dossier.pdf import RenderingError
from debts.models import Dispute, DossierExport, DossierForm
from debts.web.context import own_or_404, writing
from debts.web.dossiers.forms import ExportForm
from debts.web.pages import OwnRequest

logger = logging.getLogger(__name__)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Handed:
    """An export that was made before, as the page shows it."""

    row: DossierExport
    covered: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
def dispute_export(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Ask for the form and what to cover; answer with the file."""
    dispute = own_or_404(Dispute, request, pk)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _handed_out(request, dispute, DossierForm(form.cleaned_data["form"]), form.cover())
        if made:
            return made
    return _page(request, dispute, form)


@require_http_methods(["GET", "HEAD", "POST"])
def dispute_bundle(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Hand out the evidence bundle to whoever presses the button; an address that is only opened notes nothing."""
    dispute = own_or_404(Dispute, request, pk)
    if request.method != "POST":
        return redirect("dispute_export", pk)
    return _handed_out(request, dispute, DossierForm.ZIP, Cover()) or redirect("dispute_export", pk)


def _page(request: OwnRequest, dispute: Dispute, form: ExportForm) -> HttpResponse:
    rows = DossierExport.objects.of(request.user).filter(dispute=dispute)[:SHOWN]
    known = set(Field)
    handed = [Handed(row, [str(FIELDS[Field(code)]) for code in row.covered if code in known]) for row in rows]
    return render(request, "exports/dispute.html", {"dispute": dispute, "form": form, "handed": handed})


def _handed_out(request: OwnRequest, dispute: Dispute, form: DossierForm, cover: Cover) -> HttpResponseBase | None:
    """The file, whole and noted; None where it could not be made, which the page then says."""
    ctx = writing(request)
    try:
        made = make_export(dispute, form, ctx.now, cover)
    except (RenderingError, FileNotFoundError):
        logger.exception("A dossier could not be made.")
        messages.error(request, _("材料没有做成，数据没有受影响。请到“存证日志”里全部核对一遍，看有没有文件不见了。"))
        return None
    note_made(ctx, dispute, made)
    name = export_file_name(dispute, form, timezone.localdate(made.document.made_at))
    response = FileResponse(BytesIO(made.content), as_attachment=True, filename=name)
    response["Content-Type"] = CONTENT_TYPES[form]
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
