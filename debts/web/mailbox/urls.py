"""Address of the mailbox's settings."""

from django.urls import path

from debts.web.mailbox import views

urlpatterns = [path("mailbox/", views.mailbox, name="mailbox")]
