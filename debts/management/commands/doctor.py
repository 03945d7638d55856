"""Look after the installation."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from debts.upkeep import Check, State, examine

_SIGNS = {State.GOOD: "  ok   ", State.WORRY: "  look ", State.BAD: "  BAD  "}


class Command(BaseCommand):
    """Say what is well here, what is not, and what to do about it."""

    help = (
        "Checks the database, its migrations and integrity, the state folder, disk space, settings, the seal-key, "
        "the last backup, unfinished imports and old verdicts, and says what to do. Fails where something is bad. It "
        "changes nothing; the evidence itself is checked by verify_evidence."
    )
    requires_system_checks: list[str] = []  # it runs them itself, to say them beside the rest

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print every check; the exit status is 1 where one is bad."""
        found = list(examine(timezone.now()))
        for check in found:
            self.stdout.write(json.dumps(asdict(check)) if options["json"] else _line(check))
        if any(check.state is State.BAD for check in found):
            sys.exit(1)


def _line(check: Check) -> str:
    line = f"{_SIGNS[check.state]}{check.name}: {check.says}"
    return f"{line}\n         {check.advice}" if check.advice else line
