"""Addresses of the pages about disputes."""

from django.urls import path

from debts.web.disputes import changes, exhibits, stages, views

urlpatterns = [
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/loans/<int:pk>/", views.dispute_loan, name="dispute_loan"),
    path("disputes/loans/<int:pk>/summary.pdf", views.dispute_loan_pdf, name="dispute_loan_pdf"),
    path("disputes/loans/<int:pk>/bundle.zip", views.dispute_loan_bundle, name="dispute_loan_bundle"),
    path("disputes/lenders/<int:pk>/", views.dispute_lender, name="dispute_lender"),
    path("disputes/lenders/<int:pk>/summary.pdf", views.dispute_lender_pdf, name="dispute_lender_pdf"),
    path("disputes/lenders/<int:pk>/bundle.zip", views.dispute_lender_bundle, name="dispute_lender_bundle"),
    path("disputes/lenders/<int:pk>/new/", changes.dispute_new, name="dispute_lender_new"),
    path("disputes/messages/<int:pk>/add/", changes.dispute_message, name="dispute_message"),
    path("disputes/<int:pk>/", stages.dispute, name="dispute"),
    path("disputes/<int:pk>/what/", stages.dispute_what, name="dispute_what"),
    path("disputes/<int:pk>/cause/", stages.dispute_cause, name="dispute_cause"),
    path("disputes/<int:pk>/letter/", stages.dispute_letter, name="dispute_letter"),
    path("disputes/<int:pk>/sent/", stages.dispute_sent, name="dispute_sent"),
    path("disputes/<int:pk>/answer/", stages.dispute_answer, name="dispute_answer"),
    path("disputes/<int:pk>/deadlines.ics", stages.dispute_calendar, name="dispute_calendar"),
    path("disputes/<int:pk>/outcome/", stages.dispute_outcome, name="dispute_outcome"),
    path("disputes/<int:pk>/edit/", changes.dispute_edit, name="dispute_edit"),
    path("disputes/<int:pk>/exhibits/<int:number>/", exhibits.dispute_exhibit, name="dispute_exhibit"),
    path("disputes/<int:pk>/files/<int:file>/", exhibits.dispute_paper, name="dispute_paper"),
    path("disputes/<int:pk>/items/", changes.dispute_items, name="dispute_items"),
    path("disputes/<int:pk>/file/", changes.dispute_file, name="dispute_file"),
    path("disputes/<int:pk>/steps/new/", changes.dispute_step_new, name="dispute_step_new"),
    path("disputes/<int:pk>/close/", changes.dispute_close, name="dispute_close"),
    path("disputes/<int:pk>/reopen/", changes.dispute_reopen, name="dispute_reopen"),
    path("disputes/items/<int:pk>/remove/", changes.dispute_item_remove, name="dispute_item_remove"),
    path("disputes/steps/<int:pk>/remove/", changes.dispute_step_remove, name="dispute_step_remove"),
]
