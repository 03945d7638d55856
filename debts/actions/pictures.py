"""Pictures from which messages were read: kept to the byte, with what was read and what the owner corrected."""

from collections.abc import Iterable
from typing import BinaryIO

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.exhibits import attach_to_message
from debts.actions.loans import record_fact
from debts.actions.settlements import keep_file
from debts.models import Attachment, Message, MessageFile, PictureText


@transaction.atomic
def keep_picture(
    ctx: WriteContext, file: BinaryIO, name: str, messages: Iterable[Message], *, read: str, corrected: str
) -> Attachment:
    """Keep a picture beside the messages that were read off it, and both texts. What is kept already stays as it is."""
    attachment = keep_file(ctx, file, name)
    beside = set(MessageFile.objects.of(ctx.owner).filter(attachment=attachment).values_list("message", flat=True))
    for message in messages:
        if message.pk not in beside:
            attach_to_message(ctx, message, attachment)
    texts = {"attachment": attachment, "read": read, "corrected": corrected}
    if not PictureText.objects.of(ctx.owner).filter(**texts).exists():
        record_fact(ctx, PictureText, **texts)
    return attachment
