"""Addresses of the pages about bills."""

from django.urls import path

from debts.web.bills import columns, imports, views

urlpatterns = [
    path("bills/", views.bills, name="bills"),
    path("bills/<int:pk>/", views.bill, name="bill"),
    path("bills/<int:pk>/columns/", columns.bill_columns, name="bill_columns"),
    path("bills/<int:pk>/unlock/", views.bill_unlock, name="bill_unlock"),
    path("bills/imports/<int:pk>/undo/", imports.bill_import_undo, name="bill_import_undo"),
]
