"""Loans and what happens to them: repayments. How they end is in ``settlements``.

The currency stands on the loan alone. A repayment has no currency of its own, so none can differ from its loan's.
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.finance import types
from debts.models.base import Fact
from debts.models.lenders import Lender
from debts.models.money import money, sum_or_unknown
from debts.models.terms import Terms
from debts.reconciler.types import LoanRole as Role


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


class LoanRole(models.TextChoices):
    """What the owner is to a loan; the usual case is stored as nothing."""

    BORROWER = "", _("借款人")
    CO_BORROWER = Role.CO_BORROWER.value, _("共同借款人")
    GUARANTOR = Role.GUARANTOR.value, _("担保人")


class Loan(Terms):
    """One contract: who lent, by which names a message can mean it, and its terms."""

    lender = models.ForeignKey(Lender, verbose_name=_("出借机构"), on_delete=models.RESTRICT, related_name="loans")
    product = models.CharField(_("产品"), max_length=200, blank=True)
    contract_number = models.CharField(_("合同号或借据号"), max_length=200, blank=True)
    currency = models.CharField(_("币种"), max_length=3, choices=Currency, default=Currency.CNY)
    region = models.CharField(_("地区"), max_length=8, choices=Region, blank=True)
    role = models.CharField(_("您的身份"), max_length=16, choices=LoanRole, blank=True)
    other_names = models.JSONField(_("其他借款人"), default=list, blank=True)
    is_secured = models.BooleanField(_("有抵押或担保"), null=True, blank=True)
    card_tail = models.CharField(_("扣款卡尾号"), max_length=8, blank=True)
    phone = models.CharField(_("借款手机号"), max_length=32, blank=True)
    note = models.TextField(_("备注"), blank=True)

    class Meta(Terms.Meta):
        ordering = ["-drawn_on", "-pk"]

    def __str__(self) -> str:
        return self.product or self.lender.name


class EntryKind(models.TextChoices):
    """What an entry about money is; a plain payment, the usual case, is stored as nothing."""

    PAYMENT = "", pgettext_lazy("entry", "还款")
    WAIVER = types.PaymentKind.WAIVER.value, pgettext_lazy("entry", "减免")
    REFUND = types.PaymentKind.REFUND.value, pgettext_lazy("entry", "退款")
    THIRD_PARTY = types.PaymentKind.THIRD_PARTY.value, pgettext_lazy("entry", "付给第三方的费用")
    FAILED = types.PaymentKind.FAILED.value, pgettext_lazy("entry", "扣款失败")


class PaymentPurpose(models.TextChoices):
    """What a payment was meant for, as agreed with the lender; the usual case is stored as nothing."""

    REGULAR = "", _("按期还款")
    KEEP_TERM = types.Purpose.KEEP_TERM.value, _("提前还一部分，期数不变")
    KEEP_INSTALMENT = types.Purpose.KEEP_INSTALMENT.value, _("提前还一部分，每期金额不变")
    PAYOFF = types.Purpose.PAYOFF.value, _("提前结清")


PARTS = ("fee_part", "penalty_part", "interest_part", "principal_part")


def _parts(*, known: bool) -> Q:
    return Q(**{f"{part}__isnull": not known for part in PARTS})


class Repayment(Fact):
    """An entry about money and one loan, in the loan's currency: mostly a payment, see ``kind``.

    The four parts are the split that a receipt shows; they are known together or not at all.
    """

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
    kind = models.CharField(_("种类"), max_length=16, choices=EntryKind, blank=True)
    purpose = models.CharField(_("用途"), max_length=16, choices=PaymentPurpose, blank=True)
    fee_part = sum_or_unknown(pgettext_lazy("entry", "其中费用"))
    penalty_part = sum_or_unknown(pgettext_lazy("entry", "其中罚息"))
    interest_part = sum_or_unknown(pgettext_lazy("entry", "其中利息"))
    principal_part = sum_or_unknown(pgettext_lazy("entry", "其中本金"))
    reversed_at = models.DateTimeField(_("被退回的时间"), null=True, blank=True)
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
            models.CheckConstraint(condition=_parts(known=True) | _parts(known=False), name="repayment_parts_together"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_at:%Y-%m-%d} {self.amount}"

    @property
    def entry(self) -> types.Payment:
        """The entry as the arithmetic sees it."""
        return types.Payment(
            paid_at=self.paid_at,
            amount=self.amount,
            id=self.ref,
            kind=types.PaymentKind(self.kind or types.PaymentKind.PAYMENT),
            purpose=types.Purpose(self.purpose or types.Purpose.REGULAR),
            agreed=self.agreed,
            reversed_at=self.reversed_at,
        )

    @property
    def is_paid(self) -> bool:
        """Whether money left the owner's purse, so that a bill can hold it; a waiver or a failed debit is none."""
        return self.kind in (EntryKind.PAYMENT, EntryKind.THIRD_PARTY)

    @property
    def agreed(self) -> types.Parts | None:
        """The split that the receipt shows; None where it shows none."""
        parts = (self.fee_part, self.penalty_part, self.interest_part, self.principal_part)
        return None if None in parts else types.Parts(*parts)
