"""What the readers give: drafts of messages, and what they could not or would not read, each with its place."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from debts.finance.values import quickly_made
from debts.reconciler.types import Channel, IncomingMessage, Recipient

MAX_TEXT_CHARACTERS = 1_000_000


class PlaceKind(StrEnum):
    """What is counted in a source; the first is number 1."""

    MESSAGE = "message"
    LINE = "line"
    SMS = "sms"
    MMS = "mms"
    CALL = "call"
    MAIL = "mail"
    FILE = "file"


@quickly_made
@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source something stands: line 12, sms 33; within a container also in which file."""

    kind: PlaceKind
    number: int
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.kind} {self.number}" if self.file else f"{self.kind} {self.number}"


class UnreadableCode(StrEnum):
    """Why something could not be read."""

    JSON = "json"
    NOT_AN_OBJECT = "not_an_object"
    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    TIME = "time"
    CHANNEL = "channel"
    RECIPIENT = "recipient"
    FIELD = "field"
    LINE_TOO_LONG = "line_too_long"
    XML_BROKEN = "xml_broken"
    XML_FORBIDDEN = "xml_forbidden"
    TOO_LARGE = "too_large"
    CONTAINER_BROKEN = "container_broken"
    NESTED = "nested"
    ENCRYPTED = "encrypted"
    DATABASE_BROKEN = "database_broken"
    LOG_MISSING = "log_missing"
    MAIL_BROKEN = "mail_broken"
    MANY_FILES = "many_files"
    GARBLED = "garbled"
    CUT_OFF = "cut_off"
    MAKER_BACKUP = "maker_backup"
    PICTURE = "picture"


class SkippedCode(StrEnum):
    """Why something that could be read is no incoming message."""

    SENT = "sent"
    DRAFT = "draft"
    UNSENT = "unsent"
    OUTGOING_CALL = "outgoing_call"
    NO_TEXT = "no_text"
    NO_MESSAGES = "no_messages"


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that came with a message, under the name that the sender gave it.

    ``read`` is what a machine read off it, where the message is nothing else; the file then has the name of its source.
    """

    name: str
    content: bytes
    read: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Draft:
    """A message as its source gives it, before anything is stored or judged.

    ``text`` is the original text; ``header`` holds the lines of a paste that told time and sender, so that nothing
    pasted is lost. Times are aware, None where the source does not say. ``id`` is the source's own, empty if it has
    none. ``files`` are those attached to it.
    """

    text: str
    received_at: datetime | None
    sent_at: datetime | None = None
    sender: str = ""
    channel: Channel = Channel.SMS
    recipient: Recipient = Recipient.SELF
    id: str = ""
    place: Place | None = None
    header: str = ""
    files: tuple[DraftFile, ...] = ()

    def as_incoming(self) -> IncomingMessage:
        """The message as the reconciler takes it; one without an id is named by its place."""
        return IncomingMessage(
            id=self.id or str(self.place or ""),
            text=self.text,
            received_at=self.received_at,
            sender=self.sender,
            channel=self.channel,
            recipient=self.recipient,
            sent_at=self.sent_at,
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that should be a message and cannot be read. ``detail`` is the field or the words in question."""

    place: Place
    code: UnreadableCode
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.code}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is no incoming message: a draft, a sent message, an outgoing call."""

    place: Place
    code: SkippedCode


Item = Draft | Unreadable | Skipped


def unfit(text: str, place: Place) -> Skipped | Unreadable | None:
    """Why a text can be no message: there is nothing in it, or more than any message has; None where it can."""
    if not text.strip():
        return Skipped(place, SkippedCode.NO_TEXT)
    return Unreadable(place, UnreadableCode.TEXT_TOO_LONG) if len(text) > MAX_TEXT_CHARACTERS else None
