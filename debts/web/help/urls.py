"""Addresses of the help pages."""

from django.urls import path

from debts.web.help import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/calls/", views.help_calls, name="help_calls"),
    path("help/words/", views.help_words, name="help_words"),
    path("help/limits/", views.help_limits, name="help_limits"),
]
