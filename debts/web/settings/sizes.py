"""How large text is on one device. A browser's own setting for that is hard to find on a phone."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from debts.web.pages import OwnRequest
from debts.web.settings.titles import A_YEAR

COOKIE = "text_size"
USUAL, SIZES = "usual", ("large", "largest")


@require_POST
def text_size(request: OwnRequest) -> HttpResponse:
    """Keep the size that was chosen, for this device; whatever else is sent means the usual one."""
    answer, size = redirect(f"{reverse('settings')}#text-size"), request.POST.get("size", USUAL)
    if size in SIZES:
        answer.set_cookie(
            COOKIE, size, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    messages.success(request, _("这台设备上的字号改好了。"))
    return answer
