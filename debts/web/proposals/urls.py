"""Addresses of what the messages prove."""

from django.urls import path

from debts.web.proposals import views

urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<int:pk>/undo/", views.proposals_undo, name="proposals_undo"),
]
