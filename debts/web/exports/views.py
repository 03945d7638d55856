"""The page with the downloads, and the downloads themselves."""

import tempfile

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from debts.dossier.exports import ENDINGS, Format, export_name, write_export
from debts.web.pages import OwnRequest

_TEXT = frozenset({Format.BEANCOUNT, Format.HLEDGER})


@require_safe
def export(request: OwnRequest) -> HttpResponse:
    """Say what can be taken where."""
    return render(request, "exports/export.html")


@require_safe
def export_file(request: OwnRequest, form: str) -> FileResponse:
    """Send the ledger in one format.

    It is written to the disk before the first byte is sent, so that a failure is told and no download is ever half;
    the file has no name there and is gone with the answer.
    """
    if form not in ENDINGS:
        raise Http404
    chosen, now = Format(form), timezone.localtime()
    aside = tempfile.TemporaryFile(dir=settings.HOME)  # noqa: SIM115  the answer closes it
    try:
        write_export(request.user, chosen, aside, now)
    except BaseException:
        aside.close()
        raise
    aside.seek(0)
    response = FileResponse(aside, as_attachment=True, filename=export_name(chosen, now))
    response["Content-Type"] = "text/plain; charset=utf-8" if chosen in _TEXT else "application/zip"
    response["X-Content-Type-Options"] = "nosniff"
    return response
