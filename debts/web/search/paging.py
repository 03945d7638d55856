"""Places in a list of messages, and pages that begin where the last one ended."""

from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from debts.models import Message


def cursor_of(message: Message) -> str:
    """The place after this message, as it stands in an address."""
    return f"{message.received_at.isoformat() if message.received_at else ''}~{message.pk}"


def after(messages: QuerySet[Message], cursor: str) -> QuerySet[Message]:
    """The messages that come after the cursor; all of them where it is none. Messages without a time come last."""
    at, _tilde, pk = cursor.rpartition("~")
    if not pk.isdecimal() or len(pk) > 18:  # noqa: PLR2004  longer numbers do not fit the database's column
        return messages
    if not at:
        return messages.filter(received_at=None, pk__lt=int(pk))
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+")).astimezone(UTC)  # "+" in an address reads as a blank
    except (ValueError, OverflowError):
        return messages
    return messages.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=int(pk)) | Q(received_at=None))
