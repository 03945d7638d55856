"""Pictures of messages: those that wait to be looked through, and what was read off those that are kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.models.settlements import Attachment


class PictureInHand(models.Model):
    """A picture that was handed in to be read, until a day has gone by. No fact, and not logged.

    The bytes lie among the uploads under ``file``; those handed in together share ``upload``. ``read`` is what stands
    on the picture, None with a ``problem``; ``noted`` is what the owner made of it, None before that.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    upload = models.CharField(max_length=32)
    name = models.CharField(max_length=255)
    file = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    read = models.JSONField(null=True)
    problem = models.CharField(max_length=32, blank=True)
    noted = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["owner", "upload"], name="picture_by_upload")]

    def __str__(self) -> str:
        return self.name


class PictureText(Fact):
    """What was read off a kept picture by the machine, and the same as its owner corrected it; empty if nobody did.

    Neither is the original: that is the picture.
    """

    attachment = models.ForeignKey(
        Attachment, verbose_name=_("图片"), on_delete=models.RESTRICT, related_name="picture_texts"
    )
    read = models.TextField(_("机器认出的文字"), blank=True)
    corrected = models.TextField(_("本人核对后的文字"), blank=True)

    class Meta(Fact.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.attachment.original_name
