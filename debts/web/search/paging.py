"""Places in a list of messages, and pages that begin where the last one ended."""

from datetime import UTC, datetime

from django.db.models import QuerySet

from debts.models import Message
from debts.queries import listed_after, row_number


def cursor_of(message: Message) -> str:
    """The place after this message, as it stands in an address."""
    return f"{message.received_at.isoformat() if message.received_at else ''}~{message.pk}"


def after(messages: QuerySet[Message], cursor: str) -> QuerySet[Message]:
    """The messages that come after the cursor; all of them where it is none. Messages without a time come last."""
    at, _tilde, pk = cursor.rpartition("~")
    number = row_number(pk)
    if number is None:
        return messages
    try:  # "+" in an address reads as a blank
        moment = datetime.fromisoformat(at.replace(" ", "+")).astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        return messages
    return listed_after(messages, moment, number)
