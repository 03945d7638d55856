"""The address of the style page."""

from django.urls import path

from debts.web.style import views

urlpatterns = [path("style/", views.style, name="style")]
