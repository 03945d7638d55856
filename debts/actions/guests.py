"""Letting an account of the same installation into one dispute, and ending that."""

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.corrections import correct, take_back
from debts.actions.evidence import lock_fact, log_write
from debts.models import Dispute, Guest, GuestRole, User


@transaction.atomic
def let_in(ctx: WriteContext, dispute: Dispute, person: User, role: GuestRole, *, may_export: bool = False) -> Guest:
    """Let ``person`` read or edit the dispute; who is in already has the new role. Raises ValueError for the owner."""
    lock_fact(ctx, dispute)
    if person.pk == ctx.owner.pk:
        raise ValueError("The owner is no guest.")
    facts = {"name": person.get_username(), "role": role.value, "may_export": may_export}
    known: Guest | None = Guest.objects.of(ctx.owner).filter(dispute=dispute, person=person).first()
    if known:
        return correct(ctx, known, **facts)
    guest: Guest = Guest.objects.create(owner=ctx.owner, recorded_at=ctx.now, dispute=dispute, person=person, **facts)
    log_write(ctx, "recorded", [guest])
    return guest


def let_out(ctx: WriteContext, guest: Guest) -> None:
    """End it at once; that it was so, and what the guest wrote, stay on record."""
    take_back(ctx, guest)


def leave_all(ctx: WriteContext) -> None:
    """Let the account of ``ctx`` leave every dispute of others, before it is closed."""
    for guest in Guest.objects.filter(person=ctx.owner, removed_at=None).select_related("owner"):
        let_out(WriteContext(guest.owner, ctx.route, ctx.now, guest=guest), guest)
