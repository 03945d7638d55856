"""Which payments and deadlines somebody was reminded of, so that nobody is reminded twice."""

from django.conf import settings
from django.db import models

from debts.models.disputes import DisputeStep
from debts.models.loans import Loan


class SentReminder(models.Model):
    """A reminder of one payment. It is written before the mail goes out; ``sent_at`` follows when it has gone."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="+", editable=False)
    due_on = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "loan", "due_on"], name="reminder_once_per_payment")]

    def __str__(self) -> str:
        return f"{self.loan} {self.due_on:%Y-%m-%d}"


class DeadlineStage(models.TextChoices):
    """When somebody is told of the period for an answer."""

    SOON = "soon"
    LATE = "late"


class SentDeadline(models.Model):
    """A reminder of the end of one period of what was handed in; ``limit`` is its id. Claimed and sent as above."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    step = models.ForeignKey(DisputeStep, on_delete=models.CASCADE, related_name="+", editable=False)
    limit = models.CharField(max_length=64)
    due_on = models.DateField()
    stage = models.CharField(max_length=8, choices=DeadlineStage)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "step", "limit", "due_on", "stage"], name="reminder_once_per_deadline"
            )
        ]

    def __str__(self) -> str:
        return f"{self.limit} {self.due_on:%Y-%m-%d} {self.stage}"
