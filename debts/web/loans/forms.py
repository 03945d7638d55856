"""Forms for how a loan ended and what proves it. Each hands over the fields that the actions take."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debts.models import Loan, Settlement
from debts.models.settlements import ProofKind, SettlementBasis
from debts.web.fields import DayField, MomentField, TextField
from debts.web.loans.terms_form import past_day
from debts.web.loans.uploads import ACCEPTED, KIND_NAMES, FileKind, kind_of

MEGABYTE = 1024 * 1024


class SettlementForm(forms.Form):
    """When and on what ground a loan ended."""

    settled_at = MomentField(
        label=_("结清时间"),
        help_text=_("不写时间，就按那一天结束时算：当天收到的消息不会被说成结清之后的。如果是今天，按现在算。"),
    )
    basis = forms.ChoiceField(label=_("结清方式"), choices=SettlementBasis, initial=SettlementBasis.PAID_IN_FULL)
    note = TextField(
        label=_("备注"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如 减免多少、和谁说定的。"),
    )

    def __init__(self, *args: Any, loan: Loan, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loan = loan
        self.now = now
        self.fields["settled_at"].now = now  # type: ignore[attr-defined]  # a MomentField

    def clean_settled_at(self) -> datetime:
        """Refuse a settlement that is still to come or stands before the loan."""
        settled_at: datetime = self.cleaned_data["settled_at"]
        if settled_at > self.now:
            raise ValidationError(
                _("结清时间在将来。账本只记已经发生的事：请核对年份和日期；还没有结清的话，等结清那天再来记。")
            )
        if self.loan.drawn_on and timezone.localtime(settled_at).date() < self.loan.drawn_on:
            raise ValidationError(_("结清时间早于借款日期。请核对这个日期，或者先修改借款日期。"))
        return settled_at


def settlement_initial(settlement: Settlement | None) -> dict[str, Any]:
    """A settlement as its form shows it; nothing where none is recorded."""
    return {name: getattr(settlement, name) for name in SettlementForm.base_fields} if settlement else {}


class ProofForm(forms.Form):
    """A piece of evidence that a loan ended, with its file where there is one."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=ProofKind)
    file = forms.FileField(
        label=_("文件"),
        required=False,
        max_length=255,
        error_messages={
            "empty": _("这个文件是空的（0 字节），可能没有保存好。请重新导出或截图后再选。"),
            "max_length": _("文件名太长了，请改短后再选。"),
            "invalid": _("文件没有传上来，请再选一次。"),
        },
    )
    issued_on = DayField(label=_("出具日期"), required=False)
    issuer = TextField(label=_("出具方"), max_length=200, required=False)
    number = TextField(label=_("编号"), max_length=200, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["file"].help_text = _(
            "图片、PDF、录音、视频、邮件、Office 文件或纯文本，最大 %(limit)d MB。原样保存，只有您能下载。"
        ) % {"limit": settings.MAX_PROOF_MEGABYTES}

    def clean_issued_on(self) -> date | None:
        """Refuse a paper that is still to be issued."""
        return past_day(self.cleaned_data["issued_on"], self.now)

    def clean_file(self) -> "UploadedFile[Any] | None":
        """Refuse what is too large, and what is no proof whatever its name says."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if not file:
            return None
        _check_size(file.size or 0)
        kind = kind_of(file)  # type: ignore[arg-type]  # an uploaded file reads and seeks like any other
        if kind not in ACCEPTED:
            raise ValidationError(_not_accepted(str(file.name), kind))
        return file


def _check_size(size: int) -> None:
    limit = settings.MAX_PROOF_MEGABYTES
    if size > limit * MEGABYTE:
        raise ValidationError(
            _("文件有 %(size)s MB，超过了 %(limit)d MB 的上限。请压缩、截短，或者只传有关的几页。"),
            params={"size": f"{size / MEGABYTE:.1f}", "limit": limit},
        )


def _not_accepted(name: str, kind: FileKind) -> str:
    if kind is FileKind.UNKNOWN:
        return _("认不出“%(name)s”是什么文件。请选图片、PDF、录音、视频、邮件、Office 文件或纯文本。") % {"name": name}
    return _("“%(name)s”的内容其实是%(kind)s，不能作为证明保存。请选原件；网页可以先存成 PDF 或截图。") % {
        "name": name,
        "kind": KIND_NAMES[kind],
    }
