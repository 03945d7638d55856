"""What a choice of the owner has taught the ledger: a name or number that a lender is known by from then on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.models.lenders import Lender
from debts.models.messages import Decision
from debts.reconciler import lessons


class LessonKind(models.TextChoices):
    """Which list of the lender the name or number stands in."""

    SIGNATURES = lessons.LessonKind.SIGNATURES.value, _("短信签名")
    ALIASES = lessons.LessonKind.ALIASES.value, _("其他名称")
    SENDERS = lessons.LessonKind.SENDERS.value, _("发送号码")
    COLLECTORS = lessons.LessonKind.COLLECTORS.value, _("替它催收的机构或号码")


class Lesson(Fact):
    """A name or number that the owner accepted for a lender, after having said what a message is about.

    It goes when the decision goes that it was learnt from, and can be taken back by itself.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="lessons")
    lender = models.ForeignKey(Lender, on_delete=models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=16, choices=LessonKind)
    value = models.CharField(max_length=200)

    class Meta(Fact.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.value
