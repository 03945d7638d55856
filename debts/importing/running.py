"""Reading a file into a ledger to its end, or for as long as the caller has time."""

from collections.abc import Callable
from pathlib import Path

from debts.actions import WriteContext
from debts.actions.imports import Import
from debts.actions.rows import room_for_rows, take_stock
from debts.importing.chunks import CHUNK, chunks
from debts.intake.detect import AUTO, UnknownFormat
from debts.models import BatchState
from debts.queries import zone_of

MANY = 2_000  # messages by which a ledger can become another one to search
GONE = "gone"  # beside the codes of formats: the file that was handed in is not there any more


def always() -> bool:
    """Go on to the end."""
    return True


def run(
    ctx: WriteContext,
    job: Import,
    path: Path,
    *,
    form: str = AUTO,
    size: int = CHUNK,
    go_on: Callable[[], bool] = always,
) -> bool:
    """Import what is left of a file; say whether that is all of it.

    After each chunk ``go_on`` is asked, and the rest is left to a later run when it says no. A file that cannot be read
    ends the import with its reason.

    Raises:
        UnknownFormat: Nothing reads the file, and there is no batch that could say so.
        OSError: The same, for a file that cannot be opened.
    """
    try:
        with room_for_rows():
            for chunk in chunks(path, zone=zone_of(ctx.owner), form=form, start=job.tally.read, size=size):
                job.take(chunk)
                if not go_on():
                    return False
    except UnknownFormat as unknown:
        _fail(job, unknown.code, unknown)
        return True
    except OSError as missing:
        _fail(job, GONE, missing)
        return True
    job.finish()
    if job.tally.new >= MANY:
        take_stock()
    return True


def _fail(job: Import, problem: str, error: Exception) -> None:
    if job.batch is None:
        raise error
    job.finish(BatchState.FAILED, problem)
