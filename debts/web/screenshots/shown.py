"""Kept pictures on the page of a message, with what was read off them."""

from collections.abc import Iterable

from debts.models import MessageFile, PictureText


def pictures_of(files: Iterable[MessageFile]) -> list[PictureText]:
    """What was read off the pictures among some files, the latest reading of each."""
    attachments = [file.attachment_id for file in files]
    if not attachments:
        return []
    texts = PictureText.objects.filter(attachment__in=attachments, removed_at=None).select_related("attachment")
    return list({text.attachment_id: text for text in texts.order_by("pk")}.values())
