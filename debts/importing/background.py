"""Work that outlasts a request: a process of its own goes on with an import, or with undoing one.

What is left to do stands in the batch, so there is no queue: whoever finds a batch that nobody works on starts a
process for it. Two that should meet do no harm, for the slower one gives way.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from debts.actions import Route, StillNeeded, TakenBack, WriteContext
from debts.actions.imports import Import, Overtaken, claim, undo_messages
from debts.importing.running import always, run
from debts.models import BatchState, ImportBatch

SILENT_AFTER = timedelta(seconds=30)
UNDER_WAY = (BatchState.READING, BatchState.UNDOING)

logger = logging.getLogger(__name__)


def waiting_path(batch: ImportBatch) -> Path:
    """Where the file of a batch lies until it is imported."""
    return Path(settings.UPLOADS) / batch.upload


def with_work_left() -> QuerySet[ImportBatch]:
    """The batches that are not finished, and whose file waits here; somebody may be at work on them."""
    waiting = Q(state=BatchState.UNDOING) | Q(state=BatchState.READING) & ~Q(upload="")
    return ImportBatch.objects.filter(waiting).select_related("owner")


def abandoned(now: datetime) -> QuerySet[ImportBatch]:
    """Those of them that gave no sign of life for a while; one out of the future is of a clock that was set back."""
    silent = Q(beat_at__lt=now - SILENT_AFTER) | Q(beat_at__gt=now + SILENT_AFTER)
    return with_work_left().filter(silent | Q(beat_at=None))


def revive(batch: ImportBatch, now: datetime) -> None:
    """Start a process for a batch that nobody works on any more; the one who sees it first does."""
    found = abandoned(now).filter(pk=batch.pk).first()
    if found and claim(found, now):
        start(found)


def start(batch: ImportBatch) -> None:
    """Let a process go on with the batch. It lives on when the tab is closed and when the server ends."""
    command = [sys.executable, "-m", "django", "resume_imports", "--batch", str(batch.pk)]
    process = subprocess.Popen(  # noqa: S603 - the command is our own
        command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True
    )
    # Somebody has to ask for the end of a child, or its entry stays in the table of processes.
    threading.Thread(target=process.wait, daemon=True).start()


def work_on(batch: ImportBatch, now: datetime, go_on: Callable[[], bool] = always) -> bool:
    """Go on with whatever is left of a batch; say whether it is done, or somebody else does it."""
    ctx = WriteContext(batch.owner, Route.IMPORT, now)
    try:
        if batch.state == BatchState.UNDOING:
            return undo_messages(ctx, batch, go_on)
        return _read_on(ctx, batch, go_on)
    except (Overtaken, TakenBack, StillNeeded) as other:
        logger.info("The import %s is left to others: %r", batch.pk, other)
        return True


def _read_on(ctx: WriteContext, batch: ImportBatch, go_on: Callable[[], bool]) -> bool:
    path, form = waiting_path(batch), batch.form
    job = Import(ctx, source=batch.source, sha256=batch.sha256, form=form, batch=batch)
    is_done = run(ctx, job, path, form=form, go_on=go_on)
    if is_done:
        path.unlink(missing_ok=True)
    return is_done
