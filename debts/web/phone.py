"""What makes the pages an app on a phone: the manifest, the worker, the page for when there is no connection.

They are the same for everybody and show nothing of anybody: a phone keeps them, and it must keep nothing private.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from debts.web.languages import language_tag

MANIFEST_TYPE = "application/manifest+json"
ICONS = (("icon-192", "192x192", "any"), ("icon-512", "512x512", "any"), ("maskable-512", "512x512", "maskable"))
# What the page for no connection is drawn with.
SHELL = ("css/tokens.css", "css/base.css", "css/components.css", "css/modes.css", "icons/chop.svg")


@cache_control(no_cache=True)
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Tell a phone how to install the app and where to hand over what is shared with it."""
    said = {
        "id": reverse("overview"),
        "name": pgettext("brand", "结清"),
        "short_name": pgettext("brand", "结清"),
        "lang": language_tag(get_language() or settings.LANGUAGE_CODE),
        "start_url": reverse("overview"),
        "scope": reverse("overview"),
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#1f5c4d",
        "icons": [_icon(*icon) for icon in ICONS],
        "shortcuts": [{"name": _("查一条消息"), "url": reverse("check")}],
        "share_target": {
            "action": reverse("share_target"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                **{name: name for name in ("title", "text", "url")},
                "files": [{"name": "pictures", "accept": ["image/*"]}],
            },
        },
    }
    response = JsonResponse(said, content_type=MANIFEST_TYPE)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static(f"icons/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}


@cache_control(no_cache=True)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker from the root, for it may only look after what lies below its own address."""
    told = {
        "offline": reverse("offline"),
        "share": reverse("share_target"),
        "check": reverse("check"),
        "pictures": reverse("pictures"),
        "shell": [static(name) for name in SHELL],
    }
    return render(request, "phone/worker.js", {"told": json.dumps(told)}, content_type="text/javascript; charset=utf-8")


@cache_control(no_cache=True)
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no connection. The worker fetches it without cookies and keeps it."""
    return render(request, "phone/offline.html")


@csrf_exempt
def share_target(_request: HttpRequest) -> HttpResponse:
    """Lead to the check page. Where a worker runs it hands over what was shared, and nothing comes here.

    A phone sends no token of ours, and none is needed: what was sent is not looked at.
    """
    return redirect("check")


urlpatterns = [
    path("app.webmanifest", manifest, name="manifest"),
    path("worker.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
    path("share/", share_target, name="share_target"),
]
