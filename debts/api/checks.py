"""Messages as programs send them, and the check that keeps nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Annotated, Any

from ninja import Field, Router, Schema
from pydantic import WithJsonSchema

from debts.api.auth import CHECKING, ApiRequest
from debts.api.problems import UnreadableMessages
from debts.dossier.answers import answer, check
from debts.intake.drafts import MAX_TEXT_CHARACTERS, Draft, Unreadable
from debts.intake.jsonl import read_objects
from debts.queries import zone_of
from debts.reconciler.types import Channel, IncomingMessage, Recipient

router = Router(tags=["check"])

MOST_MESSAGES = 2000

_TIME = {
    "type": ["string", "null"],
    "format": "date-time",
    "description": "Day and time in ISO 8601. Without an offset the clock of the token's owner counts.",
    "examples": ["2024-03-05T10:22:00+08:00"],
}
_MESSAGE = {
    "title": "MessageIn",
    "type": "object",
    "description": "A message to judge. Only its text is required; what is not known is left out, empty or null.",
    "required": ["text"],
    "properties": {
        "text": {
            "type": "string",
            "maxLength": MAX_TEXT_CHARACTERS,
            "examples": ["【好期贷】您的借款已逾期，请今日还款。"],
        },
        "id": {"type": ["string", "integer", "null"], "description": "Comes back with the answer."},
        "received_at": _TIME,
        "sender": {"type": ["string", "integer", "null"]},
        "channel": {"enum": [*map(str, Channel), "", None], "default": Channel.SMS.value},
        "recipient": {"enum": [*map(str, Recipient), "", None], "default": Recipient.SELF.value},
    },
}
MessageIn = Annotated[Any, WithJsonSchema(_MESSAGE)]


class CheckIn(Schema):
    """Messages that are judged together, each read by the same rules as a line of a JSONL file."""

    messages: list[MessageIn] = Field(max_length=MOST_MESSAGES)


class CheckOut(Schema):
    """An answer for each message, in the order in which they were given."""

    messages: list[dict[str, Any]]


@router.post("/check", auth=CHECKING, response=CheckOut, summary="Judge messages and store nothing")
def check_messages(request: ApiRequest, asked: CheckIn) -> dict[str, Any]:
    """Hold each message against the ledger of the token's owner. A time without an offset is the owner's own."""
    owner = request.auth.owner
    return {"messages": [answer(row) for row in check(owner, incoming(asked.messages, zone_of(owner)))]}


def incoming(objects: Sequence[Any], zone: tzinfo) -> list[IncomingMessage]:
    """The messages, each with the id that it was given; none are taken where one cannot be read."""
    items = list(read_objects(objects, zone=zone))
    if unreadable := [item for item in items if isinstance(item, Unreadable)]:
        raise UnreadableMessages(unreadable)
    return [replace(item.as_incoming(), id=item.id) for item in items if isinstance(item, Draft)]
