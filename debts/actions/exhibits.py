"""Files that belong to messages."""

from debts.actions.context import WriteContext
from debts.actions.loans import record_fact
from debts.models import Attachment, Message, MessageFile


def attach_to_message(ctx: WriteContext, message: Message, attachment: Attachment, note: str = "") -> MessageFile:
    """Put a kept file beside a message."""
    return record_fact(ctx, MessageFile, message=message, attachment=attachment, note=note)
