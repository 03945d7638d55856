"""Addresses of the check page."""

from django.urls import path

from debts.web.check import views

urlpatterns = [
    path("check/", views.check, name="check"),
    path("check/keep/", views.check_keep, name="check_keep"),
]
