"""Addresses of the inbox and of one message."""

from django.urls import path

from debts.web.messages import changes, explain, lessons, views

urlpatterns = [
    path("messages/", views.inbox, name="messages"),
    path("messages/decide/", views.inbox_decide, name="messages_decide"),
    path("messages/undo/", views.inbox_undo, name="messages_undo"),
    path("messages/changes/", changes.changes, name="changes"),
    path("messages/changes/<int:pk>/", changes.change, name="message_change"),
    path("messages/aged/", changes.aged, name="aged"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/why/", explain.message_why, name="message_why"),
    path("messages/<int:pk>/decide/", views.message_decide, name="message_decide"),
    path("messages/<int:pk>/undo/", views.message_undo, name="message_undo"),
    path("messages/<int:pk>/lessons/", lessons.message_lessons, name="message_lessons"),
    path("messages/<int:pk>/learn/", lessons.message_learn, name="message_learn"),
    path("messages/lessons/<int:pk>/undo/", lessons.lesson_undo, name="lesson_undo"),
    path("messages/<int:pk>/remove/", views.message_remove, name="message_remove"),
]
