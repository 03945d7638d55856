"""Files among the uploads that nothing names: what a request that was killed midway has left there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from debts.models import ImportBatch, PictureInHand

KEPT_FOR = timedelta(days=1)  # an upload goes on for hours where the line is slow


def leftovers(now: datetime) -> Iterator[Path]:
    """The files that have lain there for longer than any request takes, and that no import and no picture waits for."""
    named = {*ImportBatch.objects.exclude(upload="").values_list("upload", flat=True)}
    named |= {*PictureInHand.objects.values_list("file", flat=True)}
    for path in Path(settings.UPLOADS).iterdir():
        if path.name not in named and path.stat().st_mtime < (now - KEPT_FOR).timestamp():
            yield path


def sweep_leftovers(now: datetime) -> int:
    """Delete those files, and say how many they were."""
    old = list(leftovers(now))
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
