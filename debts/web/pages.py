"""The course that every form page takes: show, check, save, go on. Saving belongs to the page."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from debts.actions import WriteContext
from debts.models import User

# What a page takes that shows a form and is sent it.
form_methods = require_http_methods(["GET", "HEAD", "POST"])


class OwnRequest(HttpRequest):
    """A request of somebody who is signed in; the middleware lets no other through to these pages."""

    user: User
    write_context: WriteContext


def form_page(
    request: HttpRequest, form: Form, save: Callable[[], str], *, template: str, **context: Any
) -> HttpResponse:
    """Show ``form``; when it was handed in and nothing is wrong, save and go where ``save`` says.

    A form with something wrong is shown again with all that was typed.
    """
    if request.method == "POST" and form.is_valid():
        return redirect(save())
    return render(request, template, {"form": form, **context})


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that led here and wants to be come back to, as its link says; else ``otherwise``."""
    back = request.GET.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else otherwise


def ask(request: HttpRequest, *, title: str, question: str, button: str, back: str) -> HttpResponse:
    """The question before something is done that is not easily undone; its button comes back as a POST."""
    context = {"title": title, "question": question, "button": button, "back": back}
    return render(request, "confirm.html", context)


def confirmed(request: HttpRequest) -> bool:
    """Whether the person has pressed the button of the question, which is a POST."""
    return request.method == "POST"
