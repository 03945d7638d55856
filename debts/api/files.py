"""Files: handed in once, kept under their SHA-256, and given back as downloads that no browser runs."""

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse
from ninja import File, Path, Query, Router, UploadedFile
from ninja.errors import HttpError

from debts.actions import keep_file
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import TOO_LARGE, Contradiction, NotThere
from debts.api.resources import Kept, Page, PageQuery, own, page_of
from debts.api.values import Ref
from debts.intake.file_kinds import ACCEPTED, kind_of
from debts.models import Attachment

router = Router(tags=["files"])

_MEGABYTE = 1024 * 1024
_NOTHING_RUNS = {"Content-Security-Policy": "default-src 'none'; sandbox"}


class FileOut(Kept):
    """A kept file. Its type is found from its content, whatever its name says."""

    name: str
    size: int
    media_type: str
    sha256: str


def show_file(row: Attachment) -> FileOut:
    """A file as the API gives it."""
    told: dict[str, Any] = {"size": row.size, "media_type": row.media_type, "sha256": row.sha256}
    return FileOut.model_construct(id=row.ref, recorded_at=row.recorded_at, name=row.original_name, **told)


@router.get("", auth=READING, response=Page[FileOut], summary="List the files")
def list_files(request: ApiRequest, asked: Query[PageQuery]) -> Any:
    """All kept files, the last handed in first."""
    return page_of(request, Attachment.objects.of(request.auth.owner), asked, show_file, FileOut)


@router.post("", auth=WRITING, response={201: FileOut}, summary="Hand in a file")
def upload_file(request: ApiRequest, file: File[UploadedFile]) -> Any:
    """Keep a file as it is. The same bytes are kept once; proofs, exhibits and steps name it by its id."""
    if not file.size:
        raise Contradiction(("/file", "The file is empty."))
    if file.size > settings.MAX_PROOF_MEGABYTES * _MEGABYTE:
        raise HttpError(413, TOO_LARGE)
    content = cast(BinaryIO, file)
    if (kind := kind_of(content)) not in ACCEPTED:
        raise Contradiction(("/file", f"By its content this is no evidence that is kept: {kind.value}."))
    return show_file(keep_file(request.auth, content, file.name or ""))


@router.get("/{ref}", auth=READING, response=FileOut, summary="Show what a file is")
def get_file(request: ApiRequest, ref: Path[Ref]) -> Any:
    """What is known of one file, without its bytes."""
    return show_file(own(Attachment, request, ref))


@router.get("/{ref}/content", auth=READING, summary="Download a file")
def get_file_content(request: ApiRequest, ref: Path[Ref]) -> Any:
    """The bytes as they were handed in."""
    kept = own(Attachment, request, ref)
    if not default_storage.exists(kept.path):
        raise NotThere
    name = kept.original_name
    answer = FileResponse(default_storage.open(kept.path), as_attachment=True, filename=name, headers=_NOTHING_RUNS)
    answer["Content-Type"] = "application/octet-stream"
    return answer
