"""Addresses of the pages about webhooks out."""

from django.urls import path

from debts.web.webhooks import views

urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", views.webhook_edit, name="webhook_edit"),
    path("webhooks/<int:pk>/try/", views.webhook_try, name="webhook_try"),
    path("webhooks/<int:pk>/remove/", views.webhook_remove, name="webhook_remove"),
]
