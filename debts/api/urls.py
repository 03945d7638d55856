"""The addresses of the API."""

from django.urls import path

from debts.api.docs import docs
from debts.api.v1 import api

urlpatterns = [path("docs", docs, name="api-docs"), path("", api.urls)]
