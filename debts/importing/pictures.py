"""Pictures that wait to be looked through: where their bytes lie, and that they go after a day."""

from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from debts.actions.imports import Import
from debts.importing.chunks import chunk_of
from debts.intake.screenshots.files import is_picture, read_picture
from debts.models import PictureInHand

_BEGIN = 64  # bytes that tell a picture

KEPT_FOR = timedelta(days=1)


def holds_picture(path: Path) -> bool:
    """Whether a file is a picture, by what is in it."""
    with path.open("rb") as file:
        return is_picture(file.read(_BEGIN))


def take_picture(job: Import, path: Path, *, zone: tzinfo, day: date) -> None:
    """Import the messages of a picture that was made on ``day``."""
    with path.open("rb") as file:
        job.take(chunk_of(read_picture(file, zone=zone, day=day)))
    job.finish()


def path_of(file: str) -> Path:
    """Where the bytes of a waiting picture lie."""
    return Path(settings.UPLOADS) / file


def overdue(now: datetime) -> QuerySet[PictureInHand]:
    """The pictures that have waited for too long, whoever handed them in."""
    return PictureInHand.objects.filter(at__lt=now - KEPT_FOR)


def sweep(now: datetime) -> int:
    """Forget those pictures, their bytes first, and say how many they were."""
    old = list(overdue(now))
    for picture in old:
        path_of(picture.file).unlink(missing_ok=True)
        picture.delete()
    return len(old)
