"""Check that nothing kept as evidence has changed."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from debts.dossier.verification import verify
from debts.management.base import owner_named
from debts.models import User


class Command(BaseCommand):
    """Verify the evidence."""

    help = "Checks every file, every record and the whole chain of the evidence log, and names what does not agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the owner, or check everybody's."""
        parser.add_argument("--user", metavar="NAME", help="only this account's evidence")
        parser.add_argument(
            "--head", default="", metavar="HASH", help="a head noted earlier, which must be there still"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object an account")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what was checked; the exit status is 1 where anything does not agree."""
        owners = [owner_named(options["user"])] if options["user"] else User.objects.order_by("pk")
        reports = [(owner, verify(owner, options["head"])) for owner in owners]
        for owner, report in reports:
            if options["json"]:
                self.stdout.write(json.dumps({"user": owner.username, **report.as_dict()}, ensure_ascii=False))
            else:
                counts = f"{report.entries} entries, {report.files} files, head {report.head}"
                self.stdout.write(f"{owner.username}: {counts}")
                for problem in report.problems:
                    self.stdout.write(f"  {problem}")
        if any(report.problems for _, report in reports):
            sys.exit(1)
