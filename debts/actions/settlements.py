"""Recording that a loan ended, and keeping the files that prove it."""

import hashlib
import re
from typing import Any, BinaryIO

import puremagic
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.corrections import take_back
from debts.actions.evidence import lock_owner, log_write
from debts.actions.loans import record_fact
from debts.actions.refresh import refreshing_once
from debts.models import Attachment, Loan, Settlement, SettlementProof
from debts.sealed_files.form import CannotOpen

_CHUNK = 1024 * 1024
_HEAD = 8192
_LONGEST_NAME = 255


def settle(ctx: WriteContext, loan: Loan, **fields: Any) -> Settlement:
    """Record that ``loan`` ended. A settlement recorded before is taken back first: one is in force at a time."""
    with refreshing_once(ctx):
        lock_owner(ctx)
        for earlier in Settlement.objects.of(ctx.owner).filter(loan=loan):
            take_back(ctx, earlier, reason="replaced")
        return record_fact(ctx, Settlement, loan=loan, **fields)


def attach_proof(ctx: WriteContext, loan: Loan, **fields: Any) -> SettlementProof:
    """Record a proof that ``loan`` ended."""
    return record_fact(ctx, SettlementProof, loan=loan, **fields)


def keep_file(ctx: WriteContext, file: BinaryIO, name: str) -> Attachment:
    """Keep the bytes of ``file`` under their SHA-256; the same bytes are kept once.

    The type is found from the content, never from the name. The caller has checked that the file is not empty and not
    too large. The bytes are written before the row, outside of its transaction: a failure in between leaves a file that
    nobody points at, and no other writer waits for the disk.
    """
    digest, size = _digest(file)
    path = _store(file, digest)
    fields = {"size": size, "media_type": media_type(file), "original_name": file_name(name), "path": path}
    with transaction.atomic():
        lock_owner(ctx)
        known: Attachment | None = Attachment.objects.filter(owner=ctx.owner, sha256=digest).first()
        if known is None:
            return record_fact(ctx, Attachment, sha256=digest, **fields)
        if known.removed_at is not None:
            known.removed_at = None
            known.save(update_fields=["removed_at"])
            log_write(ctx, "restored", [known])
    return known


def _store(file: BinaryIO, digest: str) -> str:
    """Write the bytes under their hash, unless they lie there whole; half a file of an earlier failure is replaced."""
    path = f"{digest[:2]}/{digest}"
    if default_storage.exists(path):
        if _lies_whole(path, digest):
            return path
        default_storage.delete(path)
    file.seek(0)
    return default_storage.save(path, File(file))


def _lies_whole(path: str, digest: str) -> bool:
    """Whether the bytes of that hash lie there; sealed with a key that is gone, they do not."""
    try:
        with default_storage.open(path) as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest() == digest
    except CannotOpen:
        return False


def _digest(file: BinaryIO) -> tuple[str, int]:
    """Read ``file`` in pieces; return its SHA-256 and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(_CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def file_name(name: str) -> str:
    """The name without its folders, and without signs that nobody sees.

    Some of those turn the direction of writing, so that gpj.exe reads exe.jpg; others would end a line of a header.
    """
    return "".join(filter(str.isprintable, re.split(r"[/\\]", name)[-1]))[-_LONGEST_NAME:]


def media_type(file: BinaryIO) -> str:
    """Find what kind of file this is from its first bytes."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    return found or "application/octet-stream"
