"""Calls of one day, counted as the rules count them: connected ones by lender, unanswered ones likewise.

A day is a natural day in UTC+8. A call is kept as the owner's note, so the note tells whether it was answered.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from debts.reconciler.dates import CHINA
from debts.reconciler.types import Channel, IncomingMessage
from debts.rulebook import plain_number

UNANSWERED = re.compile(r"未接|没接|無人接|无人接|未接通|拒接|响铃|响一声|挂断未|没有接|未應答|未应答|漏接|错过")
ANSWERED = re.compile(r"接通|接听|接了|通话|对方|他说|她说|自称|说我|催|聊了")
OUTGOING = re.compile(r"拨出|呼出|我打过去|我回拨|我打给|我致电")


@dataclass(frozen=True, slots=True)
class Contact:
    """One call with the side that it came from: the lender where one is known, else the number."""

    message: IncomingMessage
    side: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Where a call stands in the row of its day: 4 is the fourth one; all of the row so far in ``ids``."""

    connected: int = 0
    unanswered: int = 0
    ids: tuple[str, ...] = ()


def is_unanswered(message: IncomingMessage) -> bool:
    """Whether the note says that nobody picked up."""
    return message.channel is Channel.CALL and UNANSWERED.search(message.text) is not None


def is_connected(message: IncomingMessage) -> bool:
    """Whether the note says that they spoke, and does not say that the owner had called."""
    return (
        message.channel is Channel.CALL
        and not is_unanswered(message)
        and not OUTGOING.search(message.text)
        and ANSWERED.search(message.text) is not None
    )


def side_of(message: IncomingMessage, lender_ids: Sequence[str]) -> str:
    """Who is behind a call, as far as its note or its number tells."""
    return f"lender:{lender_ids[0]}" if len(lender_ids) == 1 else f"number:{plain_number(message.sender)}"


def tally(contacts: Iterable[Contact]) -> Mapping[str, Tally]:
    """For each message its place in the calls of its day and side; messages without a time are left out."""
    rows: dict[tuple[str, date, bool], list[IncomingMessage]] = {}
    for contact in contacts:
        message = contact.message
        if message.received_at and (is_connected(message) or is_unanswered(message)):
            day = message.received_at.astimezone(CHINA).date()
            rows.setdefault((contact.side, day, is_connected(message)), []).append(message)
    tallies: dict[str, Tally] = {}
    for (_, _, connected), messages in rows.items():
        tallies.update(_row(messages, connected=connected))
    return tallies


def _row(messages: list[IncomingMessage], *, connected: bool) -> dict[str, Tally]:
    ordered = sorted(messages, key=lambda one: (one.received_at or 0, one.id))
    ids = tuple(one.id for one in ordered)
    return {
        message.id: Tally(place if connected else 0, 0 if connected else place, ids[:place])
        for place, message in enumerate(ordered, start=1)
    }
