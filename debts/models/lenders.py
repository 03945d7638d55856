"""Lenders as the owner knows them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact
from debts.rulebook import LenderKind as Kind


class LenderKind(models.TextChoices):
    """What licence a lender works under; nothing where that is not known."""

    UNKNOWN = "", _("不清楚")
    CONSUMER_FINANCE = Kind.CONSUMER_FINANCE.value, _("消费金融公司")
    BANK = Kind.BANK.value, _("银行")
    CREDIT_CARD = Kind.CREDIT_CARD.value, _("信用卡中心")
    MICROLOAN = Kind.MICROLOAN.value, _("小额贷款公司")
    PLATFORM = Kind.PLATFORM.value, _("平台（资金来自其他机构）")
    PRIVATE = "private", _("个人或没有放贷牌照的出借人")


class Lender(Fact):
    """Who lent, by every name that a message may use. A directory entry is copied in, so it can be corrected here."""

    name = models.CharField(_("机构名称"), max_length=200)
    kind = models.CharField(_("机构类型"), max_length=32, choices=LenderKind, blank=True)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    signatures = models.JSONField(_("短信签名"), default=list, blank=True)
    senders = models.JSONField(_("发送号码"), default=list, blank=True)
    collectors = models.JSONField(_("替它催收的机构或号码"), default=list, blank=True)
    is_kept = models.BooleanField(_("在账本里记这家的借款"), default=True)

    class Meta(Fact.Meta):
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
