"""Addresses of the pages before the door and of the account: those of allauth that need no mail, and no others.

Nothing here sends mail, so a forgotten password is set anew by whoever looks after the machine; a page says how.
"""

from allauth.account import views
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import RedirectView

from debts.web.accounts import View, signed_in
from debts.web.signing.closing import account_close
from debts.web.signing.sureness import asks
from debts.web.signing.views import safety, sign_in_end, sign_ins_end


@require_safe
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Say how a new password is set with the command ``changepassword``."""
    manage = settings.MANAGE if settings.MANAGE.startswith("jieqing") else f"python {settings.MANAGE}"
    return render(request, "account/password_reset.html", {"manage": manage})


BACK = {"back": reverse_lazy("mfa_index")}

turn_off = totp.DeactivateTOTPView.as_view(extra_context=BACK)
remove = passkeys.RemoveWebAuthnView.as_view(extra_context=BACK)


def page(route: str, view: View, name: str) -> URLPattern:
    """A page that is asked for or sent: allauth's forms would take PUT for POST."""
    return path(route, require_http_methods(["GET", "HEAD", "POST"])(view), name=name)


# The names are allauth's own: its views and ours look their addresses up by them.
urlpatterns = [
    page("login/", views.login, name="account_login"),
    page("logout/", views.logout, name="account_logout"),
    page("signup/", views.signup, name="account_signup"),
    page("inactive/", views.account_inactive, name="account_inactive"),
    page("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    page("password/change/", views.password_change, name="account_change_password"),
    page("password/set/", views.password_set, name="account_set_password"),
    page("password/reset/", forgotten_password, name="account_reset_password"),
    page("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    page("second-step/", second_step.authenticate, name="mfa_authenticate"),
    page("reauthenticate/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    page("reauthenticate/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    page("security/", signed_in(safety), name="mfa_index"),
    page("security/close/", signed_in(asks("account_close", account_close)), name="account_close"),
    page("security/sessions/end/", signed_in(sign_in_end), name="sign_in_end"),
    page("security/sessions/end-others/", signed_in(sign_ins_end), name="sign_ins_end"),
    page("security/app/", totp.activate_totp, name="mfa_activate_totp"),
    page("security/app/off/", turn_off, name="mfa_deactivate_totp"),
    page("security/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    page("security/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    page("security/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    page("security/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    page("security/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    page("security/passkeys/<int:pk>/remove/", remove, name="mfa_remove_webauthn"),
]
