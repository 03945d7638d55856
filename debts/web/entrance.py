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
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from debts.web.accounts import signed_in
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

# The names are allauth's own: its views and ours look their addresses up by them.
urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", forgotten_password, name="account_reset_password"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("second-step/", second_step.authenticate, name="mfa_authenticate"),
    path("reauthenticate/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("security/", signed_in(safety), name="mfa_index"),
    path("security/close/", signed_in(asks("account_close", account_close)), name="account_close"),
    path("security/sessions/end/", signed_in(sign_in_end), name="sign_in_end"),
    path("security/sessions/end-others/", signed_in(sign_ins_end), name="sign_ins_end"),
    path("security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/app/off/", turn_off, name="mfa_deactivate_totp"),
    path("security/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("security/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("security/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "security/passkeys/<int:pk>/remove/",
        remove,
        name="mfa_remove_webauthn",
    ),
]
