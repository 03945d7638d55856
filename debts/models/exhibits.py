"""Files that belong to a message: the recording of a call, the scan of a letter, a photo of what hung at the door."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.models.messages import Message
from debts.models.settlements import Attachment


class MessageFile(Fact):
    """A file that shows what a message was. It stands beside the message, whose text it does not change."""

    message = models.ForeignKey(Message, on_delete=models.RESTRICT, related_name="files")
    attachment = models.ForeignKey(
        Attachment, verbose_name=_("文件"), on_delete=models.RESTRICT, related_name="message_files"
    )
    note = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta(Fact.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.attachment.original_name
