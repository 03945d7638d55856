"""Addresses of the settings."""

from django.urls import path

from debts.web.settings import reminding, sizes, titles, views

urlpatterns = [
    path("settings/", views.settings_page, name="settings"),
    path("settings/tokens/new/", views.token_new, name="token_new"),
    path("settings/tokens/revoke/", views.token_revoke, name="token_revoke"),
    path("settings/titles/", titles.titles, name="settings_titles"),
    path("settings/text/", sizes.text_size, name="settings_text"),
    path("settings/reminders/", reminding.reminders, name="settings_reminders"),
    path("settings/calendar/new/", reminding.calendar_new, name="settings_calendar_new"),
    path("settings/calendar/stop/", reminding.calendar_stop, name="settings_calendar_stop"),
]
