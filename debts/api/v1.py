"""Version 1 of the API."""

from datetime import datetime, tzinfo
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import is_naive, make_aware
from ninja import Field, NinjaAPI, Schema

from debts.api.auth import Scope
from debts.api.problems import handle_problems
from debts.dossier.answers import answer, check
from debts.models import TokenScope
from debts.queries import zone_of
from debts.reconciler.types import Channel, IncomingMessage, Recipient

MOST_MESSAGES = 2000

api = NinjaAPI(
    title="结清 Jieqing", version="1", description="Is this message about a debt that is settled?", docs_url=None
)
handle_problems(api)


class MessageIn(Schema):
    """A message to judge. Only its text is required; what is not known is left out."""

    text: str
    id: str = ""
    received_at: datetime | None = None
    sender: str = ""
    channel: Channel = Channel.SMS
    recipient: Recipient = Recipient.SELF


class CheckIn(Schema):
    """Messages that are judged together."""

    messages: list[MessageIn] = Field(max_length=MOST_MESSAGES)


class CheckOut(Schema):
    """An answer for each message, in the order in which they were given."""

    messages: list[dict[str, Any]]


@api.post("/check", auth=Scope(TokenScope.CHECK), response=CheckOut, summary="Judge messages and store nothing")
def check_messages(request: HttpRequest, asked: CheckIn) -> dict[str, Any]:
    """Hold each message against the ledger of the token's owner. A time without an offset is the owner's own."""
    owner = request.auth.owner  # type: ignore[attr-defined]  # set by the scope
    zone = zone_of(owner)
    messages = [_incoming(message, zone) for message in asked.messages]
    return {"messages": [answer(row) for row in check(owner, messages)]}


def _incoming(message: MessageIn, zone: tzinfo) -> IncomingMessage:
    at = message.received_at
    received_at = make_aware(at, zone) if at and is_naive(at) else at
    fields = message.model_dump(exclude={"received_at"})
    return IncomingMessage(**fields, received_at=received_at)
