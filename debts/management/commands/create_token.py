"""Make a key for a program."""

from argparse import ArgumentParser
from typing import Any

from debts.actions import create_token
from debts.management.base import OwnerCommand, writing
from debts.models import TokenScope


class Command(OwnerCommand):
    """Make an API token."""

    help = "Makes an API token for one scope and prints it. It is shown this once: only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the owner and the scope."""
        super().add_arguments(parser)
        parser.add_argument("--scope", required=True, choices=TokenScope.values)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the new token."""
        self.stdout.write(create_token(writing(options), TokenScope(options["scope"])))
