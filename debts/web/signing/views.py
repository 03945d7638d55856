"""The page about signing in: what is asked beside the password, and how to change it."""

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from debts.web.pages import OwnRequest
from debts.web.signing.second_step import can_use_passkeys

Type = Authenticator.Type


@require_safe
def safety(request: OwnRequest) -> HttpResponse:
    """Say what is asked of whoever signs in."""
    host, _colon, port = request.get_host().partition(":")
    own = Authenticator.objects.filter(user=request.user).order_by("created_at", "pk")
    of_type = {kind: [one for one in own if one.type == kind] for kind in Type}
    codes = of_type[Type.RECOVERY_CODES]
    context = {
        "app": next(iter(of_type[Type.TOTP]), None),
        "passkeys": of_type[Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "can_use_passkeys": can_use_passkeys(request),
        "address": f"http://localhost:{port or 80}{request.path}",
        "is_at_home": host == "127.0.0.1",
    }
    return render(request, "mfa/index.html", context)
