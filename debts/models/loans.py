"""Loans and all that happens to them: repayments, the settlement with its proofs, assignments.

The currency stands on the loan alone. A repayment has no currency of its own, so none can differ from its loan's.
"""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from debts.finance.types import RepaymentMethod as Method
from debts.models.base import Fact
from debts.models.lenders import Lender
from debts.reconciler.types import ProofKind as Proof
from debts.reconciler.types import SettlementBasis as Basis


def money(label: Any, **options: Any) -> Any:
    """A sum in the loan's currency, to the cent."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)


class RepaymentMethod(models.TextChoices):
    """How a loan is paid back."""

    EQUAL_INSTALMENT = Method.EQUAL_INSTALMENT.value, _("等额本息")
    EQUAL_PRINCIPAL = Method.EQUAL_PRINCIPAL.value, _("等额本金")
    INTEREST_ONLY = Method.INTEREST_ONLY.value, _("先息后本")
    BULLET = Method.BULLET.value, _("到期一次还本付息")
    FLAT_FEE = Method.FLAT_FEE.value, _("每月固定手续费")
    FREE = Method.FREE.value, _("不固定或不清楚")


class Currency(models.TextChoices):
    """The money that a loan is kept in."""

    CNY = "CNY", _("人民币")
    HKD = "HKD", _("港币")
    TWD = "TWD", _("新台币")
    MOP = "MOP", _("澳门元")
    USD = "USD", _("美元")


class Region(models.TextChoices):
    """Where the loan was made; mainland rules are off elsewhere."""

    CN = "CN", _("中国大陆")
    HK = "HK", _("香港")
    TW = "TW", _("台湾")
    OTHER = "other", _("其他地区")


class Loan(Fact):
    """One contract. What is not known stays empty: it is neither zero nor today."""

    lender = models.ForeignKey(Lender, verbose_name=_("出借机构"), on_delete=models.RESTRICT, related_name="loans")
    product = models.CharField(_("产品"), max_length=200, blank=True)
    contract_number = models.CharField(_("合同号或借据号"), max_length=200, blank=True)
    currency = models.CharField(_("币种"), max_length=3, choices=Currency, default=Currency.CNY)
    region = models.CharField(_("地区"), max_length=8, choices=Region, blank=True)
    principal = money(_("借款金额"))
    drawn_on = models.DateField(_("借款日期"), null=True, blank=True)
    annual_rate = models.DecimalField(_("年利率"), max_digits=9, decimal_places=6, null=True, blank=True)
    daily_penalty_rate = models.DecimalField(_("逾期日罚息率"), max_digits=10, decimal_places=8, null=True, blank=True)
    repayment_method = models.CharField(
        _("还款方式"), max_length=32, choices=RepaymentMethod, default=RepaymentMethod.FREE
    )
    term_months = models.PositiveSmallIntegerField(_("期数（月）"), null=True, blank=True)
    first_due_on = models.DateField(_("首期还款日"), null=True, blank=True)
    card_tail = models.CharField(_("扣款卡尾号"), max_length=8, blank=True)
    phone = models.CharField(_("借款手机号"), max_length=32, blank=True)
    note = models.TextField(_("备注"), blank=True)

    class Meta(Fact.Meta):
        ordering = ["-drawn_on", "-pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(principal__gt=0), name="loan_principal_positive"),
            models.CheckConstraint(
                condition=Q(annual_rate=None) | Q(annual_rate__gte=0), name="loan_rate_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.product or self.lender.name


class Repayment(Fact):
    """Money paid towards a loan, in the loan's currency."""

    class Way(models.TextChoices):
        """How the money went."""

        BANK_CARD = "bank_card", _("银行卡代扣")
        TRANSFER = "transfer", _("银行转账")
        ALIPAY = "alipay", _("支付宝")
        WECHAT = "wechat", _("微信支付")
        OTHER = "other", _("其他")

    loan = models.ForeignKey(Loan, verbose_name=_("借款"), on_delete=models.RESTRICT, related_name="repayments")
    paid_at = models.DateTimeField(_("还款时间"))
    amount = money(_("还款金额"))
    method = models.CharField(_("付款方式"), max_length=32, choices=Way, default=Way.BANK_CARD, blank=True)
    reference = models.CharField(_("流水号"), max_length=200, blank=True)
    batch = models.ForeignKey(
        "debts.ImportBatch",
        verbose_name=_("导入批次"),
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="repayments",
        editable=False,
    )

    class Meta(Fact.Meta):
        ordering = ["paid_at", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="repayment_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_at:%Y-%m-%d} {self.amount}"


class SettlementBasis(models.TextChoices):
    """On what ground a loan ended."""

    PAID_IN_FULL = Basis.PAID_IN_FULL.value, _("按期还清")
    EARLY_PAYOFF = Basis.EARLY_PAYOFF.value, _("提前结清")
    DISCOUNTED = Basis.DISCOUNTED.value, _("协商减免后结清")
    WAIVED = Basis.WAIVED.value, _("机构免除")
    COURT = Basis.COURT.value, _("法院或调解文书")
    OTHER = Basis.OTHER.value, _("其他")


class Settlement(Fact):
    """The fact that a loan ended. One may be in force at a time; a corrected one stays behind as taken back."""

    loan = models.ForeignKey(Loan, verbose_name=_("借款"), on_delete=models.RESTRICT, related_name="settlements")
    settled_at = models.DateTimeField(_("结清时间"))
    basis = models.CharField(_("结清方式"), max_length=32, choices=SettlementBasis)
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


class SettlementProof(Fact):
    """One piece of evidence that a loan ended, with its file where there is one."""

    loan = models.ForeignKey(Loan, verbose_name=_("借款"), on_delete=models.RESTRICT, related_name="proofs")
    kind = models.CharField(_("材料种类"), max_length=32, choices=ProofKind)
    issued_on = models.DateField(_("出具日期"), null=True, blank=True)
    issuer = models.CharField(_("出具方"), max_length=200, blank=True)
    number = models.CharField(_("编号"), max_length=200, blank=True)
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

    class Meta(Fact.Meta):
        ordering = ["notified_on", "pk"]

    def __str__(self) -> str:
        return self.assignee
