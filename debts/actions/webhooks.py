"""Telling programs of the owner: which addresses, what they are still to be told, and when it is tried again."""

import base64
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.actions.loans import record_fact
from debts.models import Message, User, Verdict, Webhook, WebhookCall, WebhookEvent, WebhookProblem
from debts.models.sealed import seal

MOST_ADDRESSES = 10
# How long after each failure it is tried again; after the last one it is given up.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
# Whoever has taken a call to send and has not come back by then was stopped.
_TAKEN_FOR = timedelta(minutes=5)
_KEPT_FOR = timedelta(days=30)
_AT_ONCE = 50


class TooManyAddresses(Exception):
    """There are as many addresses as are taken."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of a period as an address is told of it: ``key`` is by what it is told once."""

    event: WebhookEvent
    key: str
    data: dict[str, Any]


def add_webhook(ctx: WriteContext, address: str, **wanted: bool) -> tuple[Webhook, str]:
    """Tell an address from now on; returns the secret too, which cannot be shown again."""
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    with transaction.atomic():
        lock_owner(ctx)
        if Webhook.objects.of(ctx.owner).count() >= MOST_ADDRESSES:
            raise TooManyAddresses
        return record_fact(ctx, Webhook, address=address, secret=seal(secret), **wanted), secret


def note_flagged(ctx: WriteContext, new: Sequence[Message]) -> None:
    """Note for each address that wants it which messages just kept are flagged."""
    webhooks = Webhook.objects.of(ctx.owner).filter(flagged=True) if new else ()
    verdicts = Verdict.objects.filter(message__in=new, is_flagged=True).select_related("message") if webhooks else ()
    calls = [_flagged(ctx, webhook, verdict) for webhook in webhooks for verdict in verdicts]
    WebhookCall.objects.bulk_create(calls, ignore_conflicts=True)


def note_deadlines(ctx: WriteContext, ends: Iterable[End]) -> None:
    """Note for each address that wants it which periods end; what was noted before is not noted again."""
    ends = list(ends)
    webhooks = Webhook.objects.of(ctx.owner).filter(deadlines=True) if ends else ()
    calls = [_call(ctx, webhook, end.event, end.key, data=end.data) for webhook in webhooks for end in ends]
    WebhookCall.objects.bulk_create(calls, ignore_conflicts=True)


def note_test(ctx: WriteContext, webhook: Webhook) -> WebhookCall:
    """Note a call that says that calls arrive, to be sent at once."""
    call = _call(ctx, webhook, WebhookEvent.TEST, f"test:{secrets.token_hex(8)}")
    call.save()
    return call


def _flagged(ctx: WriteContext, webhook: Webhook, verdict: Verdict) -> WebhookCall:
    key = f"message:{verdict.message_id}"
    return _call(ctx, webhook, WebhookEvent.FLAGGED, key, message=verdict.message)


def _call(ctx: WriteContext, webhook: Webhook, event: WebhookEvent, key: str, **told: Any) -> WebhookCall:
    return WebhookCall(webhook=webhook, event=event, key=key, created_at=ctx.now, next_at=ctx.now, **told)


@transaction.atomic
def take_calls(owner: User, now: datetime) -> list[WebhookCall]:
    """The calls whose time has come, which nobody else will send meanwhile; what was told long ago is forgotten."""
    User.objects.select_for_update().get(pk=owner.pk)
    mine = WebhookCall.objects.filter(webhook__owner=owner)
    mine.filter(next_at=None, created_at__lt=now - _KEPT_FOR).delete()
    waiting = mine.filter(webhook__removed_at=None, next_at__lte=now).order_by("next_at", "pk")
    found = list(waiting.select_related("webhook", "message__verdict")[:_AT_ONCE])
    WebhookCall.objects.filter(pk__in=[call.pk for call in found]).update(next_at=now + _TAKEN_FOR)
    return found


def close_call(call: WebhookCall, now: datetime, problem: WebhookProblem | None) -> None:
    """Note that an address was told, or when it is tried again; a secret that cannot be read is not waited for."""
    waits = WAITS[call.tries :][:1] if problem is not WebhookProblem.SECRET else ()
    next_at = now + waits[0] if problem and waits else None
    rows = WebhookCall.objects.filter(pk=call.pk)
    rows.update(tries=F("tries") + 1, problem=problem or "", sent_at=None if problem else now, next_at=next_at)
