"""The list of changes of verdicts, the messages of one change, and how many verdicts wait for the new rulebook."""

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from debts.models import Change, ChangedVerdict
from debts.queries import aged_messages
from debts.web.messages.told import Told, tell
from debts.web.pages import OwnRequest
from debts.wording import VERDICTS
from debts.wording.stored import words_of

CHANGES_ON_A_PAGE = 20
MESSAGES_ON_A_PAGE = 30


@require_safe
def changes(request: OwnRequest) -> HttpResponse:
    """List what changed verdicts, newest first."""
    page = Paginator(Change.objects.filter(owner=request.user), CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "messages/changes.html", {"page": page, "told": tell(request.user, list(page))})


@require_safe
def change(request: OwnRequest, pk: int) -> HttpResponse:
    """Show one change with the messages that it moved, each with its verdict before and after."""
    row = get_object_or_404(Change.objects.filter(owner=request.user), pk=pk)
    wanted = {"before": request.GET.get("from", ""), "after": request.GET.get("to", "")}
    lines = _lines(row).filter(**{name: code for name, code in wanted.items() if code})
    context = {
        "change": row,
        "told": next(iter(tell(request.user, [row])), Told(row.pk, row.at, (), ())),
        "page": Paginator(lines, MESSAGES_ON_A_PAGE).get_page(request.GET.get("page")),
        "before": words_of(VERDICTS, wanted["before"]) if wanted["before"] else "",
        "after": words_of(VERDICTS, wanted["after"]) if wanted["after"] else "",
    }
    return render(request, "messages/change.html", context)


def _lines(row: Change) -> QuerySet[ChangedVerdict]:
    newest_first = (F("message__received_at").desc(nulls_last=True), "-message_id")
    lines = ChangedVerdict.objects.filter(change=row).select_related("message__verdict__loan__lender")
    return lines.order_by(*newest_first)


@require_safe
def aged(request: OwnRequest) -> HttpResponse:
    """Say how many verdicts wait for the new rulebook: a part of a page that asks again until there is none."""
    return render(request, "parts/aged.html", {"left": aged_messages(request.user).count(), "is_answer": True})
