"""Read-only links to the dossier of one dispute, for a lawyer or a relative, and who opened them when.

Link and passphrase together are the key: of the first only the SHA-256 is kept, of the second a slow hash.
"""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.models.disputes import Dispute


class Share(Fact):
    """A link to one dispute. It ends by itself at ``expires_at``; ``label`` are the owner's words for whom it is.

    ``cover`` says what its readers do not see, as ``debts.dossier.covers.Cover`` writes it; empty for nothing. The
    names and numbers that it stood for when the link was made are in it: they stay covered when they leave the profile.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="shares")
    label = models.CharField(_("给谁看"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    passphrase = models.CharField(max_length=256, editable=False)
    expires_at = models.DateTimeField(_("到期时间"))
    cover = models.JSONField(_("遮盖"), default=dict, blank=True, editable=False)

    class Meta(Fact.Meta):
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return self.label

    def is_open(self, now: datetime) -> bool:
        """Whether it leads to the dossier: not ended, not withdrawn, and the dispute was not taken back."""
        return self.removed_at is None and now < self.expires_at and self.dispute.removed_at is None


class VisitKind(models.TextChoices):
    """What somebody with the link did."""

    OPENED = "opened", _("输对了口令，打开了")
    WRONG = "wrong", _("输错了口令")
    HELD_BACK = "held_back", _("输错太多次，被挡住了")
    READ = "read", _("看了材料")
    PDF = "pdf", _("下载了 PDF")
    BUNDLE = "bundle", _("下载了证据包")


class ShareVisit(models.Model):
    """One thing that somebody did with a link; ``program`` is what a browser calls itself, which can be forged."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=VisitKind)
    program = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["share", "kind", "at"], name="share_visits_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
