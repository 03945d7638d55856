"""Telling programs of the owner by signed requests, with no word of a message unless its owner wants that.

Each is signed as the Standard Webhooks specification says: HMAC-SHA256 over the id, the time and the body, so that the
receiver can tell that it comes from here, is unchanged, and is not an old one sent again.
"""

import base64
import hashlib
import hmac
import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from debts.actions import Route, WriteContext
from debts.actions.webhooks import End, close_call, note_deadlines, note_test, take_calls
from debts.dossier.apart import run_apart
from debts.dossier.deadline_reminders import Awaited, awaited
from debts.models import DeadlineStage, DisputeStep, User, Webhook, WebhookCall, WebhookEvent, WebhookProblem
from debts.models.sealed import unseal
from debts.queries import zone_of

PROGRAM = Path(__file__).with_name("webhook_process.py")
_EVENTS = {DeadlineStage.SOON: WebhookEvent.SOON, DeadlineStage.LATE: WebhookEvent.LATE}
_log = logging.getLogger(__name__)


def is_callable(address: str) -> bool:
    """Whether an address can be told: https, or http where the installation reaches the network at home."""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = parts.username is None and parts.password is None and not parts.fragment and address.isascii()
    is_open = parts.scheme == "https" or (parts.scheme == "http" and settings.PUSH_TO_PRIVATE_NETWORKS)
    return is_whole and is_plain and is_open and address.isprintable() and " " not in address


def send_webhooks(owner: User, now: datetime) -> int:
    """Note the periods that end, tell each address what waits for it, and answer how many calls were taken."""
    _note_deadlines(owner, now)
    outcomes = [_send(call, now) for call in take_calls(owner, now)]
    return outcomes.count(None)


def try_out(ctx: WriteContext, webhook: Webhook) -> WebhookProblem | None:
    """Tell an address that calls arrive; None where it took that, else why not."""
    return _send(note_test(ctx, webhook), ctx.now)


def signature(secret: str, ref: str, stamp: int, body: str) -> str:
    """The value of the header ``webhook-signature``."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{ref}.{stamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def _note_deadlines(owner: User, now: datetime) -> None:
    if not Webhook.objects.of(owner).filter(deadlines=True).exists():
        return
    found = awaited(owner, now.astimezone(zone_of(owner)).date())
    steps = DisputeStep.objects.of(owner).select_related("dispute").in_bulk([one.step for one in found])
    note_deadlines(WriteContext(owner, Route.COMMAND, now), [_end(one, steps[one.step]) for one in found])


def _end(one: Awaited, step: DisputeStep) -> End:
    data = {"dispute": step.dispute.ref, "step": step.ref, "due_on": one.deadline.due.day.isoformat()}
    return End(_EVENTS[one.stage], ":".join(map(str, one.key)), data)


def _send(call: WebhookCall, now: datetime) -> WebhookProblem | None:
    secret = unseal(call.webhook.secret)
    problem = _post(call, secret, now) if secret else WebhookProblem.SECRET
    close_call(call, now, problem)
    if problem:
        _log.warning("A webhook could not be told: %s", problem.value)
    return problem


def _post(call: WebhookCall, secret: str, now: datetime) -> WebhookProblem | None:
    body, stamp = json.dumps(_body(call), ensure_ascii=False), int(now.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "jieqing",
        "webhook-id": call.ref,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(secret, call.ref, stamp, body),
    }
    is_home = settings.PUSH_TO_PRIVATE_NETWORKS
    asked = {"address": call.webhook.address, "headers": headers, "body": body, "private": is_home}
    answer = run_apart(PROGRAM, json.dumps(asked).encode(), WebhookProblem.CONNECTION)
    if answer == "sent":
        return None
    return WebhookProblem(answer) if answer in set(WebhookProblem) else WebhookProblem.CONNECTION


def _body(call: WebhookCall) -> dict[str, Any]:
    message, data = call.message, dict(call.data)
    if message:
        at = message.received_at.isoformat() if message.received_at else None
        data = {"message": message.ref, "verdict": message.verdict.code, "received_at": at}
        if call.webhook.with_text:
            data |= {"text": message.text, "sender": message.sender}
    return {"type": call.event, "timestamp": call.created_at.isoformat(), "data": data}
