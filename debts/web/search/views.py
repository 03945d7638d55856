"""One page to search everything; htmx gets what was found alone, while one types."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from debts.finding import find_messages
from debts.models import Message
from debts.reconciler.searching import MOST_CHARACTERS, words_in
from debts.web.context import is_htmx
from debts.web.fields import TextField
from debts.web.marking import Piece
from debts.web.pages import OwnRequest
from debts.web.search.excerpts import excerpt_of, pieces_of
from debts.web.search.facts import groups_of
from debts.web.search.paging import after, cursor_of

MESSAGES_ON_A_PAGE = 20


class SearchForm(forms.Form):
    """What is looked for."""

    q = TextField(
        label=_("搜什么"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )


@dataclass(frozen=True, slots=True)
class MessageHit:
    """A message that was found, with the words marked."""

    message: Message
    sender: tuple[Piece, ...]
    text: tuple[Piece, ...]


@require_safe
def search(request: OwnRequest) -> HttpResponse:
    """Show what holds the words of the address; of many messages a page, which begins where the last one ended."""
    form = SearchForm(request.GET)
    query = form.cleaned_data.get("q", "") if form.is_valid() else ""
    words, cursor = words_in(query), request.GET.get("before", "")
    kept = after(Message.objects.filter(removed_at=None), cursor)
    rows = find_messages(request.user, kept, words, MESSAGES_ON_A_PAGE + 1)
    shown = rows[:MESSAGES_ON_A_PAGE]
    groups = groups_of(request.user, () if cursor else words)
    context = {
        "form": form,
        "query": query,
        "words": words,
        "groups": groups,
        "found": len(shown) + sum(len(group.hits) + group.more for group in groups),
        "hits": [_hit(row, words) for row in shown],
        "next_cursor": cursor_of(shown[-1]) if len(rows) > len(shown) else "",
        "is_later_page": bool(cursor),
        "address": f"{reverse('search')}?{urlencode({'q': query})}",
    }
    return render(request, "search/search.html#found" if is_htmx(request) else "search/search.html", context)


def _hit(row: Message, words: tuple[str, ...]) -> MessageHit:
    return MessageHit(row, pieces_of(row.sender, words), excerpt_of(row.text, words))
