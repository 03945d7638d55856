"""What commands share: whose ledger it is, how a write by a command is marked, and what is said of files."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from debts.actions import Route, WriteContext
from debts.models import User


class OwnerCommand(BaseCommand):
    """A command about one person's ledger, named by ``--user``."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the owner."""
        parser.add_argument("--user", required=True, metavar="NAME", help="the account whose ledger it is")


@contextmanager
def file_troubles(what: str) -> Iterator[None]:
    """Say in one line that a file cannot be ``what`` (opened, written), and why."""
    try:
        yield
    except OSError as problem:
        raise CommandError(f"The file cannot be {what}: {problem}") from None


def owner_named(name: str) -> User:
    """Find an account by its name; a CommandError says how to make one."""
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        hint = f"Make it with: {settings.MANAGE} create_user {name}"
        raise CommandError(f"There is no account named {name}. {hint}") from None


def writing(options: dict[str, Any], route: Route = Route.COMMAND) -> WriteContext:
    """The context in which a command writes into the ledger of ``--user``."""
    return WriteContext(owner_named(options["user"]), route, timezone.now())
