"""Lenders as the owner knows them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import Fact


class Lender(Fact):
    """Who lent, by every name that a message may use. A directory entry is copied in, so it can be corrected here."""

    name = models.CharField(_("机构名称"), max_length=200)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    signatures = models.JSONField(_("短信签名"), default=list, blank=True)
    senders = models.JSONField(_("发送号码"), default=list, blank=True)
    collectors = models.JSONField(_("替它催收的机构或号码"), default=list, blank=True)
    is_kept = models.BooleanField(_("在账本里记这家的借款"), default=True)

    class Meta(Fact.Meta):
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
