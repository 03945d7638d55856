"""What happens around every request: no copies of private pages, and the owner's own clock."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control

from debts.queries import zone_of

Handler = Callable[[HttpRequest], HttpResponseBase]


def private_pages(get_response: Handler) -> Handler:
    """Keep what a signed-in person sees out of every cache: after signing out, going back shows nothing."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    return handle


def own_clock(get_response: Handler) -> Handler:
    """Show and read times in the zone of the person who is signed in."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(zone_of(request.user)):
            return get_response(request)

    return handle
