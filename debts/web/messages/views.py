"""The inbox of kept messages, one message with its answer, and what the owner decides about it."""

from collections.abc import Sequence

from django.contrib import messages as toasts
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from debts.actions import decide, take_back, withdraw_decision
from debts.dossier.known import loans_named
from debts.finding import NEWEST_FIRST, find_messages
from debts.models import Decision, Message, MessageFile, User
from debts.models.messages import DecisionKind
from debts.queries import as_incoming, loans_of
from debts.web.cards import Card, bare_card, card_of
from debts.web.context import is_htmx, own_or_404, writing
from debts.web.facts import index_of
from debts.web.messages.evidence import clocks_of, log_lines, text_hash
from debts.web.messages.filters import GROUP_NAMES, FilterForm
from debts.web.messages.forms import DecisionForm
from debts.web.messages.offers import offers_of
from debts.web.messages.queue import SelectionForm, decide_chosen, last_step, undo_last
from debts.web.pages import OwnRequest, form_methods
from debts.web.screenshots.shown import pictures_of
from debts.web.search.paging import after, cursor_of

LINES_ON_A_PAGE = 30


@require_safe
def inbox(request: OwnRequest) -> HttpResponse:
    """List kept messages, newest first; htmx gets the list alone."""
    return _inbox(request, SelectionForm(owner=request.user))


@form_methods
def inbox_decide(request: OwnRequest) -> HttpResponse:
    """Record the same decision about all messages that are ticked."""
    if request.method != "POST":
        return redirect("messages")
    selection = SelectionForm(request.POST, owner=request.user)
    return decide_chosen(request, selection) if selection.is_valid() else _inbox(request, selection)


@require_POST
def inbox_undo(request: OwnRequest) -> HttpResponse:
    """Take back what was decided in the last step about several messages."""
    return undo_last(request)


def _inbox(request: OwnRequest, selection: SelectionForm) -> HttpResponse:
    form = FilterForm(request.GET, request.user)
    cursor = request.GET.get("before", "")
    kept = after(form.apply(Message.objects.filter(removed_at=None)), cursor)
    rows = _first(request.user, kept, form.words, LINES_ON_A_PAGE + 1)
    context = {
        "form": form,
        "rows": rows[:LINES_ON_A_PAGE],
        "next_cursor": cursor_of(rows[LINES_ON_A_PAGE - 1]) if len(rows) > LINES_ON_A_PAGE else "",
        "is_later_page": bool(cursor),
        "groups": [(value, name, _address(request, group=value)) for value, name in GROUP_NAMES],
        "address": _address(request),
        "carried": request.GET.urlencode(),
        "selection": selection,
        "step": last_step(request),
    }
    template = "messages/inbox.html#found" if is_htmx(request) else "messages/inbox.html"
    return render(request, template, context)


def _first(owner: User, kept: QuerySet[Message], words: tuple[str, ...], count: int) -> list[Message]:
    """The owner's newest of these messages, those that hold the words where any are asked for."""
    if words:
        return find_messages(owner, kept, words, count)
    own = kept.filter(owner=owner).select_related("verdict__loan__lender")
    return list(own.order_by(*NEWEST_FIRST)[:count])


@require_safe
def message(request: OwnRequest, pk: int) -> HttpResponse:
    """Show one message with what the ledger says about it."""
    return _page(request, _message(request, pk))


@form_methods
def message_decide(request: OwnRequest, pk: int) -> HttpResponse:
    """Record what the owner says the message is about."""
    row = _message(request, pk)
    if request.method != "POST":
        return redirect("message", pk)
    form = DecisionForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _page(request, row, form)
    asked = form.cleaned_data
    ctx = writing(request)
    decision = decide(ctx, row, DecisionKind(asked["kind"]), loan=asked["loan"], reason=asked["reason"])
    toasts.success(request, _("已记下您的确认，判定已更新。"))
    return redirect("message_lessons" if offers_of(decision) else "message", pk)


@require_POST
def message_undo(request: OwnRequest, pk: int) -> HttpResponse:
    """Take back what the owner had said about the message."""
    withdraw_decision(writing(request), own_or_404(Message, request, pk))
    toasts.success(request, _("已撤回您的确认，判定按账本重新算过。"))
    return redirect("message", pk)


@form_methods
def message_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask first; then take the message out of the inbox. What was logged about it stays."""
    row = _message(request, pk)
    if request.method != "POST":
        back = reverse("message", args=[pk])
        return render(request, "messages/remove.html", {"card": _card(request.user, row), "row": row, "back": back})
    take_back(writing(request), row)
    toasts.success(request, _("这条消息已撤回，不再计入。"))
    return redirect("messages")


def _address(request: OwnRequest, **changes: str) -> str:
    """The address of the inbox with the filters in force, changed as asked, from its first page on."""
    given = request.GET.copy()
    given.pop("before", None)
    for name, value in changes.items():
        given[name] = value
    kept = given.copy()
    for name in given:
        if not given.get(name):
            kept.pop(name)
    return f"{reverse('messages')}?{kept.urlencode()}"


def _message(request: OwnRequest, pk: int) -> Message:
    # Few messages have files: those that have none are not asked for them by a query of its own.
    has_files = Exists(MessageFile.objects.filter(message=OuterRef("pk"), removed_at=None))
    kept = Message.objects.of(request.user).select_related("verdict", "batch").annotate(has_files=has_files)
    found: Message = get_object_or_404(kept, pk=pk)
    return found


def _page(request: OwnRequest, row: Message, form: DecisionForm | None = None) -> HttpResponse:
    decisions = list(Decision.objects.filter(owner=request.user, message=row).select_related("loan__lender"))
    context = {
        "row": row,
        "card": _card(request.user, row),
        "form": form or DecisionForm(owner=request.user, initial=_known(row, decisions)),
        "decisions": decisions,
        "exhibits": (files := _files_of(row) if row.has_files else ()),  # type: ignore[attr-defined]  # annotated
        "pictures": pictures_of(files),
        "clocks": clocks_of(row),
        "text_hash": text_hash(row),
        "log": log_lines(row),
    }
    return render(request, "messages/message.html", context)


def _files_of(row: Message) -> QuerySet[MessageFile]:
    return MessageFile.objects.of(row.owner_id).filter(message=row).select_related("attachment")


def _card(owner: User, row: Message) -> Card:
    judgement = row.verdict.readable
    if judgement is None:
        return bare_card(as_incoming(row), row.verdict.code, row.verdict.kind)
    loans = loans_of(owner).filter(ref__in=loans_named(judgement))
    return card_of(as_incoming(row), judgement, index_of(owner, loans))


def _known(row: Message, decisions: Sequence[Decision]) -> dict[str, object]:
    """What the form begins with: the decision in force; without one, the loan that the ledger took."""
    for decision in decisions:
        if decision.removed_at is None:
            return {"kind": decision.kind, "loan": decision.loan_id, "reason": decision.reason}
    return {"loan": row.verdict.loan_id}
