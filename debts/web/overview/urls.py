"""Addresses of the first page and of the example."""

from django.urls import path

from debts.web.overview import example, views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("waiting/", views.waiting, name="waiting"),
    path("example/", example.example, name="example"),
]
