"""Running a command from a terminal: what the machine lacked is said in a sentence."""

import sys
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> None:
    """Run a command of the ledger as Django does; leaves with status 1 where the machine lacked something."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings must be read first

    try:
        execute_from_command_line(list(arguments))
    except Exception as problem:
        if told := told_of(problem):
            sys.exit(told)
        raise


def told_of(problem: Exception) -> str:
    """What the machine lacked, and that nothing is left half done; empty for an error of any other kind."""
    from django.apps import apps  # noqa: PLC0415  the same

    if not apps.ready:
        return ""
    from debts.upkeep.hardships import TOLD, hardship_of  # noqa: PLC0415  the same

    found = hardship_of(problem)
    return f"It was not done, and what was begun is undone. {TOLD[found]}" if found else ""
