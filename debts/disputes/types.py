"""The words of a dispute that pages, documents and storage share, as codes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Request(StrEnum):
    """What can be asked of a lender; each can be answered by itself."""

    CONFIRM = "confirm"
    CLOSE_CASE = "close_case"
    STOP = "stop"
    CORRECT = "correct"
    DISCLOSE = "disclose"
    PRESERVE = "preserve"
    APOLOGISE = "apologise"
    ANSWER = "answer"


class StepKind(StrEnum):
    """What was done in a dispute, or came back."""

    SENT = "sent"
    ANSWERED = "answered"
    CALLED = "called"
    NOTE = "note"


class Response(StrEnum):
    """What an answer comes to."""

    ACKNOWLEDGED = "acknowledged"  # received, accepted or passed on; nothing is decided
    GRANTED = "granted"
    PARTLY = "partly"
    EMPTY = "empty"  # words that answer nothing
    REFUSED = "refused"

    @property
    def is_final(self) -> bool:
        """Whether the matter is answered with it."""
        return self is not Response.ACKNOWLEDGED

    @property
    def leaves_open(self) -> bool:
        """Whether something that was asked for is still open afterwards."""
        return self in (Response.PARTLY, Response.EMPTY, Response.REFUSED)


class Outcome(StrEnum):
    """How a dispute ended."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    HANDED_ON = "handed_on"  # to a court or a lawyer
    WITHDRAWN = "withdrawn"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that reached a channel on a day; ``id`` is the step's."""

    id: str
    channel: str
    day: date


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back on a day to what was ``sent``, named by its id."""

    sent: str
    day: date
    response: Response
