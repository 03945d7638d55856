"""Addresses of the pages about disputes."""

from django.urls import path

from debts.web.disputes import views

urlpatterns = [
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/loans/<int:pk>/", views.dispute_loan, name="dispute_loan"),
    path("disputes/loans/<int:pk>/summary.pdf", views.dispute_loan_pdf, name="dispute_loan_pdf"),
    path("disputes/loans/<int:pk>/bundle.zip", views.dispute_loan_bundle, name="dispute_loan_bundle"),
    path("disputes/lenders/<int:pk>/", views.dispute_lender, name="dispute_lender"),
    path("disputes/lenders/<int:pk>/summary.pdf", views.dispute_lender_pdf, name="dispute_lender_pdf"),
    path("disputes/lenders/<int:pk>/bundle.zip", views.dispute_lender_bundle, name="dispute_lender_bundle"),
]
