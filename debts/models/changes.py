"""What keeps verdicts in step with the facts: what each rests on, and which of them a change has changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.messages import Message, Verdict


class Ground(models.Model):
    """A part of the ledger that a verdict looked at, by its key: when that part changes, the verdict is made anew."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="grounds")
    key = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "verdict"], name="ground_once_per_verdict")]

    def __str__(self) -> str:
        return self.key


class Footing(models.Model):
    """A part of the ledger as the stored verdicts know it; where it is another by now, they have to be made anew.

    ``words`` are the names and numbers by which a message can reach the part, each with its role.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    words = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="footing_once_per_owner")]

    def __str__(self) -> str:
        return self.key


class Change(models.Model):
    """A write, or a new rulebook, after which kept messages were judged differently.

    ``causes`` are plain values: what was done, to which kind of fact, how often, and what the fact says. ``upgrade``
    names the two versions of the rulebook where that is the cause, so that a run in pieces makes one record.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("时间"))
    route = models.CharField(max_length=16)
    causes = models.JSONField(default=list)
    upgrade = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["owner", "-at", "-id"], name="change_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.route}"


class ChangedVerdict(models.Model):
    """One message that is judged differently since a change: its verdict before and after."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="verdicts")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=32)
    after = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "message"], name="changed_verdict_once")]

    def __str__(self) -> str:
        return f"{self.before} > {self.after}"
