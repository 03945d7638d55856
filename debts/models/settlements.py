"""How a loan ended or changed hands, and what proves it: settlement, papers, assignments, and the files handed in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.models.loans import Loan
from debts.models.money import sum_or_unknown
from debts.reconciler.types import ProofKind as Proof
from debts.reconciler.types import ProofScope as Scope
from debts.reconciler.types import SettlementBasis as Basis


class SettlementBasis(models.TextChoices):
    """On what ground a loan ended."""

    PAID_IN_FULL = Basis.PAID_IN_FULL.value, _("按期还清")
    EARLY_PAYOFF = Basis.EARLY_PAYOFF.value, _("提前结清")
    DISCOUNTED = Basis.DISCOUNTED.value, _("协商减免后结清")
    WAIVED = Basis.WAIVED.value, _("机构免除")
    COURT = Basis.COURT.value, _("法院或调解文书")
    OTHER = Basis.OTHER.value, _("其他")


class Confirmer(models.TextChoices):
    """Who said that the loan has ended."""

    NOBODY = "", _("还没有人确认")
    LENDER = "lender", _("出借机构")
    ASSIGNEE = "assignee", _("受让方或受托方")
    COURT = "court", _("法院")
    MEDIATOR = "mediator", _("调解组织")


class Settlement(Fact):
    """The fact that a loan ended. One may be in force at a time; a corrected one stays behind as taken back."""

    loan = models.ForeignKey(Loan, verbose_name=_("借款"), on_delete=models.RESTRICT, related_name="settlements")
    settled_at = models.DateTimeField(_("结清时间"))
    basis = models.CharField(_("结清方式"), max_length=32, choices=SettlementBasis)
    confirmed_by = models.CharField(_("谁确认的"), max_length=16, choices=Confirmer, blank=True)
    note = models.TextField(_("备注"), blank=True)

    class Meta(Fact.Meta):
        ordering = ["-settled_at", "-pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["loan"], condition=Q(removed_at=None), name="settlement_one_in_force_per_loan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settled_at:%Y-%m-%d} {self.get_basis_display()}"


class Attachment(Fact):
    """A file as it was handed in: its bytes lie under their SHA-256 and are never changed."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    original_name = models.CharField(_("文件名"), max_length=255)
    path = models.CharField(max_length=255, editable=False)

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["owner", "sha256"], name="attachment_bytes_once_per_owner"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
        ]

    def __str__(self) -> str:
        return self.original_name


class ProofKind(models.TextChoices):
    """What a settlement proof is."""

    SETTLEMENT_CERTIFICATE = Proof.SETTLEMENT_CERTIFICATE.value, _("结清证明")
    SETTLEMENT_NOTICE = Proof.SETTLEMENT_NOTICE.value, _("机构的结清通知")
    RECEIPT = Proof.RECEIPT.value, _("还款凭证")
    SCREENSHOT = Proof.SCREENSHOT.value, _("应用截图")
    RECORDING = Proof.RECORDING.value, _("通话录音")
    SERVICE_RECORD = Proof.SERVICE_RECORD.value, _("客服答复记录")
    CREDIT_REPORT = Proof.CREDIT_REPORT.value, _("征信报告")
    COURT_PAPER = Proof.COURT_PAPER.value, _("法院或调解文书")
    OTHER = Proof.OTHER.value, _("其他材料")


class ProofScope(models.TextChoices):
    """What a paper says has ended; nothing where that is not clear."""

    UNCLEAR = "", _("没有写明")
    WHOLE_LOAN = Scope.WHOLE_LOAN.value, _("这笔借款全部结清")
    INSTALMENT = Scope.INSTALMENT.value, _("只是某一期还清")


class SettlementProof(Fact):
    """One piece of evidence that a loan ended, with its file where there is one."""

    loan = models.ForeignKey(Loan, verbose_name=_("借款"), on_delete=models.RESTRICT, related_name="proofs")
    kind = models.CharField(_("材料种类"), max_length=32, choices=ProofKind)
    issued_on = models.DateField(_("出具日期"), null=True, blank=True)
    issuer = models.CharField(_("出具方"), max_length=200, blank=True)
    number = models.CharField(_("编号"), max_length=200, blank=True)
    holder = models.CharField(_("材料上的姓名"), max_length=100, blank=True)
    contract_number = models.CharField(_("材料上的合同号"), max_length=200, blank=True)
    scope = models.CharField(_("写明的范围"), max_length=16, choices=ProofScope, blank=True)
    amount = sum_or_unknown(_("材料上的金额"))
    note = models.TextField(_("内容或说明"), blank=True)
    attachment = models.ForeignKey(
        Attachment, verbose_name=_("文件"), on_delete=models.RESTRICT, null=True, blank=True, related_name="proofs"
    )

    class Meta(Fact.Meta):
        ordering = ["issued_on", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Assignment(Fact):
    """The debt was handed to somebody else, as the borrower was told."""

    loan = models.ForeignKey(Loan, verbose_name=_("借款"), on_delete=models.RESTRICT, related_name="assignments")
    assignee = models.CharField(_("受让方"), max_length=200)
    aliases = models.JSONField(_("受让方的其他名称"), default=list, blank=True)
    notified_on = models.DateField(_("收到通知的日期"), null=True, blank=True)

    note = models.TextField(_("备注"), blank=True)
    attachment = models.ForeignKey(
        Attachment, verbose_name=_("文件"), on_delete=models.RESTRICT, null=True, blank=True, related_name="assignments"
    )

    class Meta(Fact.Meta):
        ordering = ["notified_on", "pk"]

    def __str__(self) -> str:
        return self.assignee
