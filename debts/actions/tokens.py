"""Keys by which programs act for an owner."""

import hashlib
import secrets

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.models import ApiToken, TokenScope
from debts.models.accounts import CALENDARS


def token_digest(token: str) -> str:
    """Hash a token the way that it is kept; a token is long and random, so a plain SHA-256 suffices."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def create_token(ctx: WriteContext, scope: TokenScope) -> str:
    """Make a token for ``scope`` and return it: it cannot be shown again."""
    token = f"jq_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(owner=ctx.owner, digest=token_digest(token), scope=scope, created_at=ctx.now)
    return token


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
