"""Address of the first page."""

from django.urls import path

from debts.web.overview import views

urlpatterns = [path("", views.overview, name="overview")]
