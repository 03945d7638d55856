"""What the ledger is written to: the dossier of a dispute, and the whole ledger in the formats of the download page."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Router

from debts.api.access import dispute_for, writing_in
from debts.api.auth import READING, ApiRequest
from debts.api.resources import Kept, Page, PageQuery, page_of
from debts.api.values import Ref, one_of
from debts.disputes.roles import Deed
from debts.dossier.exports import MEDIA_TYPES, Format, export_aside, export_name
from debts.dossier.formats import CONTENT_TYPES, make_export, note_made
from debts.models import DossierExport, DossierForm

dossiers = Router(tags=["dossiers"])
exports = Router(tags=["exports"])
DossierName = one_of(DossierForm)
ExportName = one_of(Format)


class DossierOut(Kept):
    """A dossier that was made: the hashes by which its file and its data are known again, and what was covered."""

    form: str
    size: int = Field(description="In bytes.")
    sha256: str
    data_sha256: str
    original_sha256: str = Field(description="Of the data without covers; empty where nothing was covered.")
    covered: list[str]


@dossiers.get("/disputes/{ref}/dossiers", auth=READING, response=Page[DossierOut], summary="Dossiers that were made")
def list_dossiers(request: ApiRequest, ref: Path[Ref], asked: Query[PageQuery]) -> Any:
    """What was exported of a dispute. The files are not kept: made again from the same facts they are the same."""
    access = dispute_for(Deed.EXPORT, request, ref)
    rows = DossierExport.objects.of(access.owner).filter(dispute=access.dispute)
    return page_of(request, rows, asked, _show, DossierOut)


def _show(row: DossierExport) -> DossierOut:
    names = ("recorded_at", "form", "size", "sha256", "data_sha256", "original_sha256", "covered")
    return DossierOut.model_construct(id=row.ref, **{name: getattr(row, name) for name in names})


@dossiers.post("/disputes/{ref}/dossiers/{form}", auth=READING, summary="Make the dossier of a dispute")
def make_dossier(request: ApiRequest, ref: Path[Ref], form: Path[DossierName]) -> Any:
    """The summary with its exhibits, or all of it as a bundle that checks itself; the log notes that it was made."""
    access = dispute_for(Deed.EXPORT, request, ref)
    made = make_export(access.dispute, DossierForm(form), timezone.now())
    note_made(writing_in(request, access), access.dispute, made)
    answer = HttpResponse(made.content, content_type=CONTENT_TYPES[made.form])
    answer["Content-Disposition"] = f'attachment; filename="jieqing-dossier.{form}"'
    return answer


@exports.get("/exports/{form}", auth=READING, summary="The whole ledger")
def get_export(request: ApiRequest, form: Path[ExportName]) -> Any:
    """Everything of one owner; the archive is the form that can be loaded again, with all files.

    It is written to the disk before the first byte is sent, so that no download is ever half.
    """
    chosen, now = Format(form), timezone.localtime()
    answer = FileResponse(
        export_aside(request.auth.owner, chosen, now), as_attachment=True, filename=export_name(chosen, now)
    )
    answer["Content-Type"] = MEDIA_TYPES[chosen]
    return answer
