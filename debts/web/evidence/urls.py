"""Addresses of the pages about the evidence log."""

from django.urls import path

from debts.web.evidence import views

urlpatterns = [
    path("evidence/", views.evidence, name="evidence"),
    path("evidence/verify/", views.evidence_verify, name="evidence_verify"),
    path("evidence/compare/", views.evidence_compare, name="evidence_compare"),
    path("evidence/stamp/", views.evidence_stamp, name="evidence_stamp"),
    path("evidence/mail/", views.evidence_mail, name="evidence_mail"),
    path("evidence/head.json", views.evidence_head, name="evidence_head"),
]
