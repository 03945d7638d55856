"""Forms for loans and for what happens to them. Each hands over the fields that the actions take."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debts.finance import MAX_TERM_MONTHS
from debts.models import Loan, Repayment, Settlement
from debts.models.loans import Currency, Region
from debts.models.settlements import ProofKind, SettlementBasis
from debts.models.terms import RepaymentMethod
from debts.web.fields import DayField, MomentField, MoneyField, PercentField, TextField, plain
from debts.web.lenders.forms import LenderPickForm
from debts.web.loans.uploads import ACCEPTED, KIND_NAMES, FileKind, kind_of

QUICK_FIELDS = ("lender", "principal")
LENDER_FIELDS = ("lender", "lender_pick", "lender_asked")
MEGABYTE = 1024 * 1024


class LoanForm(LenderPickForm):
    """A loan: lender and amount suffice, everything else may stay unknown."""

    principal = MoneyField(label=_("借款金额"), help_text=_("到手的本金，不含利息。"))
    product = TextField(label=_("产品"), max_length=200, required=False, help_text=_("例如 好期贷、安逸花、借呗。"))
    drawn_on = DayField(label=_("借款日期"), required=False)
    term_months = forms.IntegerField(
        label=_("期数（月）"),
        required=False,
        min_value=1,
        max_value=MAX_TERM_MONTHS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "6"}),
        error_messages={
            "invalid": _("期数请写整数，例如 12。"),
            "min_value": _("期数至少是 1。"),
            "max_value": _("期数最多是 %(limit_value)s，请核对。"),
        },
    )
    annual_rate = PercentField(
        label=_("年利率（%）"), required=False, help_text=_("写百分数，例如 18 表示 18%。不清楚就空着。")
    )
    repayment_method = forms.ChoiceField(
        label=_("还款方式"), choices=RepaymentMethod, initial=RepaymentMethod.FREE, required=False
    )
    first_due_on = DayField(label=_("首期还款日"), required=False)
    daily_penalty_rate = PercentField(
        label=_("逾期日罚息率（%）"),
        required=False,
        places=8,
        help_text=_("合同写明才填，例如 0.05 表示每天万分之五。"),
    )
    contract_number = TextField(label=_("合同号或借据号"), max_length=200, required=False)
    card_tail = TextField(label=_("扣款卡尾号"), max_length=8, required=False, help_text=_("一般是最后四位。"))
    phone = TextField(label=_("借款手机号"), max_length=32, required=False)
    currency = forms.ChoiceField(label=_("币种"), choices=Currency, initial=Currency.CNY, required=False)
    region = forms.ChoiceField(label=_("地区"), choices=[("", _("按币种判断")), *Region.choices], required=False)
    note = TextField(label=_("备注"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_drawn_on(self) -> date | None:
        """Refuse a loan that is still to come."""
        return _past_day(self.cleaned_data["drawn_on"], self.now)

    def clean_currency(self) -> str:
        """Without an answer a loan is in yuan."""
        return self.cleaned_data["currency"] or Currency.CNY.value

    def clean_repayment_method(self) -> str:
        """Without an answer the way of paying back is not known."""
        return self.cleaned_data["repayment_method"] or RepaymentMethod.FREE.value

    def clean_card_tail(self) -> str:
        """Take the digits only, of which people copy the stars along."""
        text = plain(self.cleaned_data["card_tail"]).strip("*xX ")
        if text and not re.fullmatch(r"[0-9]{2,8}", text):
            raise ValidationError(_("卡尾号只写数字，例如 1234。"))
        return text

    def clean_phone(self) -> str:
        """Take off blanks and dashes, so that the number can be found in messages."""
        text = re.sub(r"[\s()-]", "", plain(self.cleaned_data["phone"]))
        if text and not re.fullmatch(r"\+?[0-9*]{5,20}", text):
            raise ValidationError(_("手机号只写数字，例如 13800000000。"))
        return text

    def clean(self) -> dict[str, Any]:
        """Compare the days."""
        cleaned = super().clean()
        drawn, due = cleaned.get("drawn_on"), cleaned.get("first_due_on")
        if drawn and due and due < drawn:
            self.add_error("first_due_on", _("首期还款日早于借款日期。请核对这两个日期。"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The fields of the loan itself; the lender is recorded apart."""
        return {name: value for name, value in self.cleaned_data.items() if name not in LENDER_FIELDS}

    @property
    def quick(self) -> list[forms.BoundField]:
        """What has to be answered; the lender stands in a part of its own."""
        return [self["principal"]]

    @property
    def more(self) -> list[forms.BoundField]:
        """What may stay empty."""
        return [field for field in self.visible_fields() if field.name not in QUICK_FIELDS]

    @property
    def more_is_open(self) -> bool:
        """Whether the folded part holds anything worth seeing at once."""
        names = {field.name for field in self.more}
        given = any(self.initial.get(name) for name in names - {"currency", "repayment_method"})
        return given or any(name in self.errors for name in names)


def loan_initial(loan: Loan) -> dict[str, Any]:
    """A loan as its form shows it."""
    names = [name for name in LoanForm.base_fields if name not in LENDER_FIELDS]
    name = loan.lender.name
    picked = {"lender": name, "lender_asked": name, "lender_pick": f"own:{loan.lender_id}"}
    return {**{field: getattr(loan, field) for field in names}, **picked}


class RepaymentForm(forms.Form):
    """Money paid towards a loan. Before the drawing or after the settlement is allowed: the page says so."""

    amount = MoneyField(label=_("还款金额"))
    paid_at = MomentField(label=_("还款时间"), help_text=_("不写时间，就按那一天结束时算；如果是今天，按现在算。"))
    method = forms.ChoiceField(
        label=_("付款方式"), choices=Repayment.Way, initial=Repayment.Way.BANK_CARD, required=False
    )
    reference = TextField(label=_("流水号"), max_length=200, required=False, help_text=_("银行或支付应用里的交易号。"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["paid_at"].now = now  # type: ignore[attr-defined]  # a MomentField

    def clean_paid_at(self) -> datetime:
        """Refuse a payment that is still to come: it has not been made."""
        paid_at: datetime = self.cleaned_data["paid_at"]
        if paid_at > self.now:
            raise ValidationError(_("还款时间在将来。账本只记已经付出的钱，请核对年份和日期。"))
        return paid_at


def repayment_initial(repayment: Repayment) -> dict[str, Any]:
    """A repayment as its form shows it."""
    return {name: getattr(repayment, name) for name in RepaymentForm.base_fields}


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
        return _past_day(self.cleaned_data["issued_on"], self.now)

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


def _past_day(day: date | None, now: datetime) -> date | None:
    if day and day > timezone.localtime(now).date():
        raise ValidationError(_("日期在将来，请核对年份和日期。"))
    return day
