"""Phones that forward what they receive, what came from them, and how the owner wants to be told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.models.messages import Message

SILENT_AFTER = timedelta(days=3)  # even a quiet phone has some notice or advertisement in three days


class ForwarderKind(models.TextChoices):
    """The app on the phone; the word stands in the address that it sends to."""

    SMSFORWARDER = "smsforwarder", _("SmsForwarder 短信转发器（安卓）")
    INCOMING_SMS = "incoming-sms", _("Incoming SMS to URL（安卓）")
    CAPCOM6 = "capcom6", _("SMS Gateway，capcom6（安卓）")
    JSON = "json", _("快捷指令（iPhone）或其他程序，JSON")
    FORM = "form", _("其他程序，表单")


class HookRefusal(models.TextChoices):
    """Why a request was not taken, as the phone and its owner are told."""

    SIGNATURE = "signature", _("签名不对。请核对应用里的密钥和这里的是否一样。")
    TOKEN = "token", _("令牌不对或没有带上。请核对请求头 Authorization。")
    STALE = "stale", _("签名里的时间和现在相差超过 10 分钟。请检查手机的时钟，再从应用的记录里重发。")
    REPLAYED = "replayed", _("同一个签名已经用来送过另一条消息。如果不是您在测试，请更换密钥。")
    TOO_LARGE = "too_large", _("内容太大。一条短信不会这么长。")
    TOO_MANY = "too_many", _("来得太密了。请过一分钟再送。")
    PAUSED = "paused", _("这部手机的转发已经暂停，在“手机转发”里可以恢复。")
    NOT_JSON = "not_json", _("内容不是完整的 JSON。请照设置页重新复制模板。")
    NOT_FIELDS = "not_fields", _("内容里没有可以读的字段。请照设置页重新复制模板。")
    ENCODING = "encoding", _("文字编码认不出来。请用 UTF-8。")
    NO_TEXT = "no_text", _("没有找到短信内容。请照设置页重新复制模板。")
    TEXT_TOO_LONG = "text_too_long", _("文字太长，放不下。")
    NOTHING_SENT = "nothing_sent", _("请求里什么都没有。请用 POST，并照设置页填写模板。")


class DeliveryOutcome(models.TextChoices):
    """What became of a request that was taken."""

    KEPT = "kept", pgettext_lazy("delivery", "已存下")
    KNOWN = "known", pgettext_lazy("delivery", "已经有了")
    TEST = "test", pgettext_lazy("delivery", "测试，收到了")
    EVENT = "event", pgettext_lazy("delivery", "不是收到的短信，不存")
    OUTGOING_CALL = "outgoing_call", pgettext_lazy("delivery", "打出去的电话，不存")
    CALL_GOES_ON = "call_goes_on", pgettext_lazy("delivery", "来电还没结束，等挂断后的记录")


class Forwarder(models.Model):
    """A phone that may bring messages into its owner's ledger. A setting, not a fact: what it brought is in the log.

    ``secret`` has to be readable, for a signature is checked by making it again; of a bearer token the SHA-256 is kept.
    Where both are empty, knowing the address is enough.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    kind = models.CharField(_("用什么转发"), max_length=16, choices=ForwarderKind)
    name = models.CharField(_("给这部手机起个名字"), max_length=60)
    hook_id = models.CharField(max_length=43, unique=True, editable=False)
    secret = models.CharField(max_length=64, blank=True, editable=False)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    heard_at = models.DateTimeField(_("最近一次收到"), null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    refusal = models.CharField(max_length=16, choices=HookRefusal, blank=True, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["owner", "removed_at"], name="forwarder_of_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether knowing the address is enough."""
        return not (self.secret or self.token_digest)

    def is_silent(self, now: datetime) -> bool:
        """Whether a phone that should be heard from has not been for days."""
        return self.paused_at is None and now - (self.heard_at or self.created_at) > SILENT_AFTER

    @property
    def has_trouble(self) -> bool:
        """Whether the last thing that came from the phone was refused."""
        return self.refused_at is not None and (self.heard_at is None or self.refused_at > self.heard_at)


class Delivery(models.Model):
    """A request that was taken, and what became of it.

    ``key`` tells a retry from another message; it is empty where the app gives nothing to tell them by.
    ``details`` holds what the app told besides: SIM, phone, title, its own words for a call.
    """

    forwarder = models.ForeignKey(Forwarder, on_delete=models.CASCADE, related_name="deliveries")
    at = models.DateTimeField()
    forwarded_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=16, choices=DeliveryOutcome)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["forwarder", "key"], condition=~Q(key=""), name="delivery_once_per_key")
        ]
        indexes = [
            models.Index(fields=["forwarder", "-at", "-id"], name="delivery_newest"),
            models.Index(fields=["forwarder", "forwarded_at"], name="delivery_by_sending"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class AlertSettings(models.Model):
    """Whether and how the owner is told of a forwarded message that was flagged. Nothing is sent unless asked for."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_settings", editable=False
    )
    mail_address = models.EmailField(_("邮箱"), blank=True)
    push_addresses = models.JSONField(_("推送地址"), default=list, blank=True)
    with_text = models.BooleanField(_("带上消息原文"), default=False)
    language = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return f"{self.owner_id}"

    @property
    def is_on(self) -> bool:
        """Whether anything is sent at all."""
        return bool(self.mail_address or self.push_addresses)


class Alert(models.Model):
    """A flagged message that the owner is to be told of; what was sent stays for some days, to show that it was."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="alert")
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["owner", "sent_at"], name="alert_waiting")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.message_id}"
