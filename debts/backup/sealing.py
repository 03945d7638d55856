"""Backups that only the holder of a key can read: the ZIP in an age file (age-encryption.org/v1).

A public key (``age1…``) is enough to write one. Reading it needs the identity file with the secret key, which ought to
lie on another machine. The program ``age`` opens such a file as well, so a backup can be read without this one.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pyrage
from django.conf import settings
from pyrage.x25519 import Identity, Recipient

from debts.backup.manifest import BackupProblem, digest
from debts.backup.writing import Backup, write_backup
from debts.dossier.whole import whole_file

HEADER = b"age-encryption.org/v1"
KEY_BEGINS = "AGE-SECRET-KEY-"


def make_key(path: Path, now: datetime) -> str:
    """Write a new identity file, for its owner alone to read; answers with the public key. Raises FileExistsError."""
    identity = Identity.generate()
    public = str(identity.to_public())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# created: {now.isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n")
    return public


def recipients_of(keys: Sequence[str]) -> list[Recipient]:
    """The public keys; raises BackupProblem for what is none."""
    try:
        return [Recipient.from_str(key.strip()) for key in keys]
    except pyrage.RecipientError as problem:
        raise BackupProblem(f"A public key to encrypt for begins with age1; one given is none ({problem}).") from None


def write_sealed(path: Path, now: datetime, recipients: Sequence[Recipient]) -> Backup:
    """Write a backup that only ``recipients`` can read, and read it again before it counts.

    The plain one is made in the state folder, checked, and deleted. For reading it again the file is also made out to a
    key that is kept nowhere and forgotten at the end.
    """
    once = Identity.generate()
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.HOME) as folder:
        plain = Path(folder) / "plain.zip"
        made = write_backup(plain, now)
        with whole_file(path) as file:
            os.fchmod(file.fileno(), 0o600)
            with plain.open("rb") as content:
                pyrage.encrypt_io(content, file, [*recipients, once.to_public()])
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
            _compare(Path(file.name), plain, once)
    return Backup(made.accounts, made.entries, made.files, size, made.damaged)


def _compare(sealed: Path, plain: Path, identity: Identity) -> None:
    with plain.open("rb") as file:
        wanted = digest(file)
    written = _Digest()
    try:
        with sealed.open("rb") as file:
            pyrage.decrypt_io(file, written, [identity])
    except (pyrage.DecryptError, OSError) as problem:
        raise BackupProblem(f"What was written cannot be read again ({problem}).") from problem
    if written.found != wanted:
        raise BackupProblem("What was written is not what can be read again.")


class _Digest:
    """A file to write to that keeps nothing but its size and its SHA-256."""

    def __init__(self) -> None:
        self._size, self._hashed = 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        """Take the next bytes."""
        self._hashed.update(piece)
        self._size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    @property
    def found(self) -> tuple[int, str]:
        """As ``manifest.digest`` gives it."""
        return self._size, self._hashed.hexdigest()


@contextmanager
def plain_backup(path: Path, identity: Path | None) -> Iterator[Path]:
    """A backup as a ZIP: as it is, or opened with the identity file where it is encrypted, until the end of the block.

    Raises BackupProblem where it is encrypted and cannot be opened, OSError where a file cannot be read.
    """
    with path.open("rb") as file:
        is_sealed = file.read(len(HEADER)) == HEADER
    if not is_sealed:
        yield path
        return
    if identity is None:
        raise BackupProblem("It is encrypted. Name the file with the secret key by --identity.")
    keys = _identities(identity)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.HOME) as folder:
        plain = Path(folder) / "plain.zip"
        _open(path, plain, keys)
        yield plain


def _open(path: Path, plain: Path, keys: Sequence[Identity]) -> None:
    with path.open("rb") as sealed, plain.open("wb") as target:
        os.fchmod(target.fileno(), 0o600)
        try:
            pyrage.decrypt_io(sealed, target, keys)
        except pyrage.DecryptError as problem:
            raise BackupProblem(f"The secret key does not open it ({problem}).") from problem
        except OSError as problem:
            if problem.errno:
                raise
            raise BackupProblem(f"It is damaged ({problem}). Take another one.") from problem


def _identities(path: Path) -> list[Identity]:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    try:
        found = [Identity.from_str(line) for line in lines if line.startswith(KEY_BEGINS)]
    except pyrage.IdentityError as problem:
        raise BackupProblem(f"{path} holds a secret key that cannot be read ({problem}).") from None
    if not found:
        raise BackupProblem(f"{path} holds no secret key: a line of it has to begin with {KEY_BEGINS}")
    return found
