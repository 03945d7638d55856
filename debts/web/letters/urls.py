"""Addresses of the pages of letters."""

from django.urls import path

from debts.web.letters import views

urlpatterns = [
    path("letters/loans/<int:pk>/", views.letters_of_loan, name="letters_of_loan"),
    path("letters/loans/<int:pk>/<slug:kind>/", views.letter_of_loan, name="letter_of_loan"),
    path("letters/disputes/<int:pk>/", views.letters_of_dispute, name="letters_of_dispute"),
    path("letters/disputes/<int:pk>/<slug:kind>/", views.letter_of_dispute, name="letter_of_dispute"),
    path("letters/lenders/<int:pk>/", views.letters_of_lender, name="letters_of_lender"),
    path("letters/lenders/<int:pk>/<slug:kind>/", views.letter_of_lender, name="letter_of_lender"),
]
