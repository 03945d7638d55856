"""Tree heads that an authority has stamped. They are about the log, so the log says nothing of them."""

from typing import Any

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.models import StampedHead


@transaction.atomic
def keep_stamped_head(ctx: WriteContext, **fields: Any) -> StampedHead:
    """Keep a stamped head of the owner's log."""
    lock_owner(ctx)
    return StampedHead.objects.create(owner=ctx.owner, **fields)
