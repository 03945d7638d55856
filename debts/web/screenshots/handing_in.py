"""Taking pictures in: their bytes wait among the uploads, what stands on them beside, for a day at most."""

import hashlib
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from pydantic import TypeAdapter

from debts.importing.pictures import path_of, sweep
from debts.intake.screenshots.layout import transcribe
from debts.intake.screenshots.recogniser import MAX_BYTES, Recogniser
from debts.intake.screenshots.types import PictureCode, PictureProblem, Transcript
from debts.models import PictureInHand, User
from debts.models.base import new_ref

PATIENCE = 60.0  # seconds for all pictures of a request; what is left is asked for again
_transcript = TypeAdapter(Transcript)


def take(owner: User, files: "Iterable[UploadedFile[Any]]", now: datetime) -> str:
    """Read pictures, let them wait, and give the name under which they were handed in together."""
    sweep(now)
    upload, end = new_ref(), time.monotonic() + PATIENCE
    with Recogniser() as recogniser:
        for file in files:
            data = file.read(MAX_BYTES + 1)
            read, problem = _read(recogniser, data, is_late=time.monotonic() > end)
            PictureInHand.objects.create(
                owner=owner,
                at=now,
                upload=upload,
                name=(file.name or "")[-255:],
                file=_put(data),
                sha256=hashlib.sha256(data).hexdigest(),
                read=read,
                problem=problem,
            )
    return upload


def _read(recogniser: Recogniser, data: bytes, *, is_late: bool) -> tuple[Any, str]:
    """What stands on a picture as it is stored, and why it could not be read."""
    if is_late:
        return None, PictureCode.TOO_SLOW.value
    try:
        transcript = transcribe(recogniser.read(data))
    except PictureProblem as problem:
        return None, problem.code.value
    if not transcript.bubbles:
        return None, PictureCode.NO_TEXT.value
    return _transcript.dump_python(transcript, mode="json"), ""


def transcript_of(picture: PictureInHand) -> Transcript:
    """What stands on a picture that could be read."""
    return _transcript.validate_python(picture.read)


def _put(data: bytes) -> str:
    name = new_ref()
    path_of(name).write_bytes(data)
    return name
