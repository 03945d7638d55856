"""Noting what was exported."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner, log_write, refuse_strangers
from debts.models import Dispute, DossierExport, Lender, Loan


@transaction.atomic
def note_export(
    ctx: WriteContext,
    about: Dispute | Loan | Lender,
    form: str,
    content: bytes,
    *,
    data_sha256: str,
    original_sha256: str = "",
    covered: Iterable[str] = (),
) -> DossierExport:
    """Note that ``content`` was made about a dispute, open or not, or about a loan or lender.

    No verdict rests on it, and no dossier tells of it, so that two exports of the same facts are the same.
    """
    refuse_strangers(ctx, [about])
    lock_owner(ctx)
    hashes = {"sha256": sha256(content).hexdigest(), "data_sha256": data_sha256, "original_sha256": original_sha256}
    record: DossierExport = DossierExport.objects.create(
        owner=ctx.owner,
        recorded_at=ctx.now,
        form=form,
        size=len(content),
        covered=sorted(covered),
        **{about._meta.model_name or "": about},
        **hashes,
    )
    log_write(ctx, "recorded", [record])
    return record
