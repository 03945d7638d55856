"""Sign-ins that failed, in the log: why, from where, and for which account, which is never named.

WARNING … jieqing.signing: wrong_password from 203.0.113.7 for 5f3ac91b20de
"""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.signals import authentication_failed
from django.contrib.auth import user_logged_in, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from debts.models import User

_log = logging.getLogger("jieqing.signing")
_SALT = "debts.signing.refusals"


def note_refused(reason: str, request: HttpRequest | None, name: str = "") -> None:
    """Write down that somebody was not let in. Of what was typed as a name, which may be a password, a mark is told."""
    _note(logging.WARNING, reason, request, name)


def mark_of(name: str) -> str:
    """The same for the same name, upper case or not, and of no use to whoever does not have the key."""
    return salted_hmac(_SALT, name.lower(), algorithm="sha256").hexdigest()[:12]


def address_of(request: HttpRequest | None) -> str | None:
    """Where a request came from, as far as proxies that are trusted tell; None where there is no address."""
    if request is None:
        return None
    try:
        found: str = get_adapter().get_client_ip(request)
    except PermissionDenied:  # served through a socket that has no addresses
        return None
    return found


@receiver(user_login_failed)
def note_wrong_password(credentials: dict[str, Any], request: HttpRequest | None = None, **_told: Any) -> None:
    """A name and a password that do not belong together, at the door or as the answer to who is sitting there."""
    is_inside = request is not None and request.user.is_authenticated
    reason = "wrong_password_again" if is_inside else "wrong_password"
    note_refused(reason, request, str(credentials.get("username", "")))


@receiver(authentication_failed)
def note_wrong_code(request: HttpRequest, user: User, reauthentication: bool, **_told: Any) -> None:  # noqa: FBT001  the signal's
    """A code that does not fit."""
    note_refused("wrong_code_again" if reauthentication else "wrong_code", request, user.get_username())


@receiver(user_logged_in)
def note_let_in(request: HttpRequest, user: User, **_told: Any) -> None:
    """A sign-in that went well, beside its row in the owner's list."""
    _note(logging.INFO, "signed_in", request, user.get_username())


def _note(level: int, event: str, request: HttpRequest | None, name: str) -> None:
    facts = {"event": event, "address": address_of(request) or "-", "account": mark_of(name) if name else "-"}
    _log.log(level, "%s from %s for %s", *facts.values(), extra={"facts": facts})
