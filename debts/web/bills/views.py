"""Handing a bill in, opening a locked one, and the table in which its repayments are confirmed."""

import tempfile

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.actions import keep_file
from debts.intake.bills import BillProblem, BillProblemCode, unlock
from debts.models import Attachment
from debts.web.bills.asking import Asked, asked_of, key_of
from debts.web.bills.confirming import Recorded, Refused, choices_of, record
from debts.web.bills.forms import PasswordForm, UploadForm, refuse_hopeless, refuse_large_bill
from debts.web.bills.imports import imports_in, imports_of, looked_at
from debts.web.bills.reading import Reading, opened, read
from debts.web.bills.table import OFFERED, Choices, Table
from debts.web.context import own_or_404, writing
from debts.web.pages import OwnRequest, form_methods, form_page
from debts.wording import say_bill_problem

ROWS_ON_A_PAGE = 100
IN_MEMORY = 8 << 20


@form_methods
def bills(request: OwnRequest) -> HttpResponse:
    """Ask for a bill, and list the imports so far."""
    form = UploadForm(request.POST or None, request.FILES or None, use_required_attribute=False)

    def save() -> str:
        file = form.cleaned_data["file"]
        return reverse("bill", args=[keep_file(writing(request), file, file.name).pk])

    context = {"imports": imports_of(request.user), "looked_at": looked_at(request.user)}
    return form_page(request, form, save, template="bills/list.html", **context)


@form_methods
def bill(request: OwnRequest, pk: int) -> HttpResponse:
    """Show what a bill holds against the ledger, and record what the person has ticked."""
    kept = own_or_404(Attachment, request, pk)
    asked = asked_of(request.GET, request.POST)
    try:
        if "record" in request.POST:
            return _record(request, kept, asked)
        choices = choices_of(request.POST) if request.method == "POST" else None
        return _page(request, read(request.user, kept, asked), asked, choices)
    except BillProblem as problem:
        return _unread(request, kept, problem)


@form_methods
def bill_unlock(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask for the password of a ZIP and keep what is in it as a bill of its own; the password is kept nowhere."""
    kept = own_or_404(Attachment, request, pk)
    form = PasswordForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("bill", _unlocked(request, kept, form.cleaned_data["password"]).pk)
        except BillProblem as problem:
            form.add_error("password", say_bill_problem(problem.code))
        except ValidationError as problem:
            form.add_error(None, problem)
    return render(request, "bills/unlock.html", {"form": form, "kept": kept})


def _unlocked(request: OwnRequest, kept: Attachment, password: str) -> Attachment:
    with opened(kept) as stream, tempfile.SpooledTemporaryFile(IN_MEMORY) as unpacked:
        name = unlock(stream, password, unpacked)
        refuse_large_bill(unpacked.tell())
        refuse_hopeless(unpacked)
        return keep_file(writing(request), unpacked, name)  # type: ignore[arg-type]  # reads and seeks like any file


def _record(request: OwnRequest, kept: Attachment, asked: Asked) -> HttpResponse:
    try:
        done = record(writing(request), kept, asked, request.POST)
    except Refused as refused:
        messages.error(request, _("还没有记入。请先改好标出来的行，再记一次。"))
        return _page(request, refused.reading, asked, refused.choices)
    _tell(request, done)
    return redirect(request.get_full_path())


def _tell(request: OwnRequest, done: Recorded) -> None:
    if done.batch is None:
        messages.info(request, _("没有记入新的还款：没有勾选，或者勾选的都已经在账本里。"))
        return
    words = ngettext("已记入 %(count)d 笔还款。", "已记入 %(count)d 笔还款。", done.count)
    messages.success(request, words % {"count": done.count})


def _page(request: OwnRequest, reading: Reading, asked: Asked, choices: Choices | None = None) -> HttpResponse:
    table = Table(reading, choices)
    page = Paginator(reading.plan.of(*OFFERED), ROWS_ON_A_PAGE).get_page(asked.page)
    context = {
        "kept": reading.kept,
        "aside_total": reading.aside.total,
        "aside_fitting": reading.aside.fitting,
        "counts": reading.plan.counts,
        "page": page,
        "lines": table.lines(list(page)),
        "noted": table.noted(),
        "aside": table.aside(),
        "unreadable": table.unreadable(),
        "taken": [key_of(place) for place in asked.taken],
        "find": asked.find,
        "imports": imports_in(reading),
        "new_loan": _new_loan(request),
    }
    return render(request, "bills/bill.html", context)


def _new_loan(request: OwnRequest) -> str:
    """The address that records a loan and comes back here; the lender's name is put behind it."""
    return f"{reverse('loan_new')}?{urlencode({'next': request.get_full_path()})}&lender="


def _unread(request: OwnRequest, kept: Attachment, problem: BillProblem) -> HttpResponse:
    """Lead on to where a person can help, else say what is wrong and what to do."""
    if problem.code is BillProblemCode.ENCRYPTED_ZIP:
        return redirect("bill_unlock", kept.pk)
    if problem.code is BillProblemCode.NO_HEADER:
        query = request.META.get("QUERY_STRING", "")
        return redirect(reverse("bill_columns", args=[kept.pk]) + (f"?{query}" if query else ""))
    context = {"kept": kept, "said": say_bill_problem(problem.code), "detail": problem.detail}
    return render(request, "bills/unreadable.html", context)
