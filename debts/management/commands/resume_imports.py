"""Go on with imports that were handed in on a page and are not finished."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from debts.importing.background import UNDER_WAY, abandoned, work_on
from debts.models import ImportBatch


class Command(BaseCommand):
    """Finish imports."""

    help = (
        "Goes on with imports that were begun on a page: with the one named, else with all that nobody works on. "
        "It can be stopped at any moment and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the batch."""
        parser.add_argument("--batch", type=int, help="the number of the import, as in the address of its page")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work until all of it is done."""
        now = timezone.now()
        named = ImportBatch.objects.filter(pk=options["batch"], state__in=UNDER_WAY).select_related("owner")
        for batch in named if options["batch"] else abandoned(now):
            work_on(batch, now)
            self.stdout.write(f"{batch.owner.username}: {batch.source}: {batch.read} read, {batch.new} new")
