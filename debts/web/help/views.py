"""The help pages. What they say of the law comes from the rulebook, each with its rank."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.dossier.legal import legal_part
from debts.rulebook import load_rulebook
from debts.web.pages import OwnRequest

# What whoever is called may want to point at.
OF_CALLS = (
    "civil-code-557-1-1",
    "civil-code-1033-1",
    "gbt-45251-debtor-only",
    "gbt-45251-calls",
    "gbt-45251-quiet-hours",
    "cba-guideline-attempts",
    "cba-guideline-third-persons",
)


@require_safe
def help_page(request: OwnRequest) -> HttpResponse:
    """Say how the app is used and how it comes to its answers."""
    return _page(request, "help")


@require_safe
def help_calls(request: OwnRequest) -> HttpResponse:
    """Say what to do while they call and afterwards."""
    rules = load_rulebook().in_force(OF_CALLS, timezone.localdate())
    return _page(request, "help_calls", rules=[legal_part(rule) for rule in rules])


@require_safe
def help_words(request: OwnRequest) -> HttpResponse:
    """Explain the words that lenders and this app use."""
    return _page(request, "help_words")


@require_safe
def help_limits(request: OwnRequest) -> HttpResponse:
    """Say what the app can do and what it cannot."""
    return _page(request, "help_limits")


def _page(request: OwnRequest, name: str, **context: Any) -> HttpResponse:
    names = {
        "help": _("怎么用"),
        "help_calls": _("电话来了怎么办"),
        "help_words": _("词语解释"),
        "help_limits": _("能做什么，不能做什么"),
    }
    tabs = [(reverse(page), title, page == name) for page, title in names.items()]
    return render(request, f"help/{name}.html", {"tabs": tabs, **context})
