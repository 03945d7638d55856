"""How far a guest's pen reaches, looked at under the owner's lock, whatever the pages have let through."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from debts.actions.context import WriteContext
from debts.models import Attachment, Dispute, DisputeItem, DisputeStep, DossierExport, Guest, GuestRole

# Every guest may take material along, where pages allow it, and leave.
_OF_ALL = (DossierExport, Guest)
_REACH = {GuestRole.READER: _OF_ALL, GuestRole.EDITOR: (Dispute, DisputeItem, DisputeStep, Attachment, *_OF_ALL)}


def refuse_former_guest(ctx: WriteContext) -> None:
    """Look anew whether the guest is still let in, in the same role; raises PermissionDenied.

    Who leaves by this very write is still there until its line stands in the log.
    """
    guest = ctx.guest
    if guest is None:
        return
    still_in = Q(removed_at=None) | Q(removed_at=ctx.now)
    if not Guest.objects.filter(still_in, pk=guest.pk, role=guest.role).exists():
        raise PermissionDenied


def refuse_beyond_reach(ctx: WriteContext, records: Iterable[Any]) -> None:
    """Refuse to a guest whatever is not of the one dispute; a file for it has no dispute of its own yet."""
    guest = ctx.guest
    if guest and not all(_is_within(guest, record) for record in records):
        raise PermissionDenied


def _is_within(guest: Guest, record: Any) -> bool:
    if not isinstance(record, _REACH[GuestRole(guest.role)]):
        return False
    if isinstance(record, Guest):
        return record.pk == guest.pk
    if isinstance(record, Attachment):
        return True
    dispute: int | None = record.pk if isinstance(record, Dispute) else record.dispute_id
    return dispute == guest.dispute_id
