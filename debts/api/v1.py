"""Version 1 of the API."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, NinjaAPI, Schema
from pydantic import WithJsonSchema

from debts.api.auth import Scope
from debts.api.problems import UnreadableMessages, handle_problems
from debts.dossier.answers import answer, check
from debts.intake.drafts import Draft, Unreadable
from debts.intake.jsonl import read_objects
from debts.models import TokenScope
from debts.queries import zone_of
from debts.reconciler.types import Channel, IncomingMessage, Recipient

MOST_MESSAGES = 2000

api = NinjaAPI(
    title="结清 Jieqing", version="1", description="Is this message about a debt that is settled?", docs_url=None
)
handle_problems(api)

_MESSAGE = {
    "title": "MessageIn",
    "type": "object",
    "description": "A message to judge. Only its text is required; what is not known is left out, empty or null.",
    "required": ["text"],
    "properties": {
        "text": {"type": "string"},
        "id": {"type": ["string", "integer", "null"], "description": "Comes back with the answer."},
        "received_at": {
            "type": ["string", "null"],
            "description": "Day and time in ISO 8601. Without an offset the clock of the token's owner counts.",
            "examples": ["2024-03-05T10:22:00+08:00"],
        },
        "sender": {"type": ["string", "integer", "null"]},
        "channel": {"enum": [*map(str, Channel), "", None], "default": Channel.SMS.value},
        "recipient": {"enum": [*map(str, Recipient), "", None], "default": Recipient.SELF.value},
    },
}


class CheckIn(Schema):
    """Messages that are judged together, each read by the same rules as a line of a JSONL file."""

    messages: list[Annotated[Any, WithJsonSchema(_MESSAGE)]] = Field(max_length=MOST_MESSAGES)


class CheckOut(Schema):
    """An answer for each message, in the order in which they were given."""

    messages: list[dict[str, Any]]


@api.post("/check", auth=Scope(TokenScope.CHECK), response=CheckOut, summary="Judge messages and store nothing")
def check_messages(request: HttpRequest, asked: CheckIn) -> dict[str, Any]:
    """Hold each message against the ledger of the token's owner. A time without an offset is the owner's own."""
    owner = request.auth.owner  # type: ignore[attr-defined]  # set by the scope
    return {"messages": [answer(row) for row in check(owner, _incoming(asked.messages, zone_of(owner)))]}


def _incoming(objects: Sequence[Any], zone: tzinfo) -> list[IncomingMessage]:
    """The messages, each with the id that it was given; none are judged where one cannot be read."""
    items = list(read_objects(objects, zone=zone))
    if unreadable := [item for item in items if isinstance(item, Unreadable)]:
        raise UnreadableMessages(unreadable)
    return [replace(item.as_incoming(), id=item.id) for item in items if isinstance(item, Draft)]
