"""Who is sitting there? What gives much away, or changes who gets in, is done only shortly after signing in.

Whoever signed in longer ago is asked again, by password, code or passkey; what was typed waits meanwhile.
"""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

View = Callable[..., HttpResponseBase]
SIGNED_IN_AT = "signed_in_at"
_WAITS_SINCE = "waits_since"
MOST_WAITING = 64 * 1024  # characters, the headers of the request included

# Pages that ask before they are shown, and those that ask when something is sent to them. Downloads of the whole ledger
# and of a dispute; links and keys by which others get in, and addresses that are told what happens here.
ASK_FIRST = frozenset(
    {
        "account_close",
        *("export_file", "dispute_export", "dispute_bundle"),
        *("dispute_loan_pdf", "dispute_loan_bundle", "dispute_lender_pdf", "dispute_lender_bundle"),
    }
)
ASK_TO_WRITE = frozenset(
    {
        *("dispute_shares", "dispute_guests", "token_new", "settings_calendar_new"),
        *("forwarder_new", "forwarder_key", "webhooks", "webhook_edit"),
    }
)
_SAFE = ("GET", "HEAD")


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, **_told: Any) -> None:
    """Remember in the session when its owner signed in."""
    request.session[SIGNED_IN_AT] = time.time()


def has_just_signed_in(request: HttpRequest) -> bool:
    """Whether the session is so young that nobody else can be sitting there yet."""
    signed_in_at: float = request.session.get(SIGNED_IN_AT, 0)
    return time.time() - signed_in_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def is_sure(request: HttpRequest) -> bool:
    """Whether it was asked shortly before who is sitting there."""
    return has_just_signed_in(request) or did_recently_reauthenticate(request)


def hold_what_waits(request: HttpRequest) -> None:
    """Bound what was typed and waits for the answer to who is sitting there: in size, and to a quarter of an hour.

    It lies in the session, without any files. What is let go has to be typed again.
    """
    waiting = request.session.get(STATE_SESSION_KEY)
    if waiting is None:
        if _WAITS_SINCE in request.session:
            del request.session[_WAITS_SINCE]
        return
    since = request.session.setdefault(_WAITS_SINCE, time.time())
    is_over = time.time() - since > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    if is_over or len(json.dumps(waiting)) > MOST_WAITING:
        del request.session[STATE_SESSION_KEY], request.session[_WAITS_SINCE]


def asks(name: str, view: View) -> View:
    """The page with its question, where it has one; the question comes after that for signing in."""
    return _asking(name, view) if name in ASK_FIRST | ASK_TO_WRITE else view


def _asking(name: str, view: View) -> View:
    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_reading = request.method in _SAFE
        if (is_reading and name in ASK_TO_WRITE) or is_sure(request):
            return view(request, *args, **kwargs)
        if not is_reading:
            request.session.pop(_WAITS_SINCE, None)
            raise ReauthenticationRequired
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': _page_before(request)})}")

    return ask


def _page_before(request: HttpRequest) -> str:
    """The page with the link that was followed: an answer that is a file would leave the question standing there."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() else request.get_full_path()
