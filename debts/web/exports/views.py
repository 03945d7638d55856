"""The page with the downloads, and the downloads themselves."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from debts.dossier.exports import ENDINGS, MEDIA_TYPES, Format, export_aside, export_name
from debts.web.files import download
from debts.web.pages import OwnRequest


@require_safe
def export(request: OwnRequest) -> HttpResponse:
    """Say what can be taken where."""
    return render(request, "exports/export.html")


@require_safe
def export_file(request: OwnRequest, form: str) -> FileResponse:
    """Send the ledger in one format. The file has no name on the disk and is gone with the answer."""
    if form not in ENDINGS:
        raise Http404
    chosen, now = Format(form), timezone.localtime()
    return download(export_aside(request.user, chosen, now), export_name(chosen, now), MEDIA_TYPES[chosen])
