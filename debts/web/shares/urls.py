"""Addresses of the owner's pages about links; those behind a link hang in ``visitors``."""

from django.urls import path

from debts.web.shares import views

urlpatterns = [
    path("disputes/<int:pk>/shares/", views.dispute_shares, name="dispute_shares"),
    path("shares/<int:pk>/withdraw/", views.share_withdraw, name="share_withdraw"),
]
