"""Noting what was exported."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner, log_write, refuse_strangers
from debts.models import Dispute, DossierExport


@transaction.atomic
def note_export(
    ctx: WriteContext,
    dispute: Dispute,
    form: str,
    content: bytes,
    *,
    data_sha256: str,
    original_sha256: str = "",
    covered: Iterable[str] = (),
) -> DossierExport:
    """Note that ``content`` was made of a dispute. It need not be open: papers of an old one are asked for, too.

    No verdict rests on it, and no dossier tells of it, so that two exports of the same facts are the same.
    """
    refuse_strangers(ctx, [dispute])
    lock_owner(ctx)
    hashes = {"sha256": sha256(content).hexdigest(), "data_sha256": data_sha256, "original_sha256": original_sha256}
    record: DossierExport = DossierExport.objects.create(
        owner=ctx.owner,
        recorded_at=ctx.now,
        dispute=dispute,
        form=form,
        size=len(content),
        covered=sorted(covered),
        **hashes,
    )
    log_write(ctx, "recorded", [record])
    return record
