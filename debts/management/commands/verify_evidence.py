"""Check that nothing kept as evidence has changed."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from debts.dossier.tree_heads import NoTreeHead, TreeHead, read_head
from debts.dossier.verification import verify
from debts.management.base import file_troubles, owner_named
from debts.models import User

STEP = 500


class Command(BaseCommand):
    """Verify the evidence."""

    help = "Checks every file, every record and the whole chain of the evidence log, and names what does not agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the owner, or check everybody's."""
        parser.add_argument("--user", metavar="NAME", help="only this account's evidence")
        parser.add_argument(
            "--head", default="", metavar="HASH", help="a head noted earlier, which must be there still"
        )
        parser.add_argument(
            "--tree-head", type=Path, metavar="FILE", help="a tree head kept earlier: it must still hold"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object an account")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what was checked; the exit status is 1 where anything does not agree."""
        owners = [owner_named(options["user"])] if options["user"] else User.objects.order_by("pk")
        head = _tree_head(options["tree_head"]) if options["tree_head"] else None
        reports = [(owner, verify(owner, options["head"], head, self._progress)) for owner in owners]
        for owner, report in reports:
            if options["json"]:
                self.stdout.write(json.dumps({"user": owner.username, **report.as_dict()}, ensure_ascii=False))
            else:
                counts = f"{report.entries} entries, {report.files} files, head {report.head}, root {report.root}"
                self.stdout.write(f"{owner.username}: {counts}")
                for problem in report.problems:
                    self.stdout.write(f"  {problem}")
        if any(report.problems for _, report in reports):
            sys.exit(1)

    def _progress(self, what: str, count: int) -> None:
        """Say how far it is where somebody watches."""
        if count % STEP == 0 and self.stderr.isatty():
            self.stderr.write(f"{count} {what}", ending="\r")


def _tree_head(path: Path) -> TreeHead:
    try:
        with file_troubles("opened"):
            return read_head(path.read_bytes())
    except NoTreeHead:
        raise CommandError("The file is no tree head of this app.") from None
