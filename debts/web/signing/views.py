"""The page about signing in: what is asked beside the password, and how to change it."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from debts.models import SignIn
from debts.queries import row_number
from debts.web.pages import OwnRequest
from debts.web.signing.second_step import can_use_passkeys
from debts.web.signing.sessions import end, end_others, seats

Type = Authenticator.Type


@require_safe
def safety(request: OwnRequest) -> HttpResponse:
    """Say what is asked of whoever signs in."""
    own = Authenticator.objects.filter(user=request.user).order_by("created_at", "pk")
    of_type = {kind: [one for one in own if one.type == kind] for kind in Type}
    codes = of_type[Type.RECOVERY_CODES]
    context = {
        "app": next(iter(of_type[Type.TOTP]), None),
        "passkeys": of_type[Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "can_use_passkeys": can_use_passkeys(request),
        "seats": seats(request),
    }
    return render(request, "mfa/index.html", context)


@require_POST
def sign_in_end(request: OwnRequest) -> HttpResponse:
    """Sign out where the given sign-in was."""
    row = get_object_or_404(SignIn, pk=row_number(request.POST.get("sign_in")), owner=request.user)
    end(row)
    messages.success(request, _("那里已经退出。"))
    return redirect(f"{reverse('mfa_index')}#sessions")


@require_POST
def sign_ins_end(request: OwnRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = end_others(request)
    words = ngettext("已经退出 %(count)d 处登录。", "已经退出 %(count)d 处登录。", count) % {"count": count}
    messages.success(request, words if count else _("没有别的登录。"))
    return redirect(f"{reverse('mfa_index')}#sessions")
