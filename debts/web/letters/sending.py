"""A letter that was sent becomes a step of its dispute, with its words and its sheet; and how long it may be."""

import logging
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.access import Access
from debts.actions import DisputeClosed, record_letter
from debts.dossier.letters import Letter, letter_as_pdf
from debts.dossier.pdf import RenderingError
from debts.web.context import writing
from debts.web.fields import DayField, TextField, not_ahead
from debts.web.letters.handing import LONGEST_LETTER, LetterForm
from debts.web.pages import OwnRequest

logger = logging.getLogger(__name__)
SENT = "sent"
SHORTEST_LIMIT = 50


class LimitForm(forms.Form):
    """How many characters the form of a channel takes, as whoever fills it in sees there."""

    longest = forms.IntegerField(
        label=gettext_lazy("网上表单最多收多少字"),
        required=False,
        min_value=SHORTEST_LIMIT,
        max_value=LONGEST_LETTER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "5"}),
        error_messages={
            "invalid": gettext_lazy("请写一个整数，例如 500。"),
            "min_value": gettext_lazy("不能少于 %(limit_value)s 字，再少就说不清了。"),
            "max_value": gettext_lazy("最多 %(limit_value)s 字。"),
        },
    )

    def __init__(self, given: Any) -> None:
        super().__init__(given if given.get("longest") else None)

    @property
    def most(self) -> int | None:
        """The limit; None where none was given, or what was given is no number."""
        return self.cleaned_data.get("longest") if self.is_bound and self.is_valid() else None


class SentForm(forms.Form):
    """When a letter reached its addressee, and under which number."""

    day = DayField(
        label=gettext_lazy("对方收到的日期"),
        help_text=gettext_lazy("期限从第二天起算。邮寄的写签收日，当面或者线上递交的写当天。"),
    )
    reference = TextField(
        label=gettext_lazy("受理号或单号"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("投诉受理号、快递单号、通话工号都可以。"),
    )

    def clean_day(self) -> date:
        """Refuse what has not happened yet."""
        day: date = self.cleaned_data["day"]
        return not_ahead(day, timezone.localdate(), _("日期在将来。这里只记已经发生的事，请核对。"))


class Sending:
    """The part of a letter's page that records it as sent."""

    def __init__(self, request: OwnRequest, access: Access, letter: Letter, *, kind: str, channel: str) -> None:
        self._request, self._access, self._letter = request, access, letter
        self._kind, self._channel = kind, channel
        self.is_asked = request.method == "POST" and request.POST.get("as") == SENT
        self.form = SentForm(request.POST if self.is_asked else None, initial={"day": timezone.localdate()})

    def record(self, text: LetterForm) -> HttpResponse | None:
        """Record it and go to what is awaited; None where the page has to be shown again."""
        is_text_fine, is_day_fine = text.is_valid(), self.form.is_valid()
        if not (is_text_fine and is_day_fine):
            return None
        try:
            self._keep(text.cleaned_data["text"])
        except DisputeClosed:
            messages.warning(self._request, _("这件争议已经结束。要继续记，请先重新打开。"))
            return redirect("dispute_outcome", self._access.dispute.pk)
        except RenderingError:
            logger.exception("A letter could not be set.")
            messages.error(self._request, _("没有记下：信的 PDF 没有做成，您的改动还在下面。请再试一次。"))
            return None
        messages.success(self._request, _("已记下，信的原文和 PDF 都存好了。"))
        return redirect("dispute_answer", self._access.dispute.pk)

    def _keep(self, text: str) -> None:
        sheet = letter_as_pdf(text, timezone.now())
        record_letter(
            writing(self._request, self._access),
            self._access.dispute,
            sheet=sheet,
            name=f"{self._letter.file_stem}.pdf",
            letter=self._kind,
            channel=self._channel,
            text=text,
            **self.form.cleaned_data,
        )
