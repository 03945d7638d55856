"""A letter in its field, and the ways to take it along: as text, as PDF, as a sheet to print."""

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debts.dossier.letters import Letter, letter_as_pdf
from debts.dossier.letters.letter import length_of, places_left
from debts.dossier.pdf import RenderingError
from debts.web.fields import TextField
from debts.web.files import download
from debts.web.pages import OwnRequest

logger = logging.getLogger(__name__)
LONGEST_LETTER = 20_000


class LetterForm(forms.Form):
    """The text of a letter as its owner wants it; a place that is still open has to be owned up to."""

    text = TextField(
        label=gettext_lazy("信的内容"),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 30, "class": "letter", "lang": "zh-Hans", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("信里没有内容。请写点什么，或者重新打开这一页取回原文。")},
    )
    anyway = forms.BooleanField(label=gettext_lazy("这些地方我会在纸上手写，仍然导出"), required=False)

    def __init__(self, *args: Any, longest: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest
        self.open_lines: list[str] = []

    def clean_text(self) -> str:
        """Refuse what the channel would cut off. Browsers send two characters for a line break; one is kept."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        length = length_of(text)
        if self.longest and length > self.longest:
            words = _("现在有 %(length)d 字，最多收 %(longest)d 字。请删减之后再导出。")
            raise forms.ValidationError(words % {"length": length, "longest": self.longest})
        return text

    def clean(self) -> dict[str, Any]:
        """Point at the places that are still open, unless the person means to fill them by hand."""
        cleaned = super().clean() or {}
        self.open_lines = places_left(cleaned.get("text", ""))
        if self.open_lines and not cleaned.get("anyway"):
            count = len(self.open_lines)
            words = ngettext(
                "信里还有 %(count)d 行没有填完，已经列在下面。请填好，或者勾选手写再导出。",
                "信里还有 %(count)d 行没有填完，已经列在下面。请填好，或者勾选手写再导出。",
                count,
            )
            raise forms.ValidationError(words % {"count": count})
        return cleaned


def letter_form(request: OwnRequest, letter: Letter, longest: int | None = None) -> LetterForm:
    """The form with the letter in it, or with what was typed."""
    return LetterForm(request.POST or None, initial={"text": letter.text}, longest=longest)


def hand_out(request: OwnRequest, letter: Letter, form: LetterForm) -> HttpResponseBase | None:
    """The letter in the way that was asked for; None where the page has to be shown again."""
    if request.method != "POST" or not form.is_valid():
        return None
    way, text = request.POST.get("as"), form.cleaned_data["text"]
    if way == "pdf":
        return _pdf(request, letter, text)
    if way == "print":
        return render(request, "letters/sheet.html", {"letter": letter, "text": text})
    return download(text.encode(), f"{letter.file_stem}.txt", "text/plain; charset=utf-8") if way == "txt" else None


def _pdf(request: OwnRequest, letter: Letter, text: str) -> HttpResponseBase | None:
    try:
        content = letter_as_pdf(text, timezone.now())
    except RenderingError:
        logger.exception("A letter could not be set.")
        messages.error(request, _("PDF 没有做成，您的改动还在下面。可以先下载纯文本，或者直接打印。"))
        return None
    return download(content, f"{letter.file_stem}.pdf", "application/pdf")
