"""What happens around every request: no copies of private pages, no floods, the owner's own clock."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.translation import gettext as _

from debts.queries import zone_of
from debts.web.errors import too_large
from debts.web.messages.told import told_changes
from debts.web.pages import OwnRequest
from debts.web.signing.notices import tell
from debts.web.signing.sessions import note_seen
from debts.web.signing.sureness import hold_what_waits

Handler = Callable[[HttpRequest], HttpResponseBase]

_MEGABYTE = 1024 * 1024
# What may come beside a file: the other fields of its form, or a long paste.
_BESIDE_A_FILE = 16


# What no page of ours asks the browser for. Passkeys and the clipboard are for our own pages only.
_REFUSED_POWERS = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_OWN_POWERS = ("clipboard-write", "fullscreen", "publickey-credentials-create", "publickey-credentials-get")
_POWERS = ", ".join([f"{name}=()" for name in _REFUSED_POWERS] + [f"{name}=(self)" for name in _OWN_POWERS])


def closed_off(get_response: Handler) -> Handler:
    """Tell browsers to use nothing but the page itself for us, and to hand no answer of ours to another site."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _POWERS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return handle


def compressed(get_response: Handler) -> Handler:
    """Send pages compressed; files go as they are, for most are compressed already.

    A page holds secrets beside words of the address, and its compressed length could tell of them to somebody who makes
    the browser ask again and again. Django pads each answer by chance and masks its tokens, and the session's cookie
    does not come with what other sites ask for.
    """
    squeeze = GZipMiddleware(get_response).process_response

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return squeeze(request, response) if is_page else response

    return handle


def private_pages(get_response: Handler) -> Handler:
    """Keep what a signed-in person sees out of every cache: after signing out, going back shows nothing."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    return handle


def no_floods(get_response: Handler) -> Handler:
    """Refuse a body larger than any page takes by the length that it announces.

    It stands before the view's own checks read the body: that would write all of it to the disk, whoever sent it.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        if _announced_length(request) > (_largest_file(request) + _BESIDE_A_FILE) * _MEGABYTE:
            return too_large(request)
        return get_response(request)

    return handle


def _largest_file(request: HttpRequest) -> int:
    """In megabytes: whole backups are taken from those who are signed in, and only where they are imported."""
    is_import = request.path_info == reverse("imports") and request.user.is_authenticated
    return settings.MAX_IMPORT_MEGABYTES if is_import else settings.MAX_PROOF_MEGABYTES


def _announced_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # as Django takes it, which then reads nothing


def own_clock(get_response: Handler) -> Handler:
    """Show and read times in the zone of the person who is signed in."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(zone_of(request.user)):
            return get_response(request)

    return handle


def sign_in_news(get_response: Handler) -> Handler:
    """Note now and then that a session is in use, and tell it of sign-ins by browsers that were not known."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            note_seen(request)
            tell(cast("OwnRequest", request))
            hold_what_waits(request)
        response = get_response(request)
        if request.user.is_authenticated:
            hold_what_waits(request)
        return response

    return handle


def what_changed(get_response: Handler) -> Handler:
    """Tell the person which kept messages are judged differently since what they have just written."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        context = getattr(request, "write_context", None)
        for told in told_changes(context.owner, context.changes) if context else ():
            messages.info(request, format_html('{} <a href="{}">{}</a>', told.sentence, told.url, _("看这些消息")))
        return response

    return handle
