"""From an upload to an import: the file is put where it waits, looked at, and recorded as a batch."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction
from django.utils import timezone

from debts.actions import WriteContext, keep_file
from debts.actions.imports import begin_import, finished
from debts.evidence.canonical import sha256_of_file
from debts.importing.background import start, waiting_path, work_on
from debts.intake.detect import AUTO, read_messages
from debts.models import ImportBatch
from debts.models.base import new_ref
from debts.queries import zone_of

PATIENCE = 1.5  # seconds of work within a request; what is left goes on beside it


def hand_in(ctx: WriteContext, file: "UploadedFile[Any]", *, keep: bool) -> ImportBatch:
    """Record the file as an import and do as much of it as a request has time for.

    A file of which all is kept already gives the import that it came with before. Raises UnknownFormat where nothing
    reads such a file; then nothing is left of it.
    """
    upload = new_ref()
    path = Path(settings.UPLOADS) / upload
    _put(file, path)
    try:
        sha256 = sha256_of_file(path)
        before = finished(ctx.owner, sha256=sha256, form=AUTO)
        if before is None:
            next(read_messages(path, zone=zone_of(ctx.owner)), None)
        if keep:
            with path.open("rb") as original:
                keep_file(ctx, original, file.name or "")
        if before:
            path.unlink()
            return before
        batch = begin_import(ctx, source=file.name or "", sha256=sha256, form=AUTO, upload=upload)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    go_on(batch)
    return batch


def _put(file: "UploadedFile[Any]", path: Path) -> None:
    if isinstance(file, TemporaryUploadedFile):
        os.replace(file.temporary_file_path(), path)  # noqa: PTH105 - one move, whatever the size
        return
    with path.open("wb") as target:
        for piece in file.chunks():
            target.write(piece)


def go_on(batch: ImportBatch) -> None:
    """Work on a batch for as long as a request may take, and leave the rest to a process beside it.

    That process sees the batch only once the transaction around this is through, if there is one.
    """
    if not work_on(batch, timezone.now(), within(PATIENCE)):
        transaction.on_commit(lambda: start(batch))
    batch.refresh_from_db()


def within(seconds: float) -> Callable[[], bool]:
    """A question that is answered with yes until so many seconds have gone by."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


def drop_file(batch: ImportBatch) -> None:
    """Delete the file of an import that is undone before its end."""
    if batch.upload:
        waiting_path(batch).unlink(missing_ok=True)
