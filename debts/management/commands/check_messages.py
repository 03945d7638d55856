"""Judge messages against a ledger without keeping them."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from debts.dossier.answers import answer, check
from debts.intake.detect import UnknownFormat, read_messages
from debts.intake.drafts import Draft, Unreadable
from debts.management.base import OwnerCommand, file_troubles, owner_named
from debts.queries import zone_of
from debts.reconciler.types import IncomingMessage
from debts.wording import VERDICTS


class Command(OwnerCommand):
    """Check a file of messages."""

    help = (
        "Judges the messages of a file against a ledger and stores nothing. The file is JSONL "
        "({id, text, received_at, sender, channel, recipient}; only text is required) or anything that import reads."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the owner and the form of the answer."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print an answer for each message; rows that cannot be read are named on the error stream."""
        owner = owner_named(options["user"])
        try:
            with file_troubles("opened"):
                messages = [*self._messages(options["file"], zone_of(owner))]
        except UnknownFormat as problem:
            raise CommandError(f"The file cannot be read: {problem}") from None
        for row in check(owner, messages):
            if options["json"]:
                self.stdout.write(json.dumps(answer(row), ensure_ascii=False))
            else:
                self.stdout.write(f"{row.message.id}\t{VERDICTS[row.judgement.verdict.code]}")

    def _messages(self, path: Path, zone: tzinfo) -> Iterator[IncomingMessage]:
        for item in read_messages(path, zone=zone):
            if isinstance(item, Draft):
                yield item.as_incoming()
            elif isinstance(item, Unreadable):
                self.stderr.write(f"unreadable: {item}")
