"""The address of the page about connections."""

from django.urls import path

from debts.web.connections import views

urlpatterns = [path("settings/connections/", views.connections, name="connections")]
