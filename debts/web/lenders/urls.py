"""Addresses of the pages about lenders."""

from django.urls import path

from debts.web.lenders import contacts, views

urlpatterns = [
    path("lenders/", views.lenders, name="lenders"),
    path("lenders/new/", views.lender_new, name="lender_new"),
    path("lenders/search/", views.lender_search, name="lender_search"),
    path("lenders/<int:pk>/", views.lender, name="lender"),
    path("lenders/<int:pk>/contacts/", contacts.lender_contacts, name="lender_contacts"),
    path("lenders/<int:pk>/edit/", views.lender_edit, name="lender_edit"),
    path("lenders/<int:pk>/remove/", views.lender_remove, name="lender_remove"),
]
