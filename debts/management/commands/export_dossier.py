"""Write the dossier of a dispute."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from debts.dossier.build import time_of_facts
from debts.dossier.bundle import build_bundle
from debts.dossier.casefile import build_case_summary
from debts.dossier.pdf import RenderingError, render_pdf
from debts.dossier.summary import SummaryDocument, document_as_json
from debts.dossier.whole import whole_file
from debts.models import Dispute


def _summary(dispute: Dispute, now: datetime) -> SummaryDocument:
    return build_case_summary(dispute.owner, dispute, now)


FORMATS: dict[str, Callable[[Dispute, datetime], bytes]] = {
    "pdf": lambda dispute, now: render_pdf(_summary(dispute, now)),
    "json": lambda dispute, now: document_as_json(_summary(dispute, now)).encode(),
    "zip": lambda dispute, now: build_bundle(dispute.owner, dispute=dispute, now=now).content,
}


class Command(BaseCommand):
    """Export a dispute."""

    help = (
        "Writes the summary of a dispute as PDF or JSON, or all of it as a bundle that checks itself (zip). Made twice "
        "from the same facts a file is the same to the byte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the dispute, the format and the file."""
        parser.add_argument("dispute", metavar="DISPUTE", help="the number in the address of its page, or its id")
        parser.add_argument("--format", choices=sorted(FORMATS), default="pdf")
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file whole, or not at all."""
        dispute, path = _named(options["dispute"]), options["output"]
        now = time_of_facts(dispute.owner) or timezone.now()
        try:
            content = FORMATS[options["format"]](dispute, now)
            with whole_file(path) as file:
                file.write(content)
        except RenderingError as problem:
            raise CommandError(f"The PDF could not be set: {problem}") from None
        except OSError as problem:
            raise CommandError(f"The file cannot be written: {problem}") from None
        self.stdout.write(f"Written to {path}.")


def _named(name: str) -> Dispute:
    """The dispute of that id or number; one that was taken back is none."""
    meant = Q(ref=name) | (Q(pk=int(name)) if name.isdecimal() and len(name) < 19 else Q())  # noqa: PLR2004  as columns
    found: Dispute | None = (
        Dispute.objects.filter(meant, removed_at=None).select_related("owner", "lender", "loan").first()
    )
    if found is None:
        raise CommandError(f"There is no dispute {name}.")
    return found
