"""Checks that run whenever the app starts."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from debts.rulebook import RulebookError, load_rulebook
from debts.rulebook.letters import load_letters
from debts.rulebook.yardsticks import load_yardsticks


@register
def rulebook_loads(**_kwargs: Any) -> list[CheckMessage]:
    """The rulebook's data files load and agree with one another."""
    try:
        load_rulebook()
        load_yardsticks()
        load_letters()
    except RulebookError as problem:
        return [Error(str(problem), hint="Correct the data file under debts/rulebook/data.", id="debts.E001")]
    return []
