"""What the pages share that hand out material: the file as an answer, and the list of what was handed out before."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils import timezone

from debts.actions import WriteContext
from debts.dossier.covers import FIELDS, Field
from debts.dossier.formats import CONTENT_TYPES, Made, note_made
from debts.dossier.pdf import RenderingError
from debts.models import Dispute, DossierExport, Lender, Loan
from debts.web.files import download
from debts.web.pages import OwnRequest

logger = logging.getLogger(__name__)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Handed:
    """An export that was made before, as the page shows it."""

    row: DossierExport
    covered: list[str]


def handed_before(about: Dispute | Loan | Lender) -> list[Handed]:
    """What was handed out about it, the last first."""
    rows = DossierExport.objects.of(about.owner_id).filter(**{about._meta.model_name or "": about})[:SHOWN]
    known = set(Field)
    return [Handed(row, [str(FIELDS[Field(code)]) for code in row.covered if code in known]) for row in rows]


def hand_out(
    request: OwnRequest,
    ctx: WriteContext,
    about: Dispute | Loan | Lender,
    *,
    make: Callable[[datetime], Made],
    name: Callable[[Made, date], str],
    trouble: str,
) -> HttpResponseBase | None:
    """The file, whole and noted before it is sent; None where it could not be made, which the page then says.

    ``name`` is given the day for which the file is dated; ``trouble`` are the words for a failure.
    """
    try:
        made = make(ctx.now)
    except (RenderingError, FileNotFoundError):
        logger.exception("A file of a dispute could not be made.")
        messages.error(request, trouble)
        return None
    note_made(ctx, about, made)
    dated = name(made, timezone.localdate(made.document.made_at))
    response = download(made.content, dated, CONTENT_TYPES[made.form])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if made.manifest_hash:
        response["X-Manifest-SHA256"] = made.manifest_hash
    return response
