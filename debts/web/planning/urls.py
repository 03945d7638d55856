"""Addresses of the planning page."""

from django.urls import path

from debts.web.planning import views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/income/", views.plan_income, name="plan_income"),
]
