"""Copying a lender of the directory into a ledger."""

from debts.actions.context import WriteContext
from debts.actions.loans import record_lender
from debts.models import Lender
from debts.rulebook.types import DirectoryLender


def copy_lender(ctx: WriteContext, entry: DirectoryLender) -> Lender:
    """The owner's lender of this company; the directory's entry is copied in where there is none, to be corrected."""
    name = entry.legal_name or entry.name
    known: Lender | None = Lender.objects.of(ctx.owner).filter(name=name).first()
    if known:
        return known
    names = [other for other in entry.names if other != name]
    fields = {"aliases": names, "signatures": list(entry.signatures), "senders": list(entry.hotlines)}
    return record_lender(ctx, name=name, kind=entry.kind.value, **fields)
