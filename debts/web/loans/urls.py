"""Addresses of the pages about loans."""

from django.urls import path

from debts.web import files
from debts.web.loans import assignments, costs, endings, letters, old, payments, proofs, several, views

urlpatterns = [
    path("loans/", views.loans, name="loans"),
    path("loans/new/", views.loan_new, name="loan_new"),
    path("loans/old/", old.loan_old, name="loan_old"),
    path("loans/<int:pk>/", views.loan, name="loan"),
    path("loans/<int:pk>/edit/", views.loan_edit, name="loan_edit"),
    path("loans/<int:pk>/remove/", views.loan_remove, name="loan_remove"),
    path("loans/<int:pk>/cost/", costs.loan_cost, name="loan_cost"),
    path("lenders/<int:pk>/payment/", several.lender_payment, name="lender_payment"),
    path("loans/<int:pk>/repayments/new/", payments.repayment_new, name="repayment_new"),
    path("repayments/<int:pk>/edit/", payments.repayment_edit, name="repayment_edit"),
    path("repayments/<int:pk>/remove/", payments.repayment_remove, name="repayment_remove"),
    path("loans/<int:pk>/settlement/", endings.settlement_edit, name="settlement_edit"),
    path("loans/<int:pk>/settlement/reopen/", endings.settlement_reopen, name="settlement_reopen"),
    path("loans/<int:pk>/settlement/check/", endings.settlement_check, name="settlement_check"),
    path("loans/<int:pk>/proofs/new/", proofs.proof_new, name="proof_new"),
    path("proofs/<int:pk>/edit/", proofs.proof_edit, name="proof_edit"),
    path("proofs/<int:pk>/remove/", proofs.proof_remove, name="proof_remove"),
    path("loans/<int:pk>/assignments/new/", assignments.assignment_new, name="assignment_new"),
    path("assignments/<int:pk>/edit/", assignments.assignment_edit, name="assignment_edit"),
    path("assignments/<int:pk>/remove/", assignments.assignment_remove, name="assignment_remove"),
    path("loans/<int:pk>/certificate-letter/", letters.certificate_letter, name="certificate_letter"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
]
