"""Titles that give nothing away: tabs, history and the list of open apps then say "notes", on this device alone."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from debts.web.pages import OwnRequest

COOKIE = "neutral_titles"
A_YEAR = 365 * 24 * 60 * 60


@require_POST
def titles(request: OwnRequest) -> HttpResponse:
    """Turn the neutral titles on or off for this device."""
    answer = redirect(f"{reverse('settings')}#titles")
    if request.POST.get("neutral"):
        answer.set_cookie(
            COOKIE, "1", max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
        messages.success(request, _("从现在起，这台设备上的标题只写“笔记”。之前的浏览记录还在，需要的话请自己清除。"))
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
        messages.success(request, _("标题恢复平常的写法。"))
    return answer
