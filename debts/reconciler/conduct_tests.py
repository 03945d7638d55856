"""What signs of the conduct rules ask that no phrase of a text answers: counts, hours, numbers, people reached."""

from collections.abc import Callable, Iterable, Mapping

from debts.reconciler.observed import Observed
from debts.reconciler.types import FactRef, Kind, Reason, Recipient

Test = Callable[[Observed], Iterable[Reason]]


def _calls_connected(observed: Observed) -> Iterable[Reason]:
    limit = observed.index.rulebook.limits.connected_calls.limit
    return _passed("calls_connected", observed.tally.connected, limit, observed)


def _calls_unanswered(observed: Observed) -> Iterable[Reason]:
    limit = observed.index.rulebook.limits.attempts.limit
    return _passed("calls_unanswered", observed.tally.unanswered, limit, observed)


def _passed(code: str, count: int, limit: int, observed: Observed) -> Iterable[Reason]:
    if count > limit:
        yield Reason(code, {"count": str(count), "limit": str(limit)}, facts=_row(observed))


def _message_burst(observed: Observed) -> Iterable[Reason]:
    """A row of SMS is told and not measured against anything: no rule sets a number for them."""
    burst, count = observed.index.rulebook.limits.message_burst, observed.tally.messages
    if count >= burst.count:
        yield Reason("messages_in_hours", {"count": str(count), "hours": str(burst.hours)}, facts=_row(observed))


def _row(observed: Observed) -> tuple[FactRef, ...]:
    return tuple(FactRef("message", one) for one in observed.tally.ids)


def _third_party(observed: Observed) -> Iterable[Reason]:
    if observed.message.recipient is not Recipient.SELF:
        yield Reason("reached_third_party", {"recipient": observed.message.recipient})


def _authority(observed: Observed) -> Iterable[Reason]:
    """The name of an office counts in a fraud, or where the sender or the claim is not what an office's would be."""
    reading = observed.text.reading
    spans = observed.spans("authority", "court") if observed.poses_as_court else observed.spans("authority")
    is_doubtful = spans and (observed.is_from_mobile or observed.verdict.code.is_flagged)
    if reading.kind is Kind.FRAUD or observed.poses_as_court or is_doubtful:
        signature = (reading.signature.span,) if reading.signature else ()
        yield Reason("speaks_as_authority", {}, spans or signature)


def _quiet_hours(observed: Observed) -> Iterable[Reason]:
    """Held against the hours in the zone of the rule; where the owner's clock showed another one, both are told."""
    received, hours = observed.message.received_at, observed.index.rulebook.limits.quiet_hours
    if received is None or not hours.covers(received.astimezone(observed.rule_zone).time()):
        return
    local = {"time": f"{received.astimezone(observed.rule_zone):%H:%M}", "zone": hours.zone}
    yield Reason("in_quiet_hours", local, observed.spans("night"))
    if observed.is_abroad:
        own = {"time": f"{received.astimezone(observed.index.zone):%H:%M}", "zone": observed.index.zone.key}
        yield Reason("own_time_differs", own, speaks_for=hours.covers(received.astimezone(observed.index.zone).time()))


def _post_settlement(observed: Observed) -> Iterable[Reason]:
    yield Reason("demand_after_settlement", {"days": str(observed.verdict.days_since_settlement or 0)})


def _no_opt_out(observed: Observed) -> Iterable[Reason]:
    if "opt_out" not in observed.concepts:
        yield Reason("no_way_to_refuse", {}, observed.spans("offer"))


def _private_number(observed: Observed) -> Iterable[Reason]:
    if observed.is_from_mobile:
        yield Reason("sent_from_private_number", {"sender": observed.message.sender})


TESTS: Mapping[str, Test] = {
    "calls_connected": _calls_connected,
    "calls_unanswered": _calls_unanswered,
    "message_burst": _message_burst,
    "third_party": _third_party,
    "authority": _authority,
    "quiet_hours": _quiet_hours,
    "post_settlement": _post_settlement,
    "no_opt_out": _no_opt_out,
    "private_number": _private_number,
}
