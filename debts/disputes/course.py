"""How far a dispute is, and where to turn next.

    lender asked on 2 March, silent on 18 March  ->  the period is over, next 12378, beside it the association

Nothing here promises that a next channel helps; it follows the order of the rulebook.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from debts.disputes.deadlines import Deadline, Lateness, deadlines_of, lateness, next_deadline
from debts.disputes.types import Answered, Response, Sent
from debts.rulebook import Channel, LenderKind, Rulebook, TimeLimit, Turn

# Somebody who lends without a licence is no bank; what takes microloan companies takes complaints about lending at all.
PRIVATE = "private"
LENDER = "lender"  # the channel
CERTIFICATE = "certificate-request"  # the same


class State(StrEnum):
    """How a matter stands that was handed in."""

    WAITING = "waiting"
    LATE = "late"
    OVERDUE = "overdue"
    NO_PERIOD = "no_period"
    ANSWERED = "answered"
    UNSATISFIED = "unsatisfied"


_WHILE_OPEN = {
    Lateness.RUNNING: State.WAITING,
    Lateness.LATE: State.LATE,
    Lateness.OVERDUE: State.OVERDUE,
    Lateness.NO_PERIOD: State.NO_PERIOD,
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What was sent, what came back, and the periods that still run; None and nothing where they do not."""

    sent: Sent
    state: State
    accepted: date | None
    answer: Answered | None
    deadlines: tuple[Deadline, ...]
    next: Deadline | None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answer is None

    @property
    def asks_for_more(self) -> bool:
        """Whether it is time to turn elsewhere: the answer is late, or leaves something open."""
        return self.state in (State.LATE, State.OVERDUE, State.UNSATISFIED)


def matter_of(sent: Sent, answers: Iterable[Answered], limits: Iterable[TimeLimit], today: date) -> Matter:
    """How the matter stands on ``today``; ``limits`` are the periods of the channel that bind this lender."""
    own = sorted((one for one in answers if one.sent == sent.id and one.day <= today), key=lambda one: one.day)
    final = next((one for one in reversed(own) if one.response.is_final), None)
    accepted = next((one.day for one in own if one.response is Response.ACKNOWLEDGED), None)
    if final:
        state = State.UNSATISFIED if final.response.leaves_open else State.ANSWERED
        return Matter(sent, state, accepted, final, (), None)
    deadlines = deadlines_of(limits, sent.day, accepted)
    state = _WHILE_OPEN[lateness(deadlines, today)]
    return Matter(sent, state, accepted, None, deadlines, next_deadline(deadlines, today))


def fitted(book: Rulebook, channel: Channel, kind: str, day: date) -> Channel:
    """The channel with the periods that were in force on that day and bind a lender of that kind."""
    known = _licence(kind)
    limits = (limit for limit in channel.limits if book.in_force([limit.citation], day, known))
    return replace(channel, limits=tuple(limits))


@dataclass(frozen=True, slots=True)
class Alarms:
    """What the messages of a case show that decides where to turn."""

    danger: bool = False
    fraud: bool = False
    credit: bool = False
    court_notice: bool = False


class Fit(StrEnum):
    """Why a channel is offered, or not yet."""

    AT_ONCE = "at_once"
    NOW = "now"
    BESIDE = "beside"
    IF = "if"
    LATER = "later"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class Offer:
    """A channel with the reason why it is offered."""

    channel: Channel
    fit: Fit


def takes(channel: Channel, kind: str) -> bool:
    """Whether a channel takes cases against a lender of that kind, a code of the ledger; empty if unknown."""
    if kind == PRIVATE:
        return not channel.lender_kinds or LenderKind.MICROLOAN in channel.lender_kinds
    return channel.takes(_licence(kind))


def _licence(kind: str) -> LenderKind | None:
    return LenderKind(kind) if kind in set(LenderKind) else None


def offers(book: Rulebook, kind: str, matters: Sequence[Matter], alarms: Alarms) -> tuple[Offer, ...]:
    """The channels for a case in the order of the rulebook, each with why and when."""
    fitting = [channel for channel in book.channels if takes(channel, kind)]
    due = _next_in_line(fitting, matters)
    return tuple(Offer(channel, _fit(channel, due, matters, alarms)) for channel in fitting)


def escalation(book: Rulebook, kind: str, matters: Sequence[Matter]) -> Channel | None:
    """The channel to turn to next, once a matter is late or its answer leaves something open; else None."""
    if not any(matter.asks_for_more for matter in matters):
        return None
    line = [channel for channel in book.channels if takes(channel, kind)]
    return _next_in_line(line, matters)


def _next_in_line(channels: Sequence[Channel], matters: Sequence[Matter]) -> Channel | None:
    """The first of the ordinary channels behind all that were tried; none while the last of them may still answer."""
    line = [channel for channel in channels if channel.turn in (Turn.FIRST, Turn.NEXT)]
    tried = {matter.sent.channel for matter in matters}
    reached = max((place for place, channel in enumerate(line) if channel.id in tried), default=-1)
    if reached >= 0 and not _is_through(line[reached], matters):
        return None
    return line[reached + 1] if reached + 1 < len(line) else None


def _is_through(channel: Channel, matters: Sequence[Matter]) -> bool:
    """Whether nothing more is to be awaited from the last attempt at a channel that has no period either."""
    last = [matter for matter in matters if matter.sent.channel == channel.id][-1]
    return last.asks_for_more or last.state is State.NO_PERIOD


_ALARMS = {
    Turn.DANGER: "danger",
    Turn.FRAUD: "fraud",
    Turn.COURT_NOTICE: "court_notice",
}


def _fit(channel: Channel, due: Channel | None, matters: Sequence[Matter], alarms: Alarms) -> Fit:
    if channel.turn in _ALARMS:
        return Fit.AT_ONCE if getattr(alarms, _ALARMS[channel.turn]) else Fit.IF
    if channel is due:
        return Fit.NOW
    if any(matter.sent.channel == channel.id for matter in matters):
        return Fit.TRIED
    if channel.needs_lender_first and not _lender_had_its_time(matters):
        return Fit.LATER
    if channel.turn is Turn.CREDIT:
        return Fit.NOW if alarms.credit else Fit.IF
    return {Turn.FEES: Fit.IF, Turn.BESIDE: Fit.BESIDE}.get(channel.turn, Fit.LATER)


def _lender_had_its_time(matters: Sequence[Matter]) -> bool:
    asked = [matter for matter in matters if matter.sent.channel == LENDER]
    return any(matter.asks_for_more or not matter.is_open for matter in asked)


class Stage(StrEnum):
    """The stations of the guided path."""

    WHAT = "what"
    CAUSE = "cause"
    LETTER = "letter"
    SENT = "sent"
    ANSWER = "answer"
    OUTCOME = "outcome"


def reached(*, is_told: bool, matters: Sequence[Matter], is_closed: bool) -> Stage:
    """The station where the case now is: what lies before it is done."""
    if is_closed:
        return Stage.OUTCOME
    if not is_told:
        return Stage.WHAT
    if not matters:
        return Stage.CAUSE
    if all(matter.state is State.ANSWERED for matter in matters):
        return Stage.OUTCOME
    return Stage.ANSWER
