"""Where phones send what they receive: ``/hooks/<kind>/<hook id>/``.

No session, no page, no CSRF token: a request is believed for its address and its signature or token. It is answered
with 2xx when there is no point in sending it again, and with one short line, which the app shows in its own log.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from http import HTTPStatus

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from debts.actions import Arrival, Refused, Route, WriteContext, take_delivery
from debts.actions.forwarders import note_refusal
from debts.api.bodies import TooLarge, posted_of
from debts.dossier.alerts import send_alerts
from debts.dossier.webhooks import send_webhooks
from debts.intake.webhooks import Delivered, HookKind, HookProblem, Ignored, Posted, fields_of, read_fields, signatures
from debts.intake.webhooks.values import as_moment, opened, word_of
from debts.models import DeliveryOutcome, Forwarder, HookRefusal, User
from debts.queries import zone_of

MOST_IN_A_MINUTE = 240  # a phone that was offline sends its backlog at once
_A_MINUTE = 60
_METHODS = {HookKind.SMSFORWARDER: ("POST", "PUT", "PATCH", "GET")}
_STATUS = {
    HookRefusal.SIGNATURE: HTTPStatus.FORBIDDEN,
    HookRefusal.TOKEN: HTTPStatus.FORBIDDEN,
    HookRefusal.STALE: HTTPStatus.FORBIDDEN,
    HookRefusal.REPLAYED: HTTPStatus.FORBIDDEN,
    HookRefusal.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HookRefusal.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    HookRefusal.PAUSED: HTTPStatus.SERVICE_UNAVAILABLE,
}


@never_cache
@csrf_exempt
def hook(request: HttpRequest, kind: str, hook_id: str) -> HttpResponse:
    """Take what a phone sends."""
    phone = Forwarder.objects.select_related("owner").filter(kind=kind, hook_id=hook_id, removed_at=None).first()
    if phone is None or not phone.owner.is_active:
        return _line("unknown", HTTPStatus.NOT_FOUND)
    methods = _METHODS.get(HookKind(kind), ("POST",))
    if request.method not in methods:
        answer = _line("POST", HTTPStatus.METHOD_NOT_ALLOWED)
        answer["Allow"] = ", ".join(methods)
        return answer
    now = timezone.now()
    try:
        outcome = _take(request, phone, now)
    except Refused as refused:
        note_refusal(phone, refused.code, now)
        return _refusal(refused.code)
    return _accepted(request, phone, outcome, now)


def _take(request: HttpRequest, phone: Forwarder, now: datetime) -> DeliveryOutcome:
    if phone.paused_at is not None:
        raise Refused(HookRefusal.PAUSED)
    _hold_back(phone, now)
    try:
        posted = posted_of(request)
        arrival = _arrival(phone, posted, now)
    except TooLarge:
        raise Refused(HookRefusal.TOO_LARGE) from None
    except HookProblem as problem:
        raise Refused(HookRefusal(problem.code.value)) from None
    return take_delivery(WriteContext(phone.owner, Route.HOOK, now), phone, arrival)


def _hold_back(phone: Forwarder, now: datetime) -> None:
    """Count the requests of this minute; each worker process counts for itself."""
    key = f"hook:{phone.pk}:{int(now.timestamp()) // _A_MINUTE}"
    if not caches["process"].add(key, 1, timeout=2 * _A_MINUTE) and _counted(key) > MOST_IN_A_MINUTE:
        raise Refused(HookRefusal.TOO_MANY)


def _counted(key: str) -> int:
    try:
        return caches["process"].incr(key)
    except ValueError:  # the cache was full and has dropped it meanwhile
        return 0


def _arrival(phone: Forwarder, posted: Posted, now: datetime) -> Arrival:
    """Read a request and find out whether it may be believed."""
    kind, zone = HookKind(phone.kind), zone_of(phone.owner)
    if kind is HookKind.SMSFORWARDER:
        return _signed_arrival(phone, posted, zone, now)
    signed_at = _believed(phone, kind, posted)
    arrival = _told(read_fields(kind, fields_of(posted), zone=zone), now)
    return replace(arrival, is_stale=bool(phone.secret) and not signatures.in_window(signed_at, now))


def _signed_arrival(phone: Forwarder, posted: Posted, zone: tzinfo, now: datetime) -> Arrival:
    """The same for SmsForwarder, whose signature stands among the fields and covers the time of sending only."""
    fields, is_signed = opened(fields_of(posted)), bool(phone.secret)
    timestamp, sign = word_of(fields, ("timestamp",)), word_of(fields, ("sign",))
    if is_signed and not signatures.is_timed_sign(phone.secret, timestamp, sign):
        raise Refused(HookRefusal.SIGNATURE)
    sent_at = as_moment(timestamp, zone)
    arrival = _told(read_fields(HookKind.SMSFORWARDER, fields, zone=zone), now)
    return replace(
        arrival,
        key=arrival.key if arrival.message else posted.digest,
        forwarded_at=sent_at,
        is_loose=is_signed,
        is_stale=is_signed and not signatures.in_window(sent_at, now),
    )


def _believed(phone: Forwarder, kind: HookKind, posted: Posted) -> datetime | None:
    """When the bytes of the body were signed; None for apps that bear a token or are known by their address alone."""
    headers = posted.headers
    if kind is HookKind.CAPCOM6 and phone.secret:
        at = headers.get("x-timestamp", "").strip()
        if not signatures.is_body_sign(phone.secret, posted.body, at, headers.get("x-signature", "")):
            raise Refused(HookRefusal.SIGNATURE)
        return as_moment(at, timezone.get_default_timezone())
    if phone.token_digest and not signatures.is_token(phone.token_digest, headers.get("authorization", "")):
        raise Refused(HookRefusal.TOKEN)
    return None


def _told(read: Delivered | Ignored, now: datetime) -> Arrival:
    """What a request says, as the door for writing takes it.

    A message that tells no time came just now: the app sends it when it arrives. Without one, the same demand sent
    every week would be taken for one message.
    """
    if isinstance(read, Ignored):
        return Arrival(DeliveryOutcome(read.code.value))
    message = read.draft.as_incoming()
    message = replace(message, received_at=message.received_at or read.forwarded_at or now)
    return Arrival(message=message, key=read.key, forwarded_at=read.forwarded_at, details=read.details)


class _Answer(HttpResponse):
    """An answer after which something is done: the server closes it when the phone has it all."""

    afterwards: Callable[[], object] | None = None

    def close(self) -> None:
        """Close, and do what is left: a letter keeps no phone waiting, and loses no message."""
        super().close()
        if self.afterwards:
            self.afterwards()


def _accepted(request: HttpRequest, phone: Forwarder, outcome: DeliveryOutcome, now: datetime) -> HttpResponse:
    answer = _line(f"ok: {outcome.value}", HTTPStatus.OK)
    if outcome is DeliveryOutcome.KEPT:
        answer.afterwards = partial(_tell, phone.owner, now, request.build_absolute_uri("/"))
    return answer


def _tell(owner: User, now: datetime, base: str) -> None:
    """Tell the owner, and the owner's programs."""
    send_alerts(owner, now, base)
    send_webhooks(owner, now)


def _refusal(code: HookRefusal) -> HttpResponse:
    answer = _line(f"{code.value}: {code.label}", _STATUS.get(code, HTTPStatus.BAD_REQUEST))
    if code in {HookRefusal.TOO_MANY, HookRefusal.PAUSED}:
        answer["Retry-After"] = str(_A_MINUTE)
    return answer


def _line(text: str, status: HTTPStatus) -> _Answer:
    return _Answer(text + "\n", status=status, content_type="text/plain; charset=utf-8")
