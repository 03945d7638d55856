"""Go on with imports that were handed in on a page and are not finished."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from debts.actions.imports import claim
from debts.importing.background import SILENT_AFTER, UNDER_WAY, abandoned, with_work_left, work_on
from debts.importing.leftovers import sweep_leftovers
from debts.importing.pictures import sweep
from debts.models import ImportBatch


class Command(BaseCommand):
    """Finish imports."""

    help = (
        "Goes on with imports that were begun on a page: with the one named, else with all that nobody works on. "
        "Then it also deletes pictures that waited for more than a day to be looked through, and files of uploads that "
        "broke off. "
        "It can be stopped at any moment and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the batch."""
        parser.add_argument("--batch", type=int, help="the number of the import, as in the address of its page")
        parser.add_argument(
            "--patient", action="store_true", help="wait first for a sign of life of whoever may be at work"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work until all of it is done."""
        if options["patient"] and with_work_left().exists():
            time.sleep(SILENT_AFTER.total_seconds() + 1)
        for batch in _named(options["batch"]) if options["batch"] else _claimed():
            work_on(batch, timezone.now())
            self.stdout.write(f"{batch.owner.username}: {batch.source}: {batch.read} read, {batch.new} new")
        if not options["batch"] and (forgotten := sweep(timezone.now())):
            self.stdout.write(f"pictures that waited too long: {forgotten} deleted")
        if not options["batch"] and (left := sweep_leftovers(timezone.now())):
            self.stdout.write(f"files of uploads that broke off: {left} deleted")


def _named(number: int) -> Iterator[ImportBatch]:
    yield from ImportBatch.objects.filter(pk=number, state__in=UNDER_WAY).select_related("owner")


def _claimed() -> Iterator[ImportBatch]:
    """The batches that nobody works on, each once it is ours: its page may have found it at the same time.

    The one before may have taken an hour, so each is claimed by the clock as it is then.
    """
    return (batch for batch in list(abandoned(timezone.now())) if claim(batch, timezone.now()))
