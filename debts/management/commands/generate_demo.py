"""Fill an empty ledger with made-up loans and messages."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from debts.management.base import OwnerCommand, writing
from debts.management.demo import Demo
from debts.models import EvidenceEntry


def count(text: str) -> int:
    """A number that is not below nothing."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no number of 0 or more")
    return int(text)


class Command(OwnerCommand):
    """Make a ledger to try things on."""

    help = (
        "Fills the empty ledger of an account with made-up loans and messages, through the same door as all other "
        "writes. The same seed on the same day gives the same loans and texts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the sizes and the seed."""
        super().add_arguments(parser)
        parser.add_argument("--messages", type=count, default=1000, metavar="N")
        parser.add_argument("--loans", type=count, default=10, metavar="M")
        parser.add_argument("--seed", type=count, default=1, metavar="S", help="another seed gives another ledger")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Fill the ledger, unless something was ever written to it."""
        ctx = writing(options)
        if EvidenceEntry.objects.filter(owner=ctx.owner).exists():
            raise CommandError(
                f"The ledger of {ctx.owner} is not empty. Make an account of its own: {settings.MANAGE} create_user"
            )
        Demo(ctx, options["seed"]).fill(messages=options["messages"], loans=options["loans"])
        self.stdout.write(f"{options['loans']} loans and {options['messages']} messages, seed {options['seed']}.")
