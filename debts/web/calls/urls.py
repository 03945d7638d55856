"""Addresses of the forms for what is no text, and for files beside messages."""

from django.urls import path

from debts.web.calls import files, views

urlpatterns = [
    path("messages/new/", views.call_new, name="call_new"),
    path("messages/new/missed/", views.call_missed, name="call_missed"),
    path("messages/<int:pk>/files/", files.message_file_new, name="message_file_new"),
    path("messages/files/<int:pk>/remove/", files.exhibit_remove, name="exhibit_remove"),
]
