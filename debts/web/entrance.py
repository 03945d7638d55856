"""Addresses of the pages before the door and of the account: those of allauth that need no mail, and no others.

Nothing here sends mail, so a forgotten password is set anew by whoever looks after the machine; a page says how.
"""

from allauth.account import views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe


@require_safe
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Say how a new password is set with the command ``changepassword``."""
    manage = settings.MANAGE if settings.MANAGE.startswith("jieqing") else f"python {settings.MANAGE}"
    return render(request, "account/password_reset.html", {"manage": manage})


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
]
