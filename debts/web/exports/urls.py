"""Addresses of the downloads."""

from django.urls import path

from debts.web.exports import views

urlpatterns = [
    path("export/", views.export, name="export"),
    path("export/<str:form>/", views.export_file, name="export_file"),
]
