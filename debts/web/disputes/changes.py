"""What the owner does in a dispute: open it, choose exhibits, record steps, close it."""

from collections.abc import Sequence

from django.contrib import messages as toasts
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from debts.access import Access
from debts.actions import (
    DisputeClosed,
    StillNeeded,
    add_items,
    close_dispute,
    correct,
    open_dispute,
    record_step,
    remove_item,
    remove_step,
    reopen_dispute,
)
from debts.disputes.course import Stage
from debts.disputes.roles import Deed
from debts.disputes.types import StepKind
from debts.models import Dispute, DisputeItem, DisputeStep, Lender, Loan, Message, SettlementProof
from debts.models.disputes import Outcome
from debts.queries import row_number
from debts.web.context import own_or_404, writing
from debts.web.disputes.access import of_dispute, of_part
from debts.web.disputes.cases import candidates, case_of, is_mainland, proofs_against, proofs_left
from debts.web.disputes.forms import DisputeForm, ExhibitForm, OutcomeForm, StepForm
from debts.web.disputes.stages import outcome_page, what_page
from debts.web.fields import initial_of
from debts.web.file_fields import kept
from debts.web.pages import OwnRequest, ask, confirmed, form_methods, form_page
from debts.wording.disputes import STEP_TITLES


@form_methods
def dispute_new(request: OwnRequest, pk: int) -> HttpResponse:
    """Open a dispute with a lender: its flagged messages and the proofs that go against them become exhibits."""
    lender = own_or_404(Lender, request, pk)
    loan = Loan.objects.of(request.user).filter(lender=lender, pk=row_number(request.GET.get("loan"))).first()
    ctx = writing(request)
    title = _("%(lender)s：与账本不符的催收") % {"lender": lender.name}
    initial = {"title": title[:200], "loan": loan.pk if loan else None}
    mainland = is_mainland(Dispute(owner=request.user, lender=lender, loan=loan))
    form = DisputeForm(request.POST or None, lender=lender, mainland=mainland, initial=initial)

    def save() -> str:
        fields = form.cleaned_data
        flagged = list(candidates(lender, fields["loan"]).order_by("received_at", "pk"))
        dispute = open_dispute(ctx, lender, things=[*proofs_against(flagged), *flagged], **fields)
        toasts.success(request, _("已建立。与账本不符的消息和这些借款的结清证明都已放进来，可以逐件移除。"))
        return reverse("dispute_what", args=[dispute.pk])

    count = candidates(lender, loan).count()
    return form_page(request, form, save, template="disputes/form.html", lender=lender, flagged=count)


@form_methods
@of_dispute(Deed.WRITE)
def dispute_edit(request: OwnRequest, access: Access) -> HttpResponse:
    """Correct what the dispute is about."""
    dispute = access.dispute
    if not dispute.is_open:
        return _closed(request, dispute)
    ctx = writing(request, access)
    initial = initial_of(DisputeForm, dispute)
    form = DisputeForm(
        request.POST or None,
        lender=dispute.lender,
        mainland=is_mainland(dispute),
        keeps_loan=not access.may_keep,
        initial=initial,
    )

    def save() -> str:
        correct(ctx, dispute, **form.cleaned_data)
        toasts.success(request, _("已保存。"))
        return reverse("dispute_what", args=[dispute.pk])

    return form_page(request, form, save, template="disputes/form.html", lender=dispute.lender, dispute=dispute)


@require_POST
@of_dispute(Deed.KEEP)
def dispute_items(request: OwnRequest, access: Access) -> HttpResponse:
    """Add the chosen messages and proofs as exhibits, or all that are left."""
    dispute = access.dispute
    left, proofs = candidates(dispute.lender, dispute.loan, dispute), proofs_left(dispute)
    if "all" not in request.POST:
        left = left.filter(pk__in=_numbers(request, "message"))
        proofs = proofs.filter(pk__in=_numbers(request, "proof"))
    chosen: list[Message | SettlementProof] = [*left.order_by("received_at", "pk"), *proofs]
    if not chosen:
        toasts.warning(request, _("还没有选。请先勾选要放进来的消息或证明。"))
        return redirect("dispute_what", access.dispute.pk)
    try:
        add_items(writing(request, access), dispute, chosen)
    except DisputeClosed:
        return _closed(request, dispute)
    toasts.success(request, _("已放进证据清单。"))
    return redirect("dispute_what", access.dispute.pk)


@form_methods
def dispute_message(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask to which dispute a kept message belongs, and add it there, whatever its verdict."""
    message = own_or_404(Message, request, pk)
    if request.method != "POST":
        open_ones = Dispute.objects.of(request.user).filter(closed_at=None).select_related("lender")
        context = {"row": message, "disputes": open_ones, "lender": _lender_of(message)}
        return render(request, "disputes/message_add.html", context)
    dispute = get_object_or_404(Dispute.objects.of(request.user), pk=row_number(request.POST.get("dispute")))
    try:
        add_items(writing(request), dispute, [message])
    except DisputeClosed:
        return _closed(request, dispute)
    toasts.success(request, _("已放进证据清单。"))
    return redirect("dispute_what", dispute.pk)


def _lender_of(message: Message) -> Lender | None:
    """Whom the message speaks for, where the verdict found the loan."""
    verdict = getattr(message, "verdict", None)
    return verdict.loan.lender if verdict and verdict.loan else None


@require_POST
@of_dispute(Deed.WRITE)
def dispute_file(request: OwnRequest, access: Access) -> HttpResponse:
    """Keep a file and add it as an exhibit."""
    case = case_of(access)
    form = ExhibitForm(request.POST, request.FILES)
    if not form.is_valid():
        return what_page(request, case, form)
    ctx = writing(request, access)
    try:
        with transaction.atomic():
            file = kept(ctx, form.cleaned_data["file"])
            new = add_items(ctx, case.dispute, [file] if file else [], form.cleaned_data["note"])
    except DisputeClosed:
        return _closed(request, case.dispute)
    toasts.success(request, _("已放进证据清单。") if new else _("这个文件已经在证据清单里了。"))
    return redirect("dispute_what", access.dispute.pk)


@form_methods
@of_part(DisputeItem, Deed.WRITE)
def dispute_item_remove(request: OwnRequest, access: Access, item: DisputeItem) -> HttpResponse:
    """Take an exhibit out, after asking."""
    back = reverse("dispute_what", args=[item.dispute_id])
    if not confirmed(request):
        title = _("移除证据 %(number)d") % {"number": item.number}
        question = _("消息、证明或文件本身不会被删除，只是不再列入这件争议。这个编号以后不会再用。")
        return ask(request, title=title, question=question, button=_("移除"), back=back)
    try:
        remove_item(writing(request, access), item)
    except DisputeClosed:
        return _closed(request, item.dispute)
    toasts.success(request, _("已移除。"))
    return redirect(back)


@form_methods
@of_dispute(Deed.WRITE)
def dispute_step_new(request: OwnRequest, access: Access) -> HttpResponse:
    """Record what was handed in, answered, said or noted; which of these stands in the address."""
    case = case_of(access)
    dispute = case.dispute
    if not dispute.is_open:
        return _closed(request, dispute)
    asked = request.GET.get("kind", "")
    kind = StepKind(asked) if asked in set(StepKind) else StepKind.NOTE
    ctx = writing(request, access)
    initial = {
        "channel": request.GET.get("channel"),
        "answers": row_number(request.GET.get("answers")),
        "day": case.today,
    }
    form = StepForm(
        request.POST or None, request.FILES or None, dispute=dispute, kind=kind, now=ctx.now, initial=initial
    )

    def save() -> str:
        with transaction.atomic():
            record_step(ctx, dispute, attachment=kept(ctx, form.cleaned_data["file"]), **form.facts())
        toasts.success(request, _("已记下。"))
        return reverse("dispute_answer", args=[dispute.pk])

    context = {"dispute": dispute, "title": STEP_TITLES[kind], "kind": kind.value, "has_sent": bool(case.matters)}
    try:
        return form_page(request, form, save, template="disputes/step.html", **context)
    except DisputeClosed:
        return _closed(request, dispute)


@form_methods
@of_part(DisputeStep, Deed.WRITE)
def dispute_step_remove(request: OwnRequest, access: Access, step: DisputeStep) -> HttpResponse:
    """Take back a step that was recorded by mistake, after asking."""
    back = reverse("dispute_answer", args=[step.dispute_id])
    if not confirmed(request):
        question = _("撤回之后，这一步不再参与期限的计算。它曾经被记下这件事会留在存证日志里。")
        return ask(request, title=_("撤回这一步"), question=question, button=_("撤回"), back=back)
    try:
        remove_step(writing(request, access), step)
    except DisputeClosed:
        return _closed(request, step.dispute)
    except StillNeeded:
        toasts.error(request, _("这次递交下面已经记了答复。请先撤回答复，再撤回递交。"))
        return redirect(back)
    toasts.success(request, _("已撤回这一步。"))
    return redirect(back)


@form_methods
@of_dispute(Deed.WRITE)
def dispute_close(request: OwnRequest, access: Access) -> HttpResponse:
    """Close the dispute with its outcome."""
    case = case_of(access)
    if request.method != "POST":
        return redirect("dispute_outcome", case.dispute.pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return outcome_page(request, case, form)
    try:
        close_dispute(
            writing(request, access), case.dispute, Outcome(form.cleaned_data["outcome"]), form.cleaned_data["note"]
        )
    except DisputeClosed:
        return _closed(request, case.dispute)
    toasts.success(request, _("这件争议已经结束。材料都还在，随时可以重新打开。"))
    return redirect("dispute_outcome", case.dispute.pk)


@require_POST
@of_dispute(Deed.WRITE)
def dispute_reopen(request: OwnRequest, access: Access) -> HttpResponse:
    """Let a closed dispute go on."""
    dispute = access.dispute
    reopen_dispute(writing(request, access), dispute)
    toasts.success(request, _("已重新打开。"))
    return redirect("dispute", dispute.pk)


def _closed(request: OwnRequest, dispute: Dispute) -> HttpResponse:
    toasts.warning(request, _("这件争议已经结束。要继续记，请先重新打开。"))
    return redirect(reverse(f"dispute_{Stage.OUTCOME.value}", args=[dispute.pk]))


def _numbers(request: OwnRequest, name: str) -> Sequence[int]:
    return [number for text in request.POST.getlist(name) if (number := row_number(text)) is not None]
