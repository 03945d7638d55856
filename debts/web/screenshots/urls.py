"""Addresses of pictures that are handed in to be read."""

from django.urls import path

from debts.web.screenshots import views

urlpatterns = [
    path("pictures/", views.pictures, name="pictures"),
    path("pictures/<slug:upload>/", views.pictures_review, name="pictures_review"),
    path("pictures/<slug:upload>/<int:number>/", views.picture_file, name="picture_file"),
]
