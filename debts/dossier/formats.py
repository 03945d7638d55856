"""One export of a dispute, a loan or a lender: made whole, noted, and only then handed out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from debts.actions import WriteContext, note_export
from debts.dossier.as_docx import render_docx
from debts.dossier.as_html import render_html
from debts.dossier.build import build_summary, time_of_facts
from debts.dossier.bundle import build_bundle, bundle_file_name
from debts.dossier.covers import Cover, Field
from debts.dossier.dossier import Dossier, dossier_of
from debts.dossier.pdf import render_pdf
from debts.dossier.summary import SummaryDocument, document_as_json, document_hash, name_part
from debts.models import Dispute, DossierForm, Lender, Loan

CONTENT_TYPES = {
    DossierForm.PDF: "application/pdf",
    DossierForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DossierForm.HTML: "text/html; charset=utf-8",
    DossierForm.JSON: "application/json",
    DossierForm.ZIP: "application/zip",
}


class CannotCover(ValueError):
    """A bundle holds the records to the letter, for without them nothing in it could be checked."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file as bytes, the document that it was made from, and the hash of its manifest where it has one."""

    form: DossierForm
    content: bytes
    document: SummaryDocument
    covered: frozenset[str] = frozenset()
    manifest_hash: str = ""


def make_export(dispute: Dispute, form: DossierForm, now: datetime, cover: Cover | None = None) -> Made:
    """Make the dossier of a dispute. It is dated by the last fact of the owner, and by ``now`` where there is none.

    Raises:
        CannotCover: Something is to be covered in a bundle.
        RenderingError: The PDF could not be set.
        FileNotFoundError: A bundle lacks a file.
    """
    if cover and form is DossierForm.ZIP:
        raise CannotCover
    dated = _dated(dispute, now)
    with dossier_of(dispute, dated, cover) as dossier:
        content = _writers()[form](dossier, dispute, dated)
    return Made(form, content, dossier.document, _codes(cover) if cover else frozenset())


def _dated(about: Dispute | Loan | Lender, now: datetime) -> datetime:
    return time_of_facts(about.owner) or now


def _codes(cover: Cover) -> frozenset[str]:
    return frozenset(cover.fields) | ({Field.WORDS} if cover.words else set())


def _writers() -> dict[DossierForm, Callable[[Dossier, Dispute, datetime], bytes]]:
    return {
        DossierForm.PDF: lambda dossier, _dispute, _now: render_pdf(dossier.document, dossier.papers),
        DossierForm.DOCX: lambda dossier, _dispute, _now: render_docx(dossier.document, dossier.papers),
        DossierForm.HTML: lambda dossier, _dispute, _now: render_html(dossier.document, dossier.papers),
        DossierForm.JSON: lambda dossier, _dispute, _now: document_as_json(dossier.document).encode(),
        DossierForm.ZIP: lambda dossier, dispute, now: (
            build_bundle(dispute.owner, dispute=dispute, now=now, dossier=dossier).content
        ),
    }


def summary_as_pdf(about: Loan | Lender, now: datetime) -> Made:
    """Make the summary of a loan or lender, dated as a dossier is; raises RenderingError."""
    document = summary_of(about, now)
    return Made(DossierForm.PDF, render_pdf(document), document)


def summary_as_bundle(about: Loan | Lender, now: datetime) -> Made:
    """Make the bundle of a loan or lender, whole or not at all; raises what ``build_bundle`` does."""
    document = summary_of(about, now)
    bundle = build_bundle(about.owner, **_named(about), document=document, now=document.made_at)
    return Made(DossierForm.ZIP, bundle.content, document, manifest_hash=bundle.manifest_hash)


def summary_of(about: Loan | Lender, now: datetime) -> SummaryDocument:
    """The summary of a loan or lender, for a page too; dated by the last fact, and by ``now`` where there is none."""
    return build_summary(about.owner, **_named(about), now=_dated(about, now))


def _named(about: Loan | Lender) -> dict[str, Any]:
    return {about._meta.model_name or "": about}


def note_made(ctx: WriteContext, about: Dispute | Loan | Lender, made: Made) -> None:
    """Note the export in the log, before it is handed out."""
    hashes = {"data_sha256": document_hash(made.document), "original_sha256": made.document.original_sha256}
    note_export(ctx, about, made.form.value, made.content, covered=made.covered, **hashes)


def export_file_name(dispute: Dispute, form: DossierForm, day: date) -> str:
    """A name for people, with the lender and the day."""
    if form is DossierForm.ZIP:
        return bundle_file_name(dispute.lender, day)
    return "-".join(filter(None, (_("争议材料"), name_part(dispute.lender.name), day.isoformat()))) + f".{form.value}"
