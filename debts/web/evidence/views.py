"""The evidence log: its newest entries, a check of everything, and tree heads to keep and to compare."""

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from debts.actions import Route
from debts.dossier.mailed_heads import can_mail_head, mail_head
from debts.dossier.time_stamps import NotStamped, is_stampable, stamp_head
from debts.dossier.tree_heads import (
    MAX_BYTES,
    NoTreeHead,
    TreeHead,
    compare,
    entries_of,
    head_of,
    read_head,
    tree_of,
    write_head,
)
from debts.dossier.verification import verify
from debts.models import EvidenceEntry, StampedHead, User
from debts.queries import row_number
from debts.web.evidence.words import NOT_STAMPED, STANDINGS, lines_of, say_disagreement
from debts.web.pages import OwnRequest

logger = logging.getLogger(__name__)
SHOWN = 50
STAMPS_SHOWN = 10
MOST_TOLD = 100


class HeadForm(forms.Form):
    """A tree head that was kept elsewhere."""

    head = forms.FileField(
        label=_("留存的树头文件"),
        error_messages={
            "required": _("请选以前下载的树头文件（.json）。"),
            "empty": _("这个文件是空的。请选以前下载的树头文件（.json）。"),
        },
    )

    def clean_head(self) -> TreeHead:
        """Read the file; anything else than a tree head is said to be none."""
        try:
            return read_head(self.cleaned_data["head"].read(MAX_BYTES))
        except NoTreeHead:
            raise forms.ValidationError(
                _("这不是从这里下载的树头文件。文件名一般像 jieqing-tree-head-128.json。")
            ) from None


@require_safe
def evidence(request: OwnRequest) -> HttpResponse:
    """Show how long the log is and its newest entries; older ones by their number in the address."""
    return _page(request)


@require_POST
def evidence_verify(request: OwnRequest) -> HttpResponse:
    """Check the chain, all records and all files, and say what does not agree."""
    report = verify(request.user)
    problems = [say_disagreement(problem) for problem in report.problems[:MOST_TOLD]]
    more = max(0, len(report.problems) - MOST_TOLD)
    return _page(request, report=report, problems=problems, more_problems=more)


@require_POST
def evidence_compare(request: OwnRequest) -> HttpResponse:
    """Hold the log against a tree head that was kept."""
    form = HeadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form)
    head = form.cleaned_data["head"]
    standing = compare(tree_of(entries_of(request.user)), head)
    return _page(request, compared=head, standing=standing, verdict=STANDINGS[standing])


@require_safe
def evidence_head(request: OwnRequest) -> HttpResponse:
    """Hand out the tree head as a file to keep elsewhere."""
    head = head_of(request.user, timezone.now())
    response = HttpResponse(write_head(head), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="jieqing-tree-head-{head.size}.json"'
    return response


@require_POST
def evidence_stamp(request: OwnRequest) -> HttpResponse:
    """Have the head stamped by the authority that is set."""
    try:
        stamped = stamp_head(request.user, timezone.now(), Route.WEB)
    except NotStamped as problem:
        messages.error(request, str(NOT_STAMPED[problem.code]))
    else:
        at = date_format(timezone.localtime(stamped.stamped_at), "DATETIME_FORMAT")
        messages.success(request, _("已盖时间戳：%(at)s。") % {"at": at})
    return redirect("evidence")


@require_POST
def evidence_mail(request: OwnRequest) -> HttpResponse:
    """Send the head to the owner's own address."""
    if not can_mail_head(request.user):
        raise Http404
    try:
        mail_head(request.user, timezone.now())
    except OSError:  # every failure of a mail server is one of these
        logger.exception("A tree head could not be mailed.")
        messages.error(request, _("邮件没有发出去，请过一会儿再试；也可以下载树头自己存。"))
    else:
        messages.success(request, _("已经发到 %(address)s。") % {"address": request.user.email})
    return redirect("evidence")


def _page(request: OwnRequest, **context: Any) -> HttpResponse:
    before = request.GET.get("before", "")
    entries = _entries(request.user, before)
    given = {
        "form": HeadForm(),
        "head": head_of(request.user, timezone.now()),
        "lines": lines_of(entries[:SHOWN]),
        "next": entries[SHOWN - 1].sequence if len(entries) > SHOWN else None,
        "is_later_page": before.isdecimal(),
        "can_stamp": is_stampable(),
        "can_mail": can_mail_head(request.user),
        "stamps": StampedHead.objects.filter(owner=request.user)[:STAMPS_SHOWN],
    }
    return render(request, "evidence/log.html", {**given, **context})


def _entries(owner: User, before: str) -> list[EvidenceEntry]:
    """The entries of a page, and one more where older ones follow."""
    entries = EvidenceEntry.objects.filter(owner=owner).order_by("-sequence")
    if number := row_number(before):
        entries = entries.filter(sequence__lt=number)
    return list(entries[: SHOWN + 1])
