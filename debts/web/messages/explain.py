"""Why a kept message was judged as it was, taken apart on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from debts.dossier.explanation import explain
from debts.dossier.known import known_of
from debts.models import Message
from debts.queries import as_incoming
from debts.web.cards import bare_card
from debts.web.pages import OwnRequest
from debts.web.why import why_of
from debts.web.worded import tone_of


@require_safe
def message_why(request: OwnRequest, pk: int) -> HttpResponse:
    """Show what was read, weighed and concluded; where the stored answer cannot be read, say so."""
    row = get_object_or_404(Message.objects.of(request.user).select_related("verdict"), pk=pk)
    judgement = row.verdict.readable
    if judgement is None:
        card = bare_card(as_incoming(row), row.verdict.code, row.verdict.kind)
        return render(request, "messages/explain.html", {"row": row, "card": card})
    explanation = explain(as_incoming(row), judgement, known_of(request.user, row, judgement))
    context = {"row": row, "why": why_of(explanation), "tone": tone_of(explanation.code)}
    return render(request, "messages/explain.html", context)
