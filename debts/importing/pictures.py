"""Pictures that wait to be looked through: where their bytes lie, and that they go after a day."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from debts.models import PictureInHand

KEPT_FOR = timedelta(days=1)


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
