"""What was typed and could not be taken is handed back to be sent again: the sign-in had ended, or the page was old.

It stands in the answer alone, in the browser that it came from; nothing of it is kept here.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django_htmx.http import reswap, retarget

from debts.web.context import is_htmx

_OWN = "csrfmiddlewaretoken"
_SECRET = re.compile("password|passphrase|credential")  # no page sends these back
REFUSED = 403


def holds_words(request: HttpRequest) -> bool:
    """Whether something was filled in, and not only a button pressed."""
    return any(value for _, value in _typed(request)) or bool(request.FILES)


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours has sent it, which no other site can make it say."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def hand_back(request: HttpRequest) -> HttpResponse:
    """A page with all that was typed, in a form that sends it again; files and passwords are to be given anew."""
    lacks = bool(request.FILES) or any(_SECRET.search(name) for name in request.POST)
    response = render(request, "errors/unsent.html", {"typed": _typed(request), "lacks": lacks}, status=REFUSED)
    patch_cache_control(response, no_store=True, private=True)
    return _whole_page(response) if is_htmx(request) else response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    fields = request.POST.lists()
    return [(name, value) for name, values in fields if name != _OWN and not _SECRET.search(name) for value in values]


def _whole_page(response: HttpResponse) -> HttpResponse:
    """It takes the place of the page where only a part was asked for. htmx shows no refusal, so that it is none."""
    response.status_code = 200
    return reswap(retarget(response, "body"), "innerHTML")
