"""Take the judgement of a kept message apart."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from debts.dossier.explanation import explain
from debts.dossier.explanation_text import lines_of
from debts.dossier.known import known_of
from debts.management.base import OwnerCommand, owner_named
from debts.models import Message, User
from debts.queries import as_incoming


class Command(OwnerCommand):
    """Explain a message."""

    help = "Prints why a kept message was judged as it was: what was read, each part of each loan's score, the reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the message, by its id in archives or by the number in its page's address, and the owner."""
        super().add_arguments(parser)
        parser.add_argument("id")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the explanation."""
        owner = owner_named(options["user"])
        row = _message(owner, options["id"])
        judgement = row.verdict.readable
        if judgement is None:
            raise CommandError(
                f"The stored judgement ({row.verdict.code}) is of another version and cannot be read; "
                f"`{settings.MANAGE} rejudge` makes it anew."
            )
        explanation = explain(as_incoming(row), judgement, known_of(owner, row, judgement))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(explanation), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines_of(explanation)))


def _message(owner: User, name: str) -> Message:
    kept = Message.objects.of(owner).select_related("verdict")
    row: Message | None = kept.filter(ref=name).first() or (kept.filter(pk=name).first() if name.isdecimal() else None)
    if row is None:
        raise CommandError(f"There is no kept message {name} in this ledger.")
    return row
