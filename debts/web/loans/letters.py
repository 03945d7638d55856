"""The letter that asks for a certificate: shown with what is missing, changed on the page, taken along as a file."""

import logging
from dataclasses import dataclass
from io import BytesIO

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from debts.dossier.letters import Gap, Letter, letter_as_pdf
from debts.dossier.letters.certificate import certificate_letter as write_certificate_letter
from debts.dossier.pdf import RenderingError
from debts.models import Loan
from debts.queries import loans_of
from debts.web.fields import TextField
from debts.web.pages import OwnRequest

logger = logging.getLogger(__name__)
LONGEST_LETTER = 20_000

# What to say of a gap, and the page on which it is filled.
GAPS = {
    Gap.SETTLEMENT: (
        gettext_lazy("账本里还没有记结清的日期。信里说的是“已经结清”，请先确认确实还清了。"),
        "settlement_edit",
    ),
    Gap.OWNER_NAME: (gettext_lazy("没有您的姓名。在设置里写上，以后的信都会带上。"), "settings"),
    Gap.FULL_NAME: (gettext_lazy("收信方的名字看上去不是公司全称。请对照合同改成全称，寄错了会被退回。"), "lender"),
    Gap.CONTRACT: (gettext_lazy("没有合同号或借据号。对方没有它也能查，但会慢一些。"), "loan_edit"),
    Gap.DRAWN_ON: (gettext_lazy("没有借款日期。"), "loan_edit"),
    Gap.PHONE: (gettext_lazy("没有借款时预留的手机号。"), "loan_edit"),
    Gap.PROOF: (
        gettext_lazy("还没有还款记录，也没有可用的证明。附上最后几笔还款的流水，对方核对起来快得多。"),
        "proof_new",
    ),
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """Something that is missing, and where to add it."""

    words: str
    url: str


class LetterForm(forms.Form):
    """The text of a letter as its owner wants it."""

    text = TextField(
        label=gettext_lazy("信的内容"),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 30, "class": "letter", "lang": "zh-Hans", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("信里没有内容。请写点什么，或者重新打开这一页取回原文。")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_letter(request: OwnRequest, pk: int) -> HttpResponseBase:
    """Show the letter to be changed; hand it out as text or PDF, or as a page to print, with the changes made."""
    loan = get_object_or_404(loans_of(request.user), pk=pk)
    letter = write_certificate_letter(loan, timezone.now())
    form = LetterForm(request.POST or None, initial={"text": letter.text})
    if request.method == "POST" and form.is_valid():
        handed_out = _hand_out(request, letter, form.cleaned_data["text"])
        if handed_out is not None:
            return handed_out
    context = {"loan": loan, "letter": letter, "form": form, "gaps": [_line(loan, gap) for gap in letter.gaps]}
    return render(request, "loans/letter.html", context)


def _hand_out(request: OwnRequest, letter: Letter, text: str) -> HttpResponseBase | None:
    """The letter in the form that was asked for; None where only the page fits."""
    way = request.POST.get("as")
    if way == "pdf":
        return _pdf(request, letter, text)
    if way == "print":
        return render(request, "loans/letter_sheet.html", {"letter": letter, "text": text})
    return _download(text.encode(), f"{letter.file_stem}.txt", "text/plain; charset=utf-8") if way == "txt" else None


def _pdf(request: OwnRequest, letter: Letter, text: str) -> HttpResponseBase | None:
    try:
        content = letter_as_pdf(text, timezone.now())
    except RenderingError:
        logger.exception("A letter could not be set.")
        messages.error(request, _("PDF 没有做成，您的改动还在下面。可以先下载纯文本，或者直接打印。"))
        return None
    return _download(content, f"{letter.file_stem}.pdf", "application/pdf")


def _download(content: bytes, name: str, media_type: str) -> HttpResponseBase:
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name)
    response["Content-Type"] = media_type
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _line(loan: Loan, gap: Gap) -> GapLine:
    words, page = GAPS[gap]
    args = {"settings": [], "lender": [loan.lender_id]}.get(page, [loan.pk])
    return GapLine(str(words), reverse(page, args=args))
