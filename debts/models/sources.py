"""Which messages a fact was taken from, and what the owner did not want to be asked about again."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.models.base import Fact
from debts.models.messages import Message
from debts.reconciler import told


class ToldKind(models.TextChoices):
    """What a message proves."""

    LOAN = told.ToldKind.LOAN.value, pgettext_lazy("told", "放款")
    REPAYMENT = told.ToldKind.REPAYMENT.value, pgettext_lazy("told", "还款")
    SETTLEMENT = told.ToldKind.SETTLEMENT.value, pgettext_lazy("told", "结清")
    ASSIGNMENT = told.ToldKind.ASSIGNMENT.value, pgettext_lazy("told", "债权转让")


class Sitting(Fact):
    """What the owner confirmed at once of all that messages prove; it can be undone as one.

    ``facts`` are kind and ref of what was recorded, in the order in which it was.
    """

    facts = models.JSONField(default=list)

    class Meta(Fact.Meta):
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M}"


class Source(Fact):
    """A message that proves a fact of the ledger. Without a fact: the owner said that it proves nothing."""

    message = models.ForeignKey(Message, on_delete=models.RESTRICT, related_name="sources")
    sitting = models.ForeignKey(Sitting, on_delete=models.RESTRICT, related_name="sources")
    kind = models.CharField(_("说明了什么"), max_length=16, choices=ToldKind)
    fact_type = models.CharField(max_length=32, blank=True)
    fact_ref = models.CharField(max_length=128, blank=True)

    class Meta(Fact.Meta):
        ordering = ["pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["message", "kind"], condition=models.Q(removed_at=None), name="source_once_per_message_and_kind"
            ),
        ]
        indexes = [models.Index(fields=["owner", "fact_ref"], name="source_of_fact")]

    def __str__(self) -> str:
        return f"{self.kind} {self.fact_type}".strip()
