"""Addresses of the pages about guests of a dispute."""

from django.urls import path

from debts.web.guests import views

urlpatterns = [
    path("disputes/<int:pk>/guests/", views.dispute_guests, name="dispute_guests"),
    path("guests/<int:pk>/remove/", views.guest_remove, name="guest_remove"),
]
