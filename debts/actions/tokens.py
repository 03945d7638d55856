"""Keys by which programs act for an owner."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Q

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.models import ApiToken, TokenScope
from debts.models.accounts import CALENDARS

# The time of the last use is for people who wonder whether a key is still needed: to the minute is enough.
NOTED_EVERY = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def token_digest(token: str) -> str:
    """Hash a token the way that it is kept; a token is long and random, so a plain SHA-256 suffices."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def create_token(ctx: WriteContext, scope: TokenScope, *, name: str = "", lasts: timedelta | None = None) -> str:
    """Make a token for ``scope`` and return it: it cannot be shown again. It ``lasts`` for ever where None is given."""
    token = f"jq_{secrets.token_urlsafe(32)}"
    expires_at = ctx.now + lasts if lasts else None
    ApiToken.objects.create(
        owner=ctx.owner,
        digest=token_digest(token),
        scope=scope,
        name=name,
        created_at=ctx.now,
        expires_at=expires_at,
    )
    return token


def token_in_use(token: str, now: datetime) -> ApiToken | None:
    """The token that was shown, with its owner, and note that it was used; None where it opens nothing."""
    known = ApiToken.objects.select_related("owner").filter(digest=token_digest(token)).first()
    if known is None or not known.is_good(now) or not known.owner.is_active:
        return None
    if known.last_used_at is None or known.last_used_at <= now - NOTED_EVERY:
        _note_use(known, now)
    return known


def _note_use(token: ApiToken, now: datetime) -> None:
    """Note the use, unless the disk is full or locked: that must keep nobody from reading."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    try:
        with transaction.atomic():
            ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    except OperationalError as problem:
        logger.warning("The use of a token could not be noted: %s", type(problem.__cause__).__name__)


def revoke_token(ctx: WriteContext, token: ApiToken) -> None:
    """Make a token useless from now on."""
    ApiToken.objects.filter(owner=ctx.owner, pk=token.pk, revoked_at=None).update(revoked_at=ctx.now)


@transaction.atomic
def renew_calendar(ctx: WriteContext, scope: TokenScope) -> str:
    """Make the secret of a new calendar address, and the one before useless: an owner has one calendar."""
    lock_owner(ctx)
    stop_calendar(ctx)
    return create_token(ctx, scope)


def stop_calendar(ctx: WriteContext) -> None:
    """Make the address of the owner's calendar useless from now on."""
    mine = ApiToken.objects.filter(owner=ctx.owner, scope__in=CALENDARS, revoked_at=None)
    mine.update(revoked_at=ctx.now)
