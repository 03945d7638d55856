"""Take the judgement of a kept message apart."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from debts.dossier.explanation import explain
from debts.management.base import OwnerCommand, owner_named
from debts.models import Message


class Command(OwnerCommand):
    """Explain a message."""

    help = "Prints why a kept message was judged as it was: what was read, each part of each loan's score, the reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the message, by its id in archives or by the number in its page's address, and the owner."""
        super().add_arguments(parser)
        parser.add_argument("id")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the explanation."""
        kept = Message.objects.of(owner_named(options["user"])).select_related("verdict", "owner")
        message = kept.filter(ref=options["id"]).first()
        if message is None and options["id"].isdecimal():
            message = kept.filter(pk=options["id"]).first()
        if message is None:
            raise CommandError(f"There is no kept message {options['id']} in this ledger.")
        self.stdout.write("\n".join(explain(message)))
