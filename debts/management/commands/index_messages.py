"""Make the index of the search over messages anew."""

from typing import Any

from django.core.management.base import BaseCommand

from debts.actions.indexing import index_all_messages


class Command(BaseCommand):
    """Make the index of the search over messages anew."""

    help = "Makes the index of the search over all messages anew. Needed only if the search misses something."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Index everything in one transaction, and say how far it is."""
        count = index_all_messages(lambda done: self.stderr.write(f"{done:,} messages …"))
        self.stdout.write(f"The search knows {count:,} messages.")
