"""Whether what a page shows comes from the rulebook in force: ``{% load aging %}{% still_aged %}``."""

from typing import Any

from django import template
from django.template.context import Context

from debts.models import Verdict
from debts.queries import aged_messages
from debts.rulebook import load_rulebook

register = template.Library()


@register.inclusion_tag("parts/aged.html", takes_context=True)
def still_aged(context: Context, shown: Verdict | None = None) -> dict[str, Any]:
    """Say how many of the owner's verdicts an older rulebook has made; nothing where there is none.

    On a page with one verdict, ``shown``, only that one matters.
    """
    if shown and shown.rulebook_version == load_rulebook().version:
        return {"left": 0}
    return {"left": aged_messages(context["request"].user).count()}
