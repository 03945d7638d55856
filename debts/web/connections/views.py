"""The page that shows what is turned on and where it sends."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from debts.web.connections.connections import ways_in, ways_out
from debts.web.pages import OwnRequest


@require_safe
def connections(request: OwnRequest) -> HttpResponse:
    """Show every way out of the machine and into the ledger, each with whether it is on."""
    context = {
        "out": ways_out(request.user),
        "into": ways_in(request.user, timezone.now()),
        "mail_host": settings.EMAIL_HOST if settings.CAN_SEND_MAIL else "",
        "reaches_home": settings.PUSH_TO_PRIVATE_NETWORKS or settings.MAIL_FROM_PRIVATE_NETWORKS,
    }
    return render(request, "connections/page.html", context)
