"""Addresses of imports and of the questions that they raise."""

from django.urls import path

from debts.web.imports import twins, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/twins/", twins.twins, name="import_twins"),
    path("imports/twins/<int:pk>/answer/", twins.answer, name="import_twin_answer"),
    path("imports/<int:pk>/", views.import_, name="import"),
    path("imports/<int:pk>/progress/", views.progress, name="import_progress"),
    path("imports/<int:pk>/undo/", views.import_undo, name="import_undo"),
]
