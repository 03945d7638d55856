"""Write the dossier of a dispute."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from debts.actions import Route, WriteContext
from debts.dossier.covers import Cover, Field
from debts.dossier.formats import CannotCover, make_export, note_made
from debts.dossier.pdf import RenderingError
from debts.dossier.whole import whole_file
from debts.management.base import file_troubles
from debts.models import Dispute, DossierForm
from debts.queries import row_number

_FIELDS = [field.value for field in Field if field is not Field.WORDS]


class Command(BaseCommand):
    """Export a dispute."""

    help = (
        "Writes a dispute as PDF, Word document, web page or JSON, or all of it as a bundle that checks itself (zip), "
        "and notes in the evidence log that it did. Made twice from the same facts a file is the same to the byte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the dispute, the format, the file and what is to be covered."""
        parser.add_argument("dispute", metavar="DISPUTE", help="the number in the address of its page, or its id")
        parser.add_argument("--format", choices=sorted(DossierForm.values), default="pdf")
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")
        parser.add_argument("--cover", action="append", choices=_FIELDS, default=[], help="cover this; may be repeated")
        parser.add_argument("--cover-word", action="append", default=[], metavar="WORD", help="cover this word as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file whole, or not at all."""
        dispute, path = _named(options["dispute"]), options["output"]
        cover = Cover(frozenset(map(Field, options["cover"])), tuple(options["cover_word"]))
        ctx = WriteContext(dispute.owner, Route.COMMAND, timezone.now())
        try:
            made = make_export(dispute, DossierForm(options["format"]), ctx.now, cover)
            with file_troubles("written"), whole_file(path) as file:
                file.write(made.content)
                note_made(ctx, dispute, made)
        except CannotCover:
            raise CommandError("Nothing can be covered in a bundle: it holds the records to the letter.") from None
        except RenderingError as problem:
            raise CommandError(f"The PDF could not be set: {problem}") from None
        self.stdout.write(f"Written to {path}.")


def _named(name: str) -> Dispute:
    """The dispute of that id or number; one that was taken back is none."""
    meant = Q(ref=name) | Q(pk=row_number(name))
    found: Dispute | None = (
        Dispute.objects.filter(meant, removed_at=None).select_related("owner", "lender", "loan").first()
    )
    if found is None:
        raise CommandError(f"There is no dispute {name}.")
    return found
