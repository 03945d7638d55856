"""Programs of the owner that are told when a message was flagged or a deadline comes near."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.models.base import Fact, new_ref
from debts.models.messages import Message


class Webhook(Fact):
    """An address that is told. That it is there is on record; ``secret`` is sealed, for signing needs it again."""

    address = models.CharField(_("地址"), max_length=500)
    secret = models.TextField(editable=False)
    flagged = models.BooleanField(_("消息和账本对不上时"), default=True)
    deadlines = models.BooleanField(_("争议答复期限将到、已过时"), default=True)
    with_text = models.BooleanField(_("带上消息原文和发送号码"), default=False)

    class Meta(Fact.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.address


class WebhookEvent(models.TextChoices):
    """What is told, by the word that stands in the body."""

    FLAGGED = "message.flagged", _("消息和账本对不上")
    SOON = "deadline.soon", _("答复期限将到")
    LATE = "deadline.late", _("答复期限已过")
    TEST = "test", pgettext_lazy("webhook", "试发")


class WebhookProblem(models.TextChoices):
    """Why an address could not be told."""

    PRIVATE = "private", _("这个地址在内部网络里，为了安全没有连接。")
    CONNECTION = "connection", _("连不上这个地址。")
    STATUS = "status", _("对方没有接受，回答的状态不是 2xx。")
    SECRET = "secret", _("签名的密钥读不出来了，例如账本搬到了另一台机器。请删掉这个地址，重新添加。")


class WebhookCall(models.Model):
    """One thing that an address is to be told, once; ``ref`` is how it can tell a retry from another thing.

    ``next_at`` is when it is tried (again); without one it was told, or given up.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    ref = models.CharField(max_length=32, default=new_ref, unique=True)
    event = models.CharField(max_length=24, choices=WebhookEvent)
    key = models.CharField(max_length=200)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=16, choices=WebhookProblem, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="webhook_told_once")]
        indexes = [models.Index(fields=["webhook", "next_at"], name="webhook_waiting")]

    def __str__(self) -> str:
        return f"{self.event} {self.created_at:%Y-%m-%d %H:%M}"
