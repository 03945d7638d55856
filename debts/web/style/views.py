"""The pieces that pages are made of, all on one page and alive: for whoever works on them. Nothing leads here."""

import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from debts.rulebook import load_rulebook
from debts.web.fields import DayField, MoneyField, TextField
from debts.web.lenders.hours import DAYS, UPRIGHT, WIDE, draw, table
from debts.web.loans.timeline import Event, EventKind, Stretch, Tone
from debts.web.overview.example import example_cards
from debts.web.pages import OwnRequest

_TOKEN = re.compile(r"^  --([\w-]+): (#\w+|[\d.]+rem|[\d.]+s|calc\(.*\));", re.MULTILINE)
_COLOUR = re.compile(r"^ *--([\w-]+): (#\w+);", re.MULTILINE)
_MORE = "@media (prefers-contrast: more)"
_DARK = "(prefers-color-scheme: dark)"
# What shows the sorts of fields with their remarks: one thing wrong with each that can be wrong.
_TYPED = {"sum": "12,34,5", "day": "2024-02-30", "kind": "", "words": "您的借款"}
_CONTACTS = {(0, 9): 1, (0, 10): 2, (2, 23): 3, (4, 6): 5, (4, 20): 8, (6, 13): 2}


class SampleForm(forms.Form):
    """A field of each sort."""

    name = TextField(label=_("机构名称"), help_text=_("尽量写合同上的全称。"))
    sum = MoneyField(label=_("金额"))
    day = DayField(label=_("日期"), required=False)
    kind = forms.ChoiceField(
        label=_("渠道"), choices=[("sms", _("短信")), ("call", _("电话"))], widget=forms.RadioSelect
    )
    words = TextField(label=_("原文"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=_("录音、照片或扫描件"), required=False)
    sure = forms.BooleanField(label=_("我已经核对过"), required=False)


@require_safe
def style(request: OwnRequest) -> HttpResponse:
    """Show every component; for those who run the program, and while it is being worked on."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    now, quiet = timezone.now(), load_rulebook().limits.quiet_hours
    context = {
        "tokens": _tokens(),
        "palettes": _palettes(),
        "cards": example_cards(now),
        "plain": SampleForm(auto_id="plain-%s", use_required_attribute=False),
        "refused": SampleForm(_TYPED, auto_id="refused-%s", use_required_attribute=False),
        "stretches": [Stretch((event,), is_folded=False) for event in _events(now)],
        "drawings": [draw("wide", WIDE, _CONTACTS, quiet), draw("upright", UPRIGHT, _CONTACTS, quiet)],
        "days": DAYS,
        "table": table(_CONTACTS, quiet),
    }
    return render(request, "style/style.html", context)


@cache
def _tokens() -> dict[str, list[tuple[str, str]]]:
    """Names and values of the style sheet, those of light first; each name once."""
    text = Path(str(find("css/tokens.css"))).read_text(encoding="utf-8")
    named: dict[str, str] = {}
    for name, value in _TOKEN.findall(text):
        named.setdefault(name, value)
    rows = list(named.items())
    return {
        "colours": [row for row in rows if row[1].startswith("#")],
        "sizes": [row for row in rows if row[0].startswith("space")],
        "texts": [row for row in rows if row[0].startswith("text")],
    }


@cache
def _palettes() -> list[tuple[str, list[str]]]:
    """Each colour with its value in light, in dark, and in both for whoever asks for more contrast."""
    text = Path(str(find("css/tokens.css"))).read_text(encoding="utf-8")
    usual, light, dark = text.split(_MORE)
    parts = [dict(_COLOUR.findall(part)) for part in (*usual.split(f"@media {_DARK}"), light, dark)]
    return [(name, [part[name] for part in parts]) for name in parts[0]]


def _events(now: datetime) -> list[Event]:
    told = (
        (EventKind.DRAWN, _("借款日期"), Tone.CALM),
        (EventKind.SETTLED, _("结清"), Tone.SEAL),
        (EventKind.PROOF, _("结清证明"), Tone.OK),
        (EventKind.DUE, _("已逾期"), Tone.ASK),
    )
    return [
        Event(now + timedelta(days=30 * number - 120), kind, str(title), tone=tone, has_clock=False)
        for number, (kind, title, tone) in enumerate(told)
    ]
