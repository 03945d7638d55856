"""Handing in a file, watching its import, and its report."""

from typing import Any

from django.contrib import messages as toasts
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from debts.actions import HeldByDispute, StillNeeded
from debts.actions.imports import decided_in, undo_messages
from debts.finding import NEWEST_FIRST
from debts.importing.background import UNDER_WAY, revive, start
from debts.importing.handing_in import PATIENCE, drop_file, hand_in, within
from debts.intake.detect import UnknownFormat
from debts.intake.screenshots.files import is_picture
from debts.models import ImportBatch, Message
from debts.web.context import is_htmx, writing
from debts.web.imports.forms import ImportForm
from debts.web.imports.reports import open_twins, progress_of, report_of
from debts.web.imports.sources import how_to
from debts.web.pages import OwnRequest, form_methods
from debts.web.screenshots.handing_in import take
from debts.wording import IMPORT_PROBLEMS

BATCHES_SHOWN = 30
MESSAGES_SHOWN = 10
_HEAD = 16  # bytes by which a picture is known


@form_methods
def imports(request: OwnRequest) -> HttpResponse:
    """Ask for a file and import it; beside it what was imported before."""
    if request.method != "POST":
        return _form_page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        asked = form.cleaned_data
        if is_picture(_head(asked["file"])):  # nobody should keep what a machine read without looking at it
            return redirect("pictures_review", take(request.user, [asked["file"]], timezone.now()))
        try:
            ctx = writing(request)
            batch = hand_in(ctx, asked["file"], keep=asked["keep"])
        except UnknownFormat as unknown:
            form.add_error("file", str(IMPORT_PROBLEMS[unknown.code]))
        else:
            if batch.recorded_at != ctx.now:
                toasts.info(request, _("这个文件以前导入过，里面的都已经存过，没有新消息。"))
            return redirect("import", batch.pk)
    return _form_page(request, form)


def _head(file: "UploadedFile[Any]") -> bytes:
    head: bytes = file.read(_HEAD)
    file.seek(0)
    return head


@require_safe
def import_(request: OwnRequest, pk: int) -> HttpResponse:
    """Show how far an import is or, when it has ended, its report."""
    batch = _batch(request, pk)
    now = timezone.now()
    revive(batch, now)
    kept = Message.objects.of(request.user).filter(batch=batch).select_related("verdict__loan__lender")
    context = {
        "batch": batch,
        "report": report_of(batch),
        "progress": progress_of(batch, now),
        "rows": kept.order_by(*NEWEST_FIRST)[:MESSAGES_SHOWN],
    }
    return render(request, "imports/import.html", context)


@require_safe
def progress(request: OwnRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far an import is; when it has ended, the page is to be shown anew."""
    batch = _batch(request, pk)
    if batch.state not in UNDER_WAY:
        return HttpResponseClientRefresh() if is_htmx(request) else redirect("import", pk)
    now = timezone.now()
    revive(batch, now)
    context = {"batch": batch, "progress": progress_of(batch, now)}
    return render(request, "imports/progress.html", context) if is_htmx(request) else redirect("import", pk)


@form_methods
def import_undo(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask first, and name what stands in the way; then take back the messages of an import."""
    batch = _batch(request, pk)
    if batch.removed_at is not None:
        return redirect("import", pk)
    if request.method == "POST":
        try:
            drop_file(batch)
            if not undo_messages(writing(request), batch, within(PATIENCE)):
                start(batch)
            toasts.success(request, _("已撤回这次导入。同一个文件以后还可以再导入。"))
            return redirect("import", pk)
        except HeldByDispute:
            raise  # every page says it in the same words
        except StillNeeded:
            pass  # the page below names the messages
    context = {"batch": batch, "decided": list(decided_in(batch)[:MESSAGES_SHOWN]), "report": report_of(batch)}
    return render(request, "imports/undo.html", context)


def _form_page(request: OwnRequest, form: ImportForm) -> HttpResponse:
    batches = ImportBatch.objects.filter(owner=request.user).exclude(form="").order_by("-pk")[:BATCHES_SHOWN]
    context = {"form": form, "batches": batches, "how_to": how_to(), "twins": open_twins(request.user).count()}
    return render(request, "imports/list.html", context)


def _batch(request: OwnRequest, pk: int) -> ImportBatch:
    """An import of the owner, also one that was undone: its page says so."""
    batch = ImportBatch.objects.filter(owner=request.user, pk=pk).exclude(form="").first()
    if batch is None:
        raise Http404
    found: ImportBatch = batch
    return found
