"""Accounts of the same installation that may read or edit one dispute."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.disputes import roles
from debts.models.base import Fact
from debts.models.disputes import Dispute


class GuestRole(models.TextChoices):
    """What an account that was let in may do."""

    READER = roles.Role.READER.value, pgettext_lazy("guest", "只看")
    EDITOR = roles.Role.EDITOR.value, pgettext_lazy("guest", "可以一起记")


class Guest(Fact):
    """Somebody at home who may read or edit one dispute, until the owner ends it or the guest leaves.

    ``name`` is what the account was called when it was let in. It stays on record when that account is closed, which
    leaves no ``person``; a row number of another account is no fact of this ledger, and is not hashed.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    name = models.CharField(_("账户名"), max_length=150)
    role = models.CharField(_("能做什么"), max_length=16, choices=GuestRole)
    may_export = models.BooleanField(_("可以下载材料"), default=False)

    not_hashed = frozenset({"person"})

    class Meta(Fact.Meta):
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["dispute", "person"], condition=Q(removed_at=None), name="guest_once_per_dispute"
            ),
        ]

    def __str__(self) -> str:
        return self.name
