"""The address of the search."""

from django.urls import path

from debts.web.search import views

urlpatterns = [path("search/", views.search, name="search")]
