"""Phones that forward messages: letting them in, keeping them out, and taking what they bring."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from debts.actions.alerts import raise_alerts
from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.actions.messages import receive_messages
from debts.actions.tokens import token_digest
from debts.actions.webhooks import note_flagged
from debts.models import Delivery, DeliveryOutcome, Forwarder, ForwarderKind, HookRefusal, Message
from debts.reconciler.types import IncomingMessage

SIGNING = frozenset({ForwarderKind.SMSFORWARDER, ForwarderKind.CAPCOM6})


class Refused(Exception):
    """A request that is not taken; ``code`` says why."""

    def __init__(self, code: HookRefusal) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request whose signature was found right.

    ``message`` is None where it brings none, and ``outcome`` says what it is instead. ``is_stale``: its signature is
    not of now. ``is_loose``: the signature covers the time of sending and not what was sent.
    """

    outcome: DeliveryOutcome = DeliveryOutcome.KEPT
    message: IncomingMessage | None = None
    key: str = ""
    forwarded_at: datetime | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    is_stale: bool = False
    is_loose: bool = False


def add_forwarder(ctx: WriteContext, kind: ForwarderKind, name: str, *, is_open: bool = False) -> tuple[Forwarder, str]:
    """Let a phone in. Returns its bearer token too, which cannot be shown again; empty for apps that sign."""
    forwarder = Forwarder(owner=ctx.owner, kind=kind, name=name, hook_id=secrets.token_urlsafe(24), created_at=ctx.now)
    token = "" if is_open else _give_key(forwarder)
    forwarder.save()
    return forwarder, token


def renew_key(ctx: WriteContext, forwarder: Forwarder) -> str:
    """Give a phone a new secret or token; the one before is worth nothing from now on."""
    _mine(ctx, forwarder)
    token = _give_key(forwarder)
    forwarder.save(update_fields=["secret", "token_digest"])
    return token


def _give_key(forwarder: Forwarder) -> str:
    if forwarder.kind in SIGNING:
        forwarder.secret = secrets.token_urlsafe(24)
        return ""
    token = f"jqh_{secrets.token_urlsafe(24)}"
    forwarder.token_digest = token_digest(token)
    return token


def pause_forwarder(ctx: WriteContext, forwarder: Forwarder, *, paused: bool) -> None:
    """Take nothing from a phone for a while, or take it again."""
    _mine(ctx, forwarder)
    forwarder.paused_at = ctx.now if paused else None
    forwarder.save(update_fields=["paused_at"])


def remove_forwarder(ctx: WriteContext, forwarder: Forwarder) -> None:
    """Take a phone off the list for good; what it brought stays."""
    _mine(ctx, forwarder)
    forwarder.removed_at, forwarder.secret, forwarder.token_digest = ctx.now, "", ""
    forwarder.save(update_fields=["removed_at", "secret", "token_digest"])


def _mine(ctx: WriteContext, forwarder: Forwarder) -> None:
    if forwarder.owner_id != ctx.owner.pk:
        raise Forwarder.DoesNotExist


@transaction.atomic
def take_delivery(ctx: WriteContext, forwarder: Forwarder, arrival: Arrival) -> DeliveryOutcome:
    """Keep what a phone has sent, once, and say what became of it.

    A retry of a request that was taken is answered, however late it comes; a late one that was never taken is refused.

    Raises:
        Refused: The signature is of another time, or has brought another message before.
    """
    lock_owner(ctx)
    mine = Delivery.objects.filter(forwarder=forwarder)
    if arrival.key and mine.filter(key=arrival.key).exists():
        _hear(ctx, forwarder)
        return DeliveryOutcome.KNOWN
    if arrival.is_stale:
        raise Refused(HookRefusal.STALE)
    if arrival.is_loose and mine.filter(forwarded_at=arrival.forwarded_at).exists():
        raise Refused(HookRefusal.REPLAYED)
    _hear(ctx, forwarder)
    if arrival.outcome is DeliveryOutcome.EVENT:
        return arrival.outcome  # a sign of life, of which there are many
    return _deliver(ctx, forwarder, arrival)


def _deliver(ctx: WriteContext, forwarder: Forwarder, arrival: Arrival) -> DeliveryOutcome:
    outcome = arrival.outcome
    new: tuple[Message, ...] = ()
    if arrival.message is not None:
        new = receive_messages(ctx, [arrival.message], source=str(forwarder), bring_back=False).new
        outcome = DeliveryOutcome.KEPT if new else DeliveryOutcome.KNOWN
        raise_alerts(ctx, new)
        note_flagged(ctx, new)
    Delivery.objects.create(
        forwarder=forwarder,
        at=ctx.now,
        forwarded_at=arrival.forwarded_at,
        key=arrival.key,
        outcome=outcome,
        message=new[0] if new else None,
        details=dict(arrival.details),
    )
    return outcome


def _hear(ctx: WriteContext, forwarder: Forwarder) -> None:
    forwarder.heard_at = ctx.now
    forwarder.save(update_fields=["heard_at"])


def note_refusal(forwarder: Forwarder, code: HookRefusal, now: datetime) -> None:
    """Remember that something from this phone was refused, so that its owner can see why nothing arrives."""
    forwarder.refused_at, forwarder.refusal = now, code
    forwarder.save(update_fields=["refused_at", "refusal"])
