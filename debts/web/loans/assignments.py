"""Recording that a debt was handed to somebody else, correcting it and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from debts.actions import correct, record_assignment
from debts.actions.refresh import refreshing_once
from debts.models import Assignment, Loan
from debts.web.context import own_or_404, writing
from debts.web.fields import initial_of
from debts.web.file_fields import kept
from debts.web.loans.ending_forms import AssignmentForm
from debts.web.loans.removing import remove_from_loan
from debts.web.pages import OwnRequest, form_methods, form_page


@form_methods
def assignment_new(request: OwnRequest, pk: int) -> HttpResponse:
    """Record to whom a loan was handed; messages of the new creditor are then read as about this loan."""
    loan = own_or_404(Loan, request, pk)
    ctx = writing(request)
    form = AssignmentForm(request.POST or None, request.FILES or None, now=ctx.now)

    def save() -> str:
        fields = dict(form.cleaned_data)
        with refreshing_once(ctx):
            record_assignment(ctx, loan=loan, attachment=kept(ctx, fields.pop("file")), **fields)
        messages.success(request, _("已记下债权转让，有关的消息已经重新判定。"))
        return reverse("loan", args=[loan.pk])

    return form_page(request, form, save, template="loans/assignment.html", loan=loan)


@form_methods
def assignment_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Correct an assignment, or put its notice beside it."""
    row = own_or_404(Assignment, request, pk)
    ctx = writing(request)
    form = AssignmentForm(
        request.POST or None, request.FILES or None, now=ctx.now, initial=initial_of(AssignmentForm, row)
    )

    def save() -> str:
        fields = dict(form.cleaned_data)
        with refreshing_once(ctx):
            file = kept(ctx, fields.pop("file")) or row.attachment
            correct(ctx, row, attachment=file, **fields)
        messages.success(request, _("已保存，有关的消息已经重新判定。"))
        return reverse("loan", args=[row.loan_id])

    return form_page(request, form, save, template="loans/assignment.html", loan=row.loan, assignment=row)


@form_methods
def assignment_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Take an assignment back, after asking."""
    row = own_or_404(Assignment, request, pk)
    return remove_from_loan(
        request,
        row,
        title=_("撤回这次转让"),
        question=_("撤回之后，受让方发来的消息不再认作和这笔借款有关，会重新判定。通知的文件和存证日志都会保留。"),
        done=_("已撤回这次转让。"),
    )
