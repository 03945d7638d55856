"""Take the messages of a file into a ledger."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from debts.actions import Route, receive_messages
from debts.intake.detect import FORMATS, UnknownFormat, read_messages
from debts.intake.drafts import Draft, Unreadable
from debts.management.base import OwnerCommand, writing
from debts.queries import zone_of


class Command(OwnerCommand):
    """Import messages."""

    help = "Keeps and judges the messages of a file. Those that are kept already are counted as duplicates."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its form, the owner and the manner."""
        super().add_arguments(parser)
        parser.add_argument("path", type=Path)
        parser.add_argument("--format", default="auto", choices=["auto", *FORMATS])
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import the file and end with the counts; unreadable rows are named with their place."""
        ctx = writing(options, Route.IMPORT)
        drafts, skipped, unreadable = self._read(options["path"], zone_of(ctx.owner), options["format"])
        with transaction.atomic():
            sha256 = _sha256(options["path"])
            messages = [draft.as_incoming() for draft in drafts]
            receipt = receive_messages(ctx, messages, source=options["path"].name, sha256=sha256)
            if options["dry_run"]:
                transaction.set_rollback(True)
        counts = {
            "read": len(drafts) + skipped + unreadable,
            "new": len(receipt.new),
            "duplicates": receipt.duplicates,
            "skipped": skipped,
            "unreadable": unreadable,
            "flagged": receipt.flagged,
            "batch": receipt.batch.ref if receipt.batch and not options["dry_run"] else None,
        }
        lines = [json.dumps(counts)] if options["json"] else [f"{name}: {value}" for name, value in counts.items()]
        self.stdout.write("\n".join(lines))

    def _read(self, path: Path, zone: Any, form: str) -> tuple[list[Draft], int, int]:
        drafts, skipped, unreadable = [], 0, 0
        try:
            for item in read_messages(path, zone=zone, format=form):
                if isinstance(item, Draft):
                    drafts.append(item)
                elif isinstance(item, Unreadable):
                    unreadable += 1
                    self.stderr.write(f"unreadable: {item}")
                else:
                    skipped += 1
        except UnknownFormat as problem:
            raise CommandError(f"The file cannot be read: {problem}") from None
        except OSError as problem:
            raise CommandError(f"The file cannot be opened: {problem}") from None
        return drafts, skipped, unreadable


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
