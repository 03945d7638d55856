"""Addresses of the pages about loans."""

from django.urls import path

from debts.web.loans import costs, endings, files, payments, several, views

urlpatterns = [
    path("loans/", views.loans, name="loans"),
    path("loans/new/", views.loan_new, name="loan_new"),
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
    path("loans/<int:pk>/proofs/new/", endings.proof_new, name="proof_new"),
    path("proofs/<int:pk>/remove/", endings.proof_remove, name="proof_remove"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
]
