"""What the machine may lack while something is being done, told apart by the error that it ends in."""

import errno
from collections.abc import Iterator
from enum import StrEnum

from django.db import Error

from debts.sealed_files.form import CannotOpen


class Hardship(StrEnum):
    """Why something was not done although nothing was wrong with it. Whatever was begun is undone."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    MEMORY = "memory"
    DATABASE = "database"
    FILES = "files"
    SEALED = "sealed"


_OF_SQLITE = {
    "SQLITE_BUSY": Hardship.BUSY,
    "SQLITE_LOCKED": Hardship.BUSY,
    "SQLITE_FULL": Hardship.FULL,
    "SQLITE_READONLY": Hardship.READ_ONLY,
    "SQLITE_CANTOPEN": Hardship.DATABASE,
    "SQLITE_IOERR": Hardship.DATABASE,
    "SQLITE_NOMEM": Hardship.MEMORY,
}
# By the beginning of PostgreSQL's code: its classes are two characters long.
_OF_POSTGRESQL = {
    "53100": Hardship.FULL,
    "53200": Hardship.MEMORY,
    "55P03": Hardship.BUSY,
    "40001": Hardship.BUSY,
    "40P01": Hardship.BUSY,
    "25006": Hardship.READ_ONLY,
    "53": Hardship.DATABASE,
    "57": Hardship.DATABASE,
    "58": Hardship.DATABASE,
    "08": Hardship.DATABASE,
}
_OF_THE_SYSTEM = {
    errno.ENOSPC: Hardship.FULL,
    errno.EDQUOT: Hardship.FULL,
    errno.EROFS: Hardship.READ_ONLY,
    errno.EACCES: Hardship.READ_ONLY,
    errno.EPERM: Hardship.READ_ONLY,
    errno.ENOMEM: Hardship.MEMORY,
}
# Of the client of S3, which is an extra and may not be installed; its errors have no class in common.
_OF_S3 = ("botocore.", "boto3.")
_NO_PLACE = "failed to map segment"  # of a library, for lack of memory
TOLD = {
    Hardship.BUSY: "Somebody else has been writing for too long. Run it again in a moment.",
    Hardship.FULL: "The disk is full. Make room, then run it again.",
    Hardship.READ_ONLY: "The state folder or the file cannot be written to. Give it to the user who runs this, or name "
    "another.",
    Hardship.MEMORY: "There was not enough memory. Close other programs, or give this one more; then run it again.",
    Hardship.DATABASE: "The database cannot be used. See whether its server runs and its folder is there.",
    Hardship.FILES: "The service that keeps the files cannot be used. See FILES_URL, and whether its bucket is there.",
    Hardship.SEALED: "A sealed file cannot be opened: its key is not in FILES_KEY_FILE, or the file was changed. Put "
    "the line with its key back, or the file from a backup.",
}


def hardship_of(problem: BaseException | None) -> Hardship | None:
    """What the machine lacked where an error comes from that; None for an error of any other kind."""
    return next((found for one in _behind(problem) if (found := _told_by(one))), None)


def _behind(problem: BaseException | None) -> Iterator[BaseException]:
    """The error and those that led to it, the last first."""
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        yield problem
        problem = problem.__cause__ or problem.__context__


def _told_by(problem: BaseException) -> Hardship | None:
    if isinstance(problem, CannotOpen):
        return Hardship.SEALED
    if isinstance(problem, MemoryError) or (isinstance(problem, ImportError) and _NO_PLACE in str(problem)):
        return Hardship.MEMORY
    if name := getattr(problem, "sqlite_errorname", ""):
        return next((found for start, found in _OF_SQLITE.items() if name.startswith(start)), None)
    if code := getattr(problem, "sqlstate", ""):
        return _OF_POSTGRESQL.get(code) or _OF_POSTGRESQL.get(code[:2])
    if number := getattr(problem, "errno", None):
        return _OF_THE_SYSTEM.get(number)
    return _told_by_its_kind(problem)


def _told_by_its_kind(problem: BaseException) -> Hardship | None:
    """Where no code tells more than the class of the error does."""
    if any(one.__module__.startswith(_OF_S3) for one in type(problem).__mro__):
        return Hardship.FILES
    is_without_code = isinstance(problem, Error) and "connection" in str(problem)
    return Hardship.DATABASE if is_without_code else None
