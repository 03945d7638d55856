"""When a lender gets in touch: by weekday and hour, with the hours marked that should be quiet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from debts.dossier.casework import are_of_the_mainland
from debts.dossier.legal import legal_part
from debts.finance.moments import is_day_only
from debts.finding import NEWEST_FIRST
from debts.models import Lender, Loan, Message
from debts.models.messages import Channel
from debts.queries import messages_about, zone_of
from debts.rulebook import load_rulebook
from debts.rulebook.types import QuietHours
from debts.web.context import is_htmx, own_or_404
from debts.web.lenders.hours import DAYS, UPRIGHT, WIDE, Counts, Drawing, draw, is_quiet, table
from debts.web.pages import OwnRequest

LINES_SHOWN = 10
_PERIODS = (30, 90, 365)


class ContactForm(forms.Form):
    """Which contacts to look at. A value that makes no sense filters nothing."""

    kind = forms.ChoiceField(
        label=gettext_lazy("哪些消息"),
        choices=[("", gettext_lazy("全部")), ("claim", gettext_lazy("只看催收"))],
        required=False,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("渠道"), choices=[("", gettext_lazy("不限")), *Channel.choices], required=False
    )
    loan = forms.ModelChoiceField(
        Loan.objects.none(), label=gettext_lazy("借款"), required=False, empty_label=gettext_lazy("不限")
    )
    since = forms.ChoiceField(label=gettext_lazy("时间"), required=False)
    clock = forms.ChoiceField(label=gettext_lazy("按哪里的钟"), required=False)

    def __init__(self, data: Any, loans: Iterable[Loan], clocks: list[tuple[str, str]]) -> None:
        super().__init__(data, use_required_attribute=False)
        known: Any = self.fields["loan"]
        known.queryset = Loan.objects.filter(pk__in=[loan.pk for loan in loans]).select_related("lender")
        since: Any = self.fields["since"]
        since.choices = [("", _("全部时间")), *((days, _("最近 %(count)d 天") % {"count": days}) for days in _PERIODS)]
        clock: Any = self.fields["clock"]
        clock.choices = clocks
        if len(clocks) == 1:
            clock.widget = forms.HiddenInput()
        self.full_clean()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return any(self.cleaned_data.get(name) for name in ("kind", "channel", "loan", "since"))

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that there is something to choose in."""
        return [field for field in self.visible_fields() if field.name != "loan" or len(field.field.queryset) > 1]  # type: ignore[attr-defined]  # a model choice

    def apply(self, found: QuerySet[Message], now: datetime) -> QuerySet[Message]:
        """Only the contacts that are asked for."""
        asked = self.cleaned_data
        narrowing = {
            "verdict__is_claim": asked.get("kind") == "claim",
            "channel": asked.get("channel"),
            "verdict__loan": asked.get("loan"),
            "received_at__gte": now - timedelta(days=int(asked["since"])) if asked.get("since") else None,
        }
        return found.filter(**{name: value for name, value in narrowing.items() if value})


@dataclass(frozen=True, slots=True)
class Told:
    """What the drawing comes down to, in sentences."""

    answer: str
    busiest: str
    untimed: str


@require_safe
def lender_contacts(request: OwnRequest, pk: int) -> HttpResponse:
    """Show when a lender gets in touch; htmx gets the part below the filters."""
    lender, now = own_or_404(Lender, request, pk), timezone.now()
    loans = list(Loan.objects.of(request.user).filter(lender=lender).select_related("lender"))
    quiet = load_rulebook().limits.quiet_hours if are_of_the_mainland(loans) else None
    own = zone_of(request.user)
    form = ContactForm(request.GET, loans, _clocks(own, quiet, now))
    zone = ZoneInfo(quiet.zone) if quiet and form.cleaned_data.get("clock") == "rule" else own
    found = form.apply(messages_about(lender), now)
    context = {"lender": lender, "form": form, **_shown(found, zone, quiet)}
    template = "lenders/contacts.html#found" if is_htmx(request) else "lenders/contacts.html"
    return render(request, template, context)


def _clocks(own: ZoneInfo, quiet: QuietHours | None, now: datetime) -> list[tuple[str, str]]:
    """The clocks to choose from: the owner's, and where the rule goes by another one, that one."""
    clocks = [("", _("我的时区（%(zone)s）") % {"zone": own.key})]
    if quiet and now.astimezone(own).utcoffset() != now.astimezone(ZoneInfo(quiet.zone)).utcoffset():
        clocks.append(("rule", _("规则的时区（%(zone)s）") % {"zone": quiet.zone}))
    return clocks


def _shown(found: QuerySet[Message], zone: ZoneInfo, quiet: QuietHours | None) -> dict[str, Any]:
    contacts = _counted(found, zone, quiet)
    nightly = found.filter(pk__in=contacts.nightly).select_related("verdict__loan__lender").order_by(*NEWEST_FIRST)
    return {
        "told": _told(contacts.counts, quiet, contacts.untimed),
        "drawings": _drawings(contacts.counts, quiet),
        "days": DAYS,
        "table": table(contacts.counts, quiet),
        "quiet": quiet,
        "nightly": list(nightly.defer("verdict__detail", "verdict__plain_text")) if contacts.nightly else [],
        "rules": [legal_part(load_rulebook().citation(one)) for one in quiet.citations] if quiet else [],
        "zone": zone.key,
    }


def _drawings(counts: Counts, quiet: QuietHours | None) -> list[Drawing]:
    return [draw("wide", WIDE, counts, quiet), draw("upright", UPRIGHT, counts, quiet)] if counts else []


@dataclass(frozen=True, slots=True)
class Contacts:
    """How many came when; the newest in quiet hours by row number; how many came at no known hour."""

    counts: Counts
    nightly: Sequence[int]
    untimed: int


def _counted(found: QuerySet[Message], zone: ZoneInfo, quiet: QuietHours | None) -> Contacts:
    """Count in one pass. SQLite would call back for each part of each moment, and for each question anew."""
    own, counts, untimed = timezone.get_current_timezone(), Counter[tuple[int, int]](), 0
    nightly: list[tuple[datetime, int]] = []
    for pk, at in found.order_by().values_list("pk", "received_at").iterator():
        if at is None or is_day_only(at, own):
            untimed += 1
            continue
        local = at.astimezone(zone)
        counts[local.weekday(), local.hour] += 1
        if is_quiet(local.hour, quiet):
            nightly.append((at, pk))
    return Contacts(counts, [pk for _, pk in nlargest(LINES_SHOWN, nightly)], untimed)


def _told(counts: Counts, quiet: QuietHours | None, untimed: int) -> Told:
    total = sum(counts.values())
    night = sum(count for (_day, hour), count in counts.items() if is_quiet(hour, quiet))
    answer = ngettext("%(count)d 次联系。", "%(count)d 次联系。", total) % {"count": total}
    if quiet:
        hours = {"start": f"{quiet.start:%H:%M}", "end": f"{quiet.end:%H:%M}"}
        words = ngettext(
            "%(count)d 次联系，其中 %(night)d 次在 %(start)s 到次日 %(end)s 之间。",
            "%(count)d 次联系，其中 %(night)d 次在 %(start)s 到次日 %(end)s 之间。",
            total,
        )
        answer = words % {"count": total, "night": night, **hours}
    most, when = max(((count, when) for when, count in counts.items()), default=(0, (0, 0)))
    busiest = _("最多的是%(day)s %(hour)02d:00 到 %(hour)02d:59，%(count)d 次。") if most > 1 else ""
    left_out = ngettext(
        "还有 %(count)d 条不知道几点到的，没有算。", "还有 %(count)d 条不知道几点到的，没有算。", untimed
    )
    return Told(
        answer=answer,
        busiest=busiest % {"day": DAYS[when[0]], "hour": when[1], "count": most} if busiest else "",
        untimed=left_out % {"count": untimed} if untimed else "",
    )
