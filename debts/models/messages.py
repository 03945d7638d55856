"""Messages as they arrived, and beside them what was read, concluded and decided."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from debts.models.base import Fact
from debts.models.loans import Loan
from debts.reconciler import types

_judgement = TypeAdapter(types.Judgement)


class Channel(models.TextChoices):
    """The way a message came."""

    SMS = types.Channel.SMS.value, _("短信")
    CALL = types.Channel.CALL.value, _("电话")
    EMAIL = types.Channel.EMAIL.value, _("邮件")
    CHAT = types.Channel.CHAT.value, _("聊天")
    PUSH = types.Channel.PUSH.value, _("应用通知")
    LETTER = types.Channel.LETTER.value, _("信函")
    VISIT = types.Channel.VISIT.value, _("上门")


class Recipient(models.TextChoices):
    """Whom a message reached."""

    SELF = types.Recipient.SELF.value, _("本人")
    RELATIVE = types.Recipient.RELATIVE.value, _("亲属")
    COLLEAGUE = types.Recipient.COLLEAGUE.value, _("同事")
    OTHER = types.Recipient.OTHER.value, _("其他人")


class BatchState(models.TextChoices):
    """How far an import is."""

    DONE = "done", _("已完成")
    READING = "reading", _("正在导入")
    FAILED = "failed", _("没有读成")
    UNDOING = "undoing", _("正在撤回")


class ImportBatch(Fact):
    """One file or paste that messages or repayments came from, and the report of the import.

    What was read of the file stands here in the same transaction as what came of it: an import that was stopped goes on
    where it was. Counts are of the items of the file; ``report`` holds the reasons behind them.
    """

    source = models.CharField(_("来源"), max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=BatchState, default=BatchState.DONE)
    form = models.CharField(max_length=16, blank=True)
    upload = models.CharField(max_length=64, blank=True)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    beat_at = models.DateTimeField(null=True)

    # How far the import is grows with each chunk and says nothing about the file: only the facts are hashed.
    not_hashed = frozenset(
        {
            "state",
            "form",
            "upload",
            "read",
            "new",
            "duplicates",
            "skipped",
            "unreadable",
            "report",
            "beat_at",
        }
    )

    def __str__(self) -> str:
        return self.source


class Message(Fact):
    """A message, kept as evidence. Nothing in it is ever edited.

    Three clocks are kept apart: ``sent_at`` as the source says, ``received_at`` by the phone, ``recorded_at`` by us.
    ``fingerprint`` is the hash of the message to the letter; where a source says that two such messages are two,
    ``copy`` numbers them. ``words`` finds what may be the same message by another route (``reconciler.identity``).
    """

    channel = models.CharField(_("渠道"), max_length=16, choices=Channel, default=Channel.SMS)
    recipient = models.CharField(_("收到的人"), max_length=16, choices=Recipient, default=Recipient.SELF)
    sender = models.CharField(_("发送方"), max_length=200, blank=True)
    text = models.TextField(_("原文"), blank=True)
    received_at = models.DateTimeField(_("收到时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    copy = models.PositiveIntegerField(default=0, editable=False)
    words = models.CharField(max_length=32, blank=True, default="", editable=False)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.RESTRICT, null=True, blank=True, related_name="messages", editable=False
    )

    not_hashed = frozenset({"copy", "words"})  # both follow from the messages that are kept

    class Meta(Fact.Meta):
        ordering = [models.F("received_at").desc(nulls_last=True), "-pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["owner", "fingerprint", "copy"], name="message_kept_once"),
        ]
        indexes = [
            models.Index(fields=["owner", "-received_at", "-id"], name="message_inbox"),
            models.Index(fields=["owner", "words"], name="message_by_words"),
            # They are few, and whoever counts can leave them out without a look at all the others.
            models.Index(fields=["owner"], condition=models.Q(removed_at__isnull=False), name="message_taken_back"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.sender}".strip()


class Verdict(models.Model):
    """What the ledger says about one message: a cache, made anew whenever a fact changes that it rests on."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="verdict")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("判定"), max_length=32)
    kind = models.CharField(_("消息种类"), max_length=32)
    is_claim = models.BooleanField()
    is_flagged = models.BooleanField()
    loan = models.ForeignKey(Loan, on_delete=models.SET_NULL, null=True, blank=True, related_name="verdicts")
    rulebook_version = models.CharField(max_length=32)
    judged_at = models.DateTimeField()
    detail = models.JSONField()
    # The text as the reader takes it, so that a new name is looked for in it without reading it again.
    plain_text = models.TextField(blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "code"], name="verdict_by_code"),
            models.Index(fields=["owner", "is_claim"], name="verdict_by_claim"),
            models.Index(fields=["owner", "rulebook_version"], name="verdict_by_rulebook"),
            # Those that contradict the ledger are counted by their loans without a look at the rows.
            models.Index(fields=["owner", "loan"], condition=models.Q(is_flagged=True), name="verdict_flagged"),
            # Most are about no loan at all; an index with these among the others tells nothing of how many a loan has.
            models.Index(fields=["owner", "loan"], condition=models.Q(loan__isnull=False), name="verdict_of_loan"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def judgement(self) -> types.Judgement:
        """The whole answer with its reasons, as the reconciler gave it."""
        return _judgement.validate_python(self.detail)

    @property
    def readable(self) -> types.Judgement | None:
        """The same; None where another version kept it, in a form or with a code that is not known here."""
        try:
            return self.judgement
        except ValueError:
            return None

    @staticmethod
    def detail_of(judgement: types.Judgement) -> Any:
        """The form in which a judgement is kept.

        What is as it is by default, which is nearly all of a quiet message, is left out and read as that again.
        """
        return _judgement.dump_python(judgement, mode="json", exclude_defaults=True)

    @staticmethod
    def json_of(judgement: types.Judgement) -> str:
        """The same as JSON, without the way through the values."""
        return _judgement.serializer.to_json(judgement, exclude_defaults=True).decode()

    @property
    def lender_refs(self) -> Collection[str]:
        """The lenders that the message leads to, without the way through the whole answer."""
        refs: Collection[str] = self.detail["match"].get("lender_ids", ())
        return refs


class Finding(models.Model):
    """A conduct rule that a message may break; made anew with its verdict."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["verdict", "rule"], name="finding_rule_once")]

    def __str__(self) -> str:
        return self.rule


class DecisionKind(models.TextChoices):
    """What a person can decide about a message."""

    ABOUT_LOAN = types.DecisionKind.ABOUT_LOAN.value, _("说的是这笔借款")
    NOT_MINE = types.DecisionKind.NOT_MINE.value, _("不是我的债务")
    LENDER_NOT_KEPT = types.DecisionKind.LENDER_NOT_KEPT.value, _("这家的借款不在这里记")


class Decision(Fact):
    """What the owner decided about one message. A new decision takes back the one before."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=32, choices=DecisionKind)
    loan = models.ForeignKey(Loan, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("理由"), blank=True)

    class Meta(Fact.Meta):
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["message"], condition=models.Q(removed_at=None), name="decision_one_in_force_per_message"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
