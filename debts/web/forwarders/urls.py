"""Addresses of the pages about phones that forward messages, and about being told of what they bring."""

from django.urls import path

from debts.web.forwarders import alerts, views

urlpatterns = [
    path("forwarders/", views.forwarders, name="forwarders"),
    path("forwarders/new/", views.forwarder_new, name="forwarder_new"),
    path("forwarders/<int:pk>/", views.forwarder, name="forwarder"),
    path("forwarders/<int:pk>/live/", views.forwarder_live, name="forwarder_live"),
    path("forwarders/<int:pk>/pause/", views.forwarder_pause, name="forwarder_pause"),
    path("forwarders/<int:pk>/key/", views.forwarder_key, name="forwarder_key"),
    path("forwarders/<int:pk>/remove/", views.forwarder_remove, name="forwarder_remove"),
    path("alerts/", alerts.alerts, name="alerts"),
]
