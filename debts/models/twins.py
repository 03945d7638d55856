"""Messages of two sources that may be one: proposed by an import, decided by the owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.models.messages import Message


class TwinAnswer(models.TextChoices):
    """What the owner said about two messages that may be one."""

    OPEN = "", _("还没有回答")
    JOINED = "joined", _("是同一条")
    APART = "apart", _("是两条")


class Twin(Fact):
    """Two messages that agree in their words and nearly in their time. Joined, one of them no longer counts."""

    first = models.ForeignKey(Message, on_delete=models.RESTRICT, related_name="+")
    second = models.ForeignKey(Message, on_delete=models.RESTRICT, related_name="twins")
    answer = models.CharField(max_length=8, choices=TwinAnswer, blank=True, default=TwinAnswer.OPEN)

    class Meta(Fact.Meta):
        ordering = ["pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["first", "second"], name="twin_once"),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="twin_of_another"),
        ]

    @property
    def both(self) -> tuple[Message, Message]:
        """The two messages."""
        return self.first, self.second

    def __str__(self) -> str:
        return self.answer or "open"
