"""Setting who the owner is and how the clock runs."""

from typing import Any

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import difference, facts_of, lock_owner, log_write
from debts.actions.refresh import refresh_verdicts
from debts.models import Profile


@transaction.atomic
def set_profile(ctx: WriteContext, **fields: Any) -> Profile:
    """Set the names, phones, zone and grace period that judgements go by; the log keeps what they were before."""
    lock_owner(ctx)
    profile, is_new = Profile.objects.get_or_create(owner=ctx.owner)
    ctx.owner.profile = profile  # what was read before is out of date from here on
    before = facts_of(profile)
    for name, value in fields.items():
        setattr(profile, name, value)
    after = facts_of(profile)
    if is_new or before != after:
        profile.save()
        action, payload = ("recorded", {}) if is_new else ("corrected", difference(before, after))
        log_write(ctx, action, [profile], payload)
        refresh_verdicts(ctx)
    return profile
