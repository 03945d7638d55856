"""The addresses of the API."""

from django.urls import path

from debts.api.v1 import api

urlpatterns = [path("", api.urls)]
