"""What a forwarded request comes down to: a message, something that is none, or a problem that has a name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from debts.intake.drafts import Draft


class HookKind(StrEnum):
    """The app that forwards; the word stands in the address."""

    SMSFORWARDER = "smsforwarder"
    INCOMING_SMS = "incoming-sms"
    CAPCOM6 = "capcom6"
    JSON = "json"
    FORM = "form"


class HookProblemCode(StrEnum):
    """Why a request cannot be read."""

    NOT_JSON = "not_json"
    NOT_FIELDS = "not_fields"
    ENCODING = "encoding"
    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    NOTHING_SENT = "nothing_sent"


class IgnoredCode(StrEnum):
    """Why a request that is right brings no message."""

    EVENT = "event"
    TEST = "test"
    OUTGOING_CALL = "outgoing_call"
    CALL_GOES_ON = "call_goes_on"


class HookProblem(ValueError):
    """A request that cannot be read."""

    def __init__(self, code: HookProblemCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as the app sent it.

    ``forwarded_at`` is when the app sent it, where it says so; a retry keeps the first one. ``id`` is the app's own
    name for the delivery. ``details`` holds what else was told: which SIM, which phone, the title of a notification.
    """

    draft: Draft
    forwarded_at: datetime | None = None
    id: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What tells a retry from another message; empty where the app gives nothing to tell them by."""
        draft, at = self.draft, self.forwarded_at
        if self.id:
            return _digest(self.id)
        return _digest(at.isoformat(), draft.sender, draft.text, str(draft.received_at)) if at else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A request that brings no message and is answered like one that does, so that no app sends it again."""

    code: IgnoredCode


Fields = Mapping[str, object]
