"""What was exported of a dispute, loan or lender: when, in which form, and the hash by which a file is known again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.models.disputes import Dispute
from debts.models.lenders import Lender
from debts.models.loans import Loan


class DossierForm(models.TextChoices):
    """What a dossier is written as."""

    PDF = "pdf", _("PDF，用来打印和递交")
    DOCX = "docx", _("Word 文档（DOCX），给律师接着改")
    HTML = "html", _("网页文件（HTML），任何浏览器都能打开")
    JSON = "json", _("数据（JSON），给程序读")
    ZIP = "zip", _("证据包（ZIP）：PDF、原件、记录和核对程序")


class DossierExport(Fact):
    """One export of a dispute, or of the summary of a loan or lender.

    The file itself is not kept: made again from the same facts it is the same.

    ``data_sha256`` is the hash of the document's data, ``original_sha256`` that of the data without covers where
    something was covered; ``covered`` are codes of ``debts.dossier.covers.Field``.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, null=True, blank=True, related_name="exports")
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, null=True, blank=True, related_name="exports")
    lender = models.ForeignKey(Lender, on_delete=models.CASCADE, null=True, blank=True, related_name="exports")
    form = models.CharField(_("格式"), max_length=8, choices=DossierForm)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    data_sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64, blank=True)
    covered = models.JSONField(default=list, blank=True)

    class Meta(Fact.Meta):
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(dispute__isnull=False, loan=None, lender=None)
                | Q(dispute=None, loan__isnull=False, lender=None)
                | Q(dispute=None, loan=None, lender__isnull=False),
                name="export_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.sha256[:8]}"
