"""A change of verdicts as it is told: what caused it, how many messages it moved and from where to where."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.models import Change, ChangedVerdict, User
from debts.web.messages.causes import in_short, names_for, say_causes
from debts.wording import VERDICTS
from debts.wording.stored import words_of


@dataclass(frozen=True, slots=True)
class Shift:
    """How many messages went from one verdict to another, and the page that lists them."""

    before: str
    after: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words."""

    pk: int
    at: datetime
    causes: tuple[str, ...]
    shifts: tuple[Shift, ...]

    @property
    def url(self) -> str:
        """The page with the messages that it moved."""
        return reverse("message_change", args=[self.pk])

    @property
    def total(self) -> int:
        """How many messages it moved."""
        return sum(shift.count for shift in self.shifts)

    @property
    def sentence(self) -> str:
        """The change in one sentence, such as 结清时间改到 1 月 10 日后，有 5 条消息改判为“结清后催收”."""
        counts: Counter[str] = Counter()
        for shift in self.shifts:
            counts[shift.after] += shift.count
        parts = [_part(words_of(VERDICTS, code), count) for code, count in counts.most_common()]
        return _("%(cause)s后，%(parts)s。") % {"cause": in_short(self.causes), "parts": _("，").join(parts)}


def _part(verdict: str, count: int) -> str:
    words = ngettext("有 %(count)d 条消息改判为“%(verdict)s”", "有 %(count)d 条消息改判为“%(verdict)s”", count)
    return words % {"count": count, "verdict": verdict}


def told_changes(owner: User, changes: Iterable[int]) -> list[Told]:
    """The changes with these row numbers, newest first."""
    wanted = list(changes)
    return tell(owner, list(Change.objects.filter(owner=owner, pk__in=wanted))) if wanted else []


def tell(owner: User, changes: Sequence[Change]) -> list[Told]:
    """Put changes of the owner into words; those that moved nothing in the end are left out."""
    names = names_for(owner, (cause for change in changes for cause in change.causes))
    shifts = _shifts(changes)
    return [
        Told(change.pk, change.at, tuple(say_causes(change.causes, names)), tuple(shifts[change.pk]))
        for change in changes
        if change.pk in shifts
    ]


def _shifts(changes: Sequence[Change]) -> dict[int, list[Shift]]:
    moved = ChangedVerdict.objects.filter(change__in=changes).values_list("change", "before", "after")
    shifts: dict[int, list[Shift]] = {}
    for change, before, after, count in moved.annotate(count=Count("pk")).order_by("-count", "before", "after"):
        query = urlencode({"from": before, "to": after})
        url = f"{reverse('message_change', args=[change])}?{query}"
        shifts.setdefault(change, []).append(Shift(before, after, count, url))
    return shifts
