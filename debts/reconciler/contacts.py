"""Contacts of one day, counted as the rules count them: connected calls by lender, unanswered ones and SMS likewise.

A day is a natural day in UTC+8. A call is kept as the owner's note, so the note tells whether it was answered. Each row
is sorted and swept once, whatever its length.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from debts.finance.values import quickly_made
from debts.reconciler.dates import CHINA
from debts.reconciler.types import Channel, IncomingMessage
from debts.rulebook import MessageBurst, plain_number

UNANSWERED = re.compile(r"未接|没接|無人接|无人接|未接通|拒接|响铃|响一声|挂断未|没有接|未應答|未应答|漏接|错过")
ANSWERED = re.compile(r"接通|接听|接了|通话|对方|他说|她说|自称|说我|催|聊了")
OUTGOING = re.compile(r"拨出|呼出|我打过去|我回拨|我打给|我致电")
# Networks cut a long SMS into parts that arrive together; they are one message.
PART_GAP = timedelta(seconds=60)
# More events than anybody reads would make a long row cost its square.
EVENTS_KEPT = 20


class Way(Enum):
    """How somebody tried to reach the owner."""

    CONNECTED = "connected"
    UNANSWERED = "unanswered"
    SMS = "sms"


@quickly_made
@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with those behind it: ``lender_id`` where it is known and one, else only the number tells."""

    message: IncomingMessage
    way: Way
    lender_id: str | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Tally:
    """Where a contact stands in its row: the fourth connected call of the day, the sixth SMS within some hours.

    ``ids`` are the latest messages of the row so far, this one last.
    """

    connected: int = 0
    unanswered: int = 0
    messages: int = 0
    ids: tuple[str, ...] = ()


def way_of(message: IncomingMessage, *, is_claim: bool) -> Way | None:
    """How the message counts; None where it does not. Who speaks, by call or SMS, has to press for a debt."""
    if is_unanswered(message):
        return Way.UNANSWERED
    if not is_claim:
        return None
    if message.channel is Channel.SMS:
        return Way.SMS
    return Way.CONNECTED if is_connected(message) else None


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


def day_of(message: IncomingMessage) -> date | None:
    """The day of the message in UTC+8, the zone in which the rules count."""
    return message.received_at.astimezone(CHINA).date() if message.received_at else None


def tally(contacts: Iterable[Contact], burst: MessageBurst) -> Mapping[str, Tally]:
    """For each message its place in the contacts of its day, way and side; those without a time are left out."""
    contacts = list(contacts)
    sides = _lender_of_number(contacts)
    rows: dict[tuple[str, date, Way], list[tuple[datetime, IncomingMessage]]] = {}
    for contact in contacts:
        message, day = contact.message, day_of(contact.message)
        side = _side(contact, sides)
        if message.received_at and day and side:
            rows.setdefault((side, day, contact.way), []).append((message.received_at, message))
    tallies: dict[str, Tally] = {}
    for (_, _, way), row in rows.items():
        row.sort(key=lambda pair: (pair[0], pair[1].id))
        tallies.update(_messages(row, timedelta(hours=burst.hours)) if way is Way.SMS else _calls(row, way))
    return tallies


def _lender_of_number(contacts: Iterable[Contact]) -> Mapping[tuple[str, date | None], str]:
    """By number and day the lender that it named, and the same one each time: a day counts by itself."""
    named: dict[tuple[str, date | None], set[str]] = {}
    for contact in contacts:
        if contact.lender_id and contact.message.sender:
            key = plain_number(contact.message.sender), day_of(contact.message)
            named.setdefault(key, set()).add(contact.lender_id)
    return {key: min(lenders) for key, lenders in named.items() if len(lenders) == 1}


def _side(contact: Contact, lender_of_number: Mapping[tuple[str, date | None], str]) -> str:
    """Who is behind a contact, as far as its words or its number tell; nothing where neither does."""
    number = plain_number(contact.message.sender)
    lender = contact.lender_id or lender_of_number.get((number, day_of(contact.message)))
    if lender:
        return f"lender:{lender}"
    return f"number:{number}" if number else ""


def _calls(row: Sequence[tuple[datetime, IncomingMessage]], way: Way) -> Iterator[tuple[str, Tally]]:
    ids = [message.id for _, message in row]
    for place, message_id in enumerate(ids, start=1):
        connected = place if way is Way.CONNECTED else 0
        yield message_id, Tally(connected, place - connected, ids=_latest(ids, 0, place))


def _messages(row: Sequence[tuple[datetime, IncomingMessage]], window: timedelta) -> Iterator[tuple[str, Tally]]:
    """Each SMS with those of the hours before it; one that follows its sender's last one at once is a part of it."""
    ids = [message.id for _, message in row]
    counts = _whole_messages(row)
    first = 0
    for place, (at, message) in enumerate(row):
        while row[first][0] <= at - window:
            first += 1
        before = counts[first - 1] if first else 0
        yield message.id, Tally(messages=counts[place] - before, ids=_latest(ids, first, place + 1))


def _whole_messages(row: Sequence[tuple[datetime, IncomingMessage]]) -> list[int]:
    """How many messages have come with each of the row, parts of one counted once."""
    counts: list[int] = []
    last: dict[str, datetime] = {}
    for at, message in row:
        previous = last.get(message.sender)
        is_part = previous is not None and at - previous <= PART_GAP
        counts.append((counts[-1] if counts else 0) + (not is_part))
        last[message.sender] = at
    return counts


def _latest(ids: Sequence[str], start: int, end: int) -> tuple[str, ...]:
    return tuple(ids[max(start, end - EVENTS_KEPT) : end])
