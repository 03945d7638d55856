"""Make a key for a program."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from debts.actions import create_token
from debts.management.base import OwnerCommand, writing
from debts.models import TokenScope

MOST_DAYS = 3650


class Command(OwnerCommand):
    """Make an API token."""

    help = (
        "Makes an API token for one scope and prints it. It is shown this once: only its hash is kept. The scope write "
        "holds all others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the owner and the scope."""
        super().add_arguments(parser)
        parser.add_argument("--scope", required=True, choices=TokenScope.values)
        parser.add_argument("--name", default="", help="what it is for, as the settings page lists it")
        parser.add_argument("--expires-days", type=_days, metavar="DAYS", help="without this it lasts until revoked")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the new token."""
        days = options["expires_days"]
        lasts = timedelta(days=days) if days else None
        scope = TokenScope(options["scope"])
        self.stdout.write(create_token(writing(options), scope, name=options["name"][:100], lasts=lasts))


def _days(text: str) -> int:
    days = int(text) if text.isdecimal() and len(text) <= len(str(MOST_DAYS)) else 0
    if not 1 <= days <= MOST_DAYS:
        raise ArgumentTypeError(f"a number of days from 1 to {MOST_DAYS} is needed")
    return days
