"""Addresses of the page that exports a dispute."""

from django.urls import path

from debts.web.dossiers import views

urlpatterns = [
    path("disputes/<int:pk>/export/", views.dispute_export, name="dispute_export"),
    path("disputes/<int:pk>/bundle.zip", views.dispute_bundle, name="dispute_bundle"),
]
