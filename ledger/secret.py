"""The keys that sign sessions and seal passwords, made on the first start and kept in the state folder."""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path


def seal_key(path: Path) -> str:
    """The key that seals what is stored and must not be read in the database, kept likewise (Fernet, 32 bytes)."""
    return _kept(path, lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())


def secret_key(path: Path) -> str:
    """Return the key kept in ``path``; on the first start make one that only the owner of the process can read."""
    return _kept(path, lambda: secrets.token_urlsafe(50))


def _kept(path: Path, make: Callable[[], str]) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = make()
        file.write(key)
    return key
