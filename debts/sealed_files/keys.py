"""The file with the keys: one a line, of which the first seals and all open. It lies where FILES_KEY_FILE says."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path

from debts.sealed_files.form import KEY_BYTES, CannotOpen


def read_keys(path: Path | None) -> Sequence[bytes]:
    """The keys; none where no file is named. Raises CannotOpen where it is named and cannot be used.

    It is read each time, so that a new key counts at once in every process, and a file that is gone is noticed before
    anything is kept without being sealed.
    """
    if path is None:
        return ()
    try:
        keys = [urlsafe_b64decode(line) for line in path.read_text(encoding="ascii").split()]
    except (OSError, ValueError) as problem:
        raise CannotOpen(f"The file with the keys of the files cannot be read: {path}") from problem
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise CannotOpen(f"The file with the keys of the files holds something else: {path}")
    return keys


def add_key(path: Path) -> None:
    """Put a new key before those that are there, whole or not at all; only its owner may read the file."""
    before = path.read_text(encoding="ascii") if path.exists() else ""
    aside = path.with_name(path.name + ".new")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n{before}")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
