"""Files of messages: handed in whole, imported, reported about, and undone as one."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from ninja import File, Path, Query, Router, Schema, UploadedFile

from debts.actions.imports import flagged_in, undo_messages
from debts.actions.tally import COUNTS
from debts.api.auth import FOLLOWING, READING, SENDING, WRITING, ApiRequest
from debts.api.problems import Contradiction
from debts.api.resources import Kept, Page, PageQuery, own, page_of
from debts.api.values import Ref
from debts.importing.background import revive, start
from debts.importing.handing_in import PATIENCE, drop_file, hand_in, within
from debts.intake.detect import UnknownFormat
from debts.models import ImportBatch
from debts.wording import IMPORT_PROBLEMS

router = Router(tags=["batches"])


class TroubleOut(Schema):
    """Something that cannot be read: where it stands, and why."""

    place: str
    number: int
    file: str
    code: str
    detail: str


class BatchOut(Kept):
    """An import and what came of it. While its state is ``reading`` or ``undoing``, ask again."""

    source: str
    sha256: str
    state: str
    is_undone: bool
    problem: str | None
    read: int
    new: int
    duplicates: int
    skipped: int
    unreadable: int
    flagged: int
    troubles: list[TroubleOut]


def _show(batch: ImportBatch) -> BatchOut:
    names = ("source", "sha256", "state", "recorded_at", *COUNTS)
    return BatchOut.model_construct(
        **{name: getattr(batch, name) for name in names},
        id=batch.ref,
        is_undone=batch.removed_at is not None,
        problem=batch.report.get("problem"),
        flagged=flagged_in(batch),
        troubles=[TroubleOut.model_construct(**_trouble(place)) for place in batch.report.get("places", [])],
    )


def _trouble(place: list[Any]) -> dict[str, Any]:
    return dict(zip(TroubleOut.model_fields, place, strict=True))


def _imports(request: ApiRequest) -> Any:
    """Imports of files, also those that were undone."""
    return ImportBatch.objects.filter(owner=request.auth.owner).exclude(form="")


@router.get("", auth=READING, response=Page[BatchOut], summary="List the imports")
def list_batches(request: ApiRequest, asked: Query[PageQuery]) -> Any:
    """Files that were imported, the last first."""
    return page_of(request, _imports(request), asked, _show, BatchOut)


@router.post("", auth=SENDING, response={201: BatchOut}, summary="Import a file")
def create_batch(request: ApiRequest, file: File[UploadedFile]) -> Any:
    """Import a backup, mailbox, table or JSON lines. A large one goes on beside the request: follow its state.

    A file of which all is kept already gives the import that it came with before.
    """
    if not file.size:
        raise Contradiction(("/file", "The file is empty."))
    try:
        return _show(hand_in(request.auth, file, keep=False))
    except UnknownFormat as unknown:
        raise Contradiction(("/file", str(IMPORT_PROBLEMS[unknown.code]))) from None


@router.get("/{ref}", auth=FOLLOWING, response=BatchOut, summary="Show an import")
def get_batch(request: ApiRequest, ref: Path[Ref]) -> Any:
    """How far an import is, and what came of it."""
    batch = own(ImportBatch, request, ref, rows=_imports(request))
    revive(batch, timezone.now())
    return _show(batch)


@router.post("/{ref}/undo", auth=WRITING, response=BatchOut, summary="Undo an import")
def undo_batch(request: ApiRequest, ref: Path[Ref]) -> Any:
    """Take back all messages of an import; refused once something was decided about one of them."""
    batch = own(ImportBatch, request, ref, rows=_imports(request))
    if batch.removed_at is None:
        drop_file(batch)
        if not undo_messages(request.auth, batch, within(PATIENCE)):
            transaction.on_commit(lambda: start(batch))
    return _show(batch)
