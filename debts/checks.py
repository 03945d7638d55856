"""Checks that run whenever the app starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from debts.rulebook import RulebookError, load_rulebook
from debts.rulebook.letters import load_letters
from debts.rulebook.yardsticks import load_yardsticks
from debts.sealed_files.form import CannotOpen
from debts.sealed_files.keys import read_keys


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


@register
def file_keys_are_there(**_kwargs: Any) -> list[CheckMessage]:
    """Where files are to be sealed, their keys can be read: without them nothing can be kept or opened."""
    try:
        read_keys(settings.FILES_KEY_FILE)
    except CannotOpen as problem:
        hint = f"Put the file back; for a first key run: {settings.MANAGE} seal_files --new-key"
        return [Error(str(problem), hint=hint, id="debts.E002")]
    return []
