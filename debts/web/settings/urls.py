"""Addresses of the settings and the help page."""

from django.urls import path

from debts.web.settings import views

urlpatterns = [
    path("settings/", views.settings_page, name="settings"),
    path("settings/tokens/new/", views.token_new, name="token_new"),
    path("settings/tokens/revoke/", views.token_revoke, name="token_revoke"),
    path("help/", views.help_page, name="help"),
]
