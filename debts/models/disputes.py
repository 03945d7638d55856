"""A dispute with a lender: what it is about, its numbered exhibits, and each step that was taken or came back."""

import hashlib
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.disputes import types
from debts.models.base import Fact
from debts.models.lenders import Lender
from debts.models.loans import Loan
from debts.models.messages import Message
from debts.models.settlements import Attachment, SettlementProof


class Outcome(models.TextChoices):
    """How a dispute ended."""

    GRANTED = types.Outcome.GRANTED.value, _("机构已按请求处理")
    PARTLY = types.Outcome.PARTLY.value, _("解决了一部分")
    REFUSED = types.Outcome.REFUSED.value, _("机构不同意")
    HANDED_ON = types.Outcome.HANDED_ON.value, _("转到法院或律师处理")
    WITHDRAWN = types.Outcome.WITHDRAWN.value, _("本人不再继续")
    OTHER = types.Outcome.OTHER.value, _("其他")


class Dispute(Fact):
    """A case against one lender, its collectors included; about one loan, or about all that it has to do with.

    ``requests`` are codes of ``debts.disputes.types.Request``, ``own_requests`` lines in the owner's words;
    ``lender_address`` is where papers reach the lender, for offices that ask for it.
    """

    lender = models.ForeignKey(Lender, verbose_name=_("出借机构"), on_delete=models.RESTRICT, related_name="disputes")
    loan = models.ForeignKey(
        Loan, verbose_name=_("借款"), on_delete=models.RESTRICT, null=True, blank=True, related_name="disputes"
    )
    title = models.CharField(_("标题"), max_length=200)
    story = models.TextField(_("经过"), blank=True)
    requests = models.JSONField(_("请求"), default=list, blank=True)
    own_requests = models.JSONField(_("其他请求"), default=list, blank=True)
    lender_address = models.CharField(_("机构的地址"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("开始时间"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=16, choices=Outcome, blank=True)
    outcome_note = models.TextField(_("结果说明"), blank=True)

    class Meta(Fact.Meta):
        ordering = ["-opened_at", "-pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="dispute_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.closed_at is None


class DisputeItem(Fact):
    """An exhibit: one message, proof or file under a number that nothing else in the dispute ever bears."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(_("证据编号"))
    message = models.ForeignKey(Message, on_delete=models.RESTRICT, null=True, blank=True, related_name="exhibits")
    proof = models.ForeignKey(
        SettlementProof, on_delete=models.RESTRICT, null=True, blank=True, related_name="exhibits"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.RESTRICT, null=True, blank=True, related_name="exhibits"
    )
    note = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta(Fact.Meta):
        ordering = ["number"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["dispute", "number"], name="exhibit_number_once"),
            models.CheckConstraint(
                condition=Q(message__isnull=False, proof=None, attachment=None)
                | Q(message=None, proof__isnull=False, attachment=None)
                | Q(message=None, proof=None, attachment__isnull=False),
                name="exhibit_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def thing(self) -> Any:
        """The message, proof or file."""
        return self.message or self.proof or self.attachment


class StepKind(models.TextChoices):
    """What was done, or came back."""

    SENT = types.StepKind.SENT.value, _("递交了材料")
    ANSWERED = types.StepKind.ANSWERED.value, _("收到答复")
    CALLED = types.StepKind.CALLED.value, pgettext_lazy("step", "通了电话")
    NOTE = types.StepKind.NOTE.value, _("记一笔")


class Response(models.TextChoices):
    """What an answer comes to."""

    ACKNOWLEDGED = types.Response.ACKNOWLEDGED.value, _("只说已收到、已受理或者已转办，没有结论")
    GRANTED = types.Response.GRANTED.value, _("同意了我的请求")
    PARTLY = types.Response.PARTLY.value, _("只同意了一部分")
    EMPTY = types.Response.EMPTY.value, _("没有答到点上")
    REFUSED = types.Response.REFUSED.value, _("不同意")


class DisputeStep(Fact):
    """Something that was handed in, answered, said on the telephone or only noted.

    ``day`` is the day on which it happened, for what was handed in the day on which it arrived; ``channel`` is the id
    of a channel of the rulebook. An answer names the step that it ``answers``. Where a letter was sent, ``letter`` is
    the id of its kind, ``text`` its words to the letter and ``attachment`` the sheet.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("种类"), max_length=16, choices=StepKind)
    channel = models.CharField(_("渠道"), max_length=64, blank=True)
    day = models.DateField(_("日期"))
    time = models.TimeField(_("时间"), null=True, blank=True)
    reference = models.CharField(_("受理号或单号"), max_length=200, blank=True)
    text = models.TextField(_("内容"), blank=True)
    letter = models.CharField(_("信件的种类"), max_length=64, blank=True)
    response = models.CharField(_("答复的结果"), max_length=16, choices=Response, blank=True)
    answers = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="replies")
    attachment = models.ForeignKey(
        Attachment, verbose_name=_("文件"), on_delete=models.RESTRICT, null=True, blank=True, related_name="steps"
    )

    class Meta(Fact.Meta):
        ordering = ["day", "time", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=types.StepKind.ANSWERED.value, answers__isnull=False) & ~Q(response="")
                | (~Q(kind=types.StepKind.ANSWERED.value) & Q(answers=None, response="")),
                name="step_answer_names_what_it_answers",
            ),
            models.CheckConstraint(
                condition=~Q(kind=types.StepKind.SENT.value) | ~Q(channel=""), name="step_sent_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"

    @property
    def text_sha256(self) -> str:
        """The hash of the words, by which a letter that was sent can be quoted."""
        return hashlib.sha256(self.text.encode()).hexdigest()
