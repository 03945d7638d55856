"""What every stored fact has in common: an owner, a name that travels with archives, and a past that stays."""

import uuid
from collections.abc import Iterator
from itertools import count
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_ref() -> str:
    """Make a name for a fact that no other fact has."""
    return uuid.uuid4().hex


def new_refs() -> Iterator[str]:
    """Names for facts that are written together: they begin alike, so that an index takes them all in one place."""
    beginning = uuid.uuid4().hex[:24]
    return (f"{beginning}{number:08x}" for number in count())


class FactQuerySet(models.QuerySet[Any]):
    """Facts, asked for by their owner."""

    def of(self, owner: Any) -> Self:
        """Only those that belong to ``owner`` and have not been taken back."""
        return self.filter(owner=owner, removed_at=None)


class Fact(models.Model):
    """A record that only ``debts.actions`` may write.

    Taking a fact back sets ``removed_at``: the row stays, so that what was once said can still be shown.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    ref = models.CharField(_("编号"), max_length=128, default=new_ref, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FactQuerySet.as_manager()

    # Fields that are no part of the fact: what can be worked out again, and how far some work is.
    not_hashed: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["owner", "ref"], name="%(class)s_ref_once")]
