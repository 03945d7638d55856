"""Who is signed in where: noted with each sign-in, shown to its owner, ended one by one or all at once."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.account.signals import password_changed, password_set
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from debts.actions.sessions import end_sessions, open_sessions_of
from debts.models import SignIn, User
from debts.web.pages import OwnRequest
from debts.web.signing.programs import said
from debts.web.signing.refusals import address_of
from debts.web.signing.sureness import SIGNED_IN_AT

BROWSER_COOKIE = "jieqing_browser"
KNOWN_FOR = timedelta(days=365)
KEPT_FOR = timedelta(days=180)
SEEN_EVERY = timedelta(minutes=10)  # so that a page is read without writing
SHOWN = 20
_A_DAY = 24 * 60 * 60  # seconds
_ROW = "sign_in"
_SEEN = "seen_at"


@dataclass(frozen=True, slots=True)
class Seat:
    """A sign-in as the page shows it."""

    row: SignIn
    program: str
    is_alive: bool
    is_here: bool


@receiver(user_logged_in)
def note(request: HttpRequest, user: User, **_told: Any) -> None:
    """Write the sign-in down, and the number of its row into the session."""
    now = timezone.now()
    mine = SignIn.objects.filter(owner=user)
    browser = browser_of(request)
    row = SignIn.objects.create(
        owner=user,
        at=now,
        last_seen_at=now,
        address=address_of(request),
        program=request.META.get("HTTP_USER_AGENT", "")[:200],
        browser=browser,
        is_new=mine.exists() and not mine.filter(browser=browser).exclude(browser="").exists(),
        session_key=request.session.session_key or "",
    )
    request.session[_ROW], request.session[_SEEN] = row.pk, now.timestamp()
    _set_end(request, now.timestamp())
    mine.filter(last_seen_at__lt=now - KEPT_FOR).delete()


def browser_of(request: HttpRequest) -> str:
    """The hash of what this browser keeps for us; empty where it keeps nothing."""
    kept = request.COOKIES.get(BROWSER_COOKIE, "")
    return sha256(kept.encode("utf-8", "replace")).hexdigest() if kept else ""


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser keep something by which it is known the next time; it opens nothing."""
    if browser_of(request):
        return
    kept = secrets.token_urlsafe(24)
    secure = request.is_secure()
    response.set_cookie(BROWSER_COOKIE, kept, max_age=KNOWN_FOR, httponly=True, samesite="Lax", secure=secure)
    SignIn.objects.filter(pk=_number_of(request)).update(browser=sha256(kept.encode()).hexdigest())


def this_one(request: OwnRequest) -> SignIn | None:
    """The sign-in of this session."""
    return SignIn.objects.filter(pk=_number_of(request), owner=request.user).first()


def note_seen(request: HttpRequest) -> None:
    """Note now and then that the session is in use, which puts off its end; no use puts off the last one."""
    now = timezone.now()
    if now.timestamp() - request.session.get(_SEEN, 0) >= SEEN_EVERY.total_seconds():
        request.session[_SEEN] = now.timestamp()
        _set_end(request, now.timestamp())
        SignIn.objects.filter(pk=_number_of(request)).update(last_seen_at=now)


def _set_end(request: HttpRequest, now: float) -> None:
    """Let the session end when it is left unused, or when it has lasted long enough; what has no beginning ends now."""
    ends = request.session.get(SIGNED_IN_AT, 0) + settings.SESSION_DAYS * _A_DAY
    request.session.set_expiry(int(max(1, min(ends - now, settings.SESSION_IDLE_DAYS * _A_DAY))))


def seats(request: OwnRequest) -> list[Seat]:
    """The latest sign-ins of the owner, this one first, those that are open before those that ended."""
    rows = list(SignIn.objects.filter(owner=request.user)[:SHOWN])
    alive, here = _alive(rows), _number_of(request)
    found = [Seat(row, said(row.program), row.session_key in alive, row.pk == here) for row in rows]
    return sorted(found, key=lambda seat: (not seat.is_here, not seat.is_alive))


def end(row: SignIn) -> None:
    """Sign out there."""
    end_sessions([row.session_key])


def end_others(request: OwnRequest) -> int:
    """Sign out everywhere but here, sessions that were noted nowhere included; return how many there were."""
    others = [key for key in open_sessions_of(request.user, timezone.now()) if key != request.session.session_key]
    end_sessions(others)
    return len(others)


@receiver([password_changed, password_set])
def end_with_the_old_password(request: OwnRequest, **_told: Any) -> None:
    """Sign out everywhere else: Django refuses those sessions from now on, and none should be listed as open."""
    SignIn.objects.filter(pk=_number_of(request)).update(session_key=request.session.session_key or "")
    end_others(request)


def _number_of(request: HttpRequest) -> int:
    return int(request.session.get(_ROW, 0))


def _alive(rows: Iterable[SignIn]) -> set[str]:
    keys = [row.session_key for row in rows if row.session_key]
    open_ones = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(open_ones.values_list("session_key", flat=True))
