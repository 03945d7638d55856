"""Forms about how a loan ended, how it changed hands, and an old loan that ended long ago."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debts.finance.moments import at_end_of
from debts.models import Loan, Repayment, Settlement
from debts.models.settlements import Confirmer, ProofKind, ProofScope, SettlementBasis
from debts.web.fields import DayField, LinesField, MomentField, MoneyField, TextField
from debts.web.file_fields import EvidenceFileField, file_help
from debts.web.lenders.forms import LenderPickForm
from debts.web.loans.terms_form import past_day

# Sums that belong to a settlement by agreement; they become entries of their own.
SUMS = ("paid_last", "waived")
RELEASING = frozenset({SettlementBasis.DISCOUNTED.value, SettlementBasis.WAIVED.value})
# What a person most often has of a loan that ended years ago, the best first.
OLD_PROOFS = (
    ProofKind.SETTLEMENT_CERTIFICATE,
    ProofKind.SETTLEMENT_NOTICE,
    ProofKind.SCREENSHOT,
    ProofKind.RECEIPT,
    ProofKind.CREDIT_REPORT,
    ProofKind.OTHER,
)


class PastDayField(DayField):
    """A day that has come; the form sets ``now``."""

    now: datetime | None = None

    def clean(self, value: Any) -> date | None:
        """Refuse a day that is still to come."""
        day: date | None = super().clean(value)
        return past_day(day, self.now) if self.now else day


class DatedForm(forms.Form):
    """A form that knows what time it is."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.today = timezone.localdate(now)
        for field in self.fields.values():
            if isinstance(field, PastDayField | MomentField):
                field.now = now
            elif isinstance(field, EvidenceFileField):
                field.help_text = field.help_text or file_help()


class SettlementForm(DatedForm):
    """How a loan ended, when exactly, and who confirmed it; of an agreement also the sums."""

    basis = forms.ChoiceField(
        label=_("怎样结清的"),
        choices=SettlementBasis,
        initial=SettlementBasis.PAID_IN_FULL,
        widget=forms.RadioSelect,
    )
    settled_at = MomentField(
        label=_("结清时间"),
        help_text=_("不写时间，就按那一天结束时算：当天收到的消息不会被说成结清之后的。如果是今天，按现在算。"),
    )
    confirmed_by = forms.ChoiceField(
        label=_("谁确认过已经结清"),
        choices=Confirmer,
        required=False,
        help_text=_("自己还完、对方还没有表示的，选“还没有人确认”。"),
    )
    paid_last = MoneyField(
        label=_("结清时实际付的钱"),
        required=False,
        help_text=_("账本里还没有记过才写，会记成结清那一刻的一笔还款。"),
    )
    waived = MoneyField(label=_("免掉的钱"), required=False, help_text=_("会单独记成一笔减免，不算您付的钱。"))
    note = TextField(
        label=_("备注"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如 和谁说定的、对方的工号、有没有协议。"),
    )

    def __init__(self, *args: Any, loan: Loan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loan = loan

    def clean_settled_at(self) -> datetime:
        """Refuse a settlement that is still to come or stands before the loan."""
        settled_at: datetime = self.cleaned_data["settled_at"]
        if settled_at > self.now:
            raise ValidationError(
                _("结清时间在将来。账本只记已经发生的事：请核对年份和日期；还没有结清的话，等结清那天再来记。")
            )
        if self.loan.drawn_on and timezone.localdate(settled_at) < self.loan.drawn_on:
            raise ValidationError(_("结清时间早于借款日期。请核对这个日期，或者先修改借款日期。"))
        return settled_at

    def clean(self) -> dict[str, Any]:
        """Refuse sums where nothing was let go, and one that is on record already."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("basis") not in RELEASING:
            for name in SUMS:
                if cleaned.get(name):
                    self.add_error(name, _("只有协商减免或机构免除才写这一栏。请改选结清方式，或者把这一栏清空。"))
        elif settled_at := cleaned.get("settled_at"):
            self._refuse_twice(settled_at, cleaned)
        return cleaned

    def _refuse_twice(self, settled_at: datetime, cleaned: dict[str, Any]) -> None:
        """The same sum on the same day is the entry that is there, and not another one."""
        day = timezone.localdate(settled_at)
        entries = Repayment.objects.of(self.loan.owner).filter(loan=self.loan)
        kept = {(row.amount, row.kind) for row in entries if timezone.localdate(row.paid_at) == day}
        if (cleaned.get("paid_last"), "") in kept:
            self.add_error("paid_last", _("这一天已经记过一笔同样金额的还款，不用再写，请清空这一栏。"))
        if (cleaned.get("waived"), "waiver") in kept:
            self.add_error("waived", _("这一天已经记过一笔同样金额的减免，不用再写，请清空这一栏。"))

    def facts(self) -> dict[str, Any]:
        """The fields of the settlement itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in SUMS}

    def sum_of(self, name: str) -> Decimal | None:
        """One of the two sums; None where it was left empty."""
        found: Decimal | None = self.cleaned_data[name]
        return found


def settlement_initial(settlement: Settlement | None) -> dict[str, Any]:
    """A settlement as its form shows it; nothing where none is recorded."""
    names = [name for name in SettlementForm.base_fields if name not in SUMS]
    return {name: getattr(settlement, name) for name in names} if settlement else {}


class OldLoanForm(LenderPickForm, DatedForm):
    """A loan that ended long ago, with its proof: everything in one form."""

    principal = MoneyField(label=_("借款金额"), help_text=_("合同上的本金，不含利息。"))
    settled_on = PastDayField(
        label=_("哪天结清的"), help_text=_("按那一天结束时算。不记得是哪天，就写能证明的最晚一天。")
    )
    basis = forms.ChoiceField(
        label=_("怎样结清的"), choices=SettlementBasis, initial=SettlementBasis.PAID_IN_FULL, required=False
    )
    file = EvidenceFileField(label=_("结清证明的照片或文件"))
    issued_on = PastDayField(label=_("证明上的日期"), required=False)
    says_all = forms.BooleanField(label=_("上面写着“全部结清”"), required=False)
    proof_kind = forms.ChoiceField(
        label=_("这是什么材料"),
        choices=[(kind.value, kind.label) for kind in OLD_PROOFS],
        initial=ProofKind.SETTLEMENT_CERTIFICATE,
        required=False,
    )
    product = TextField(label=_("产品"), max_length=200, required=False, help_text=_("例如 好期贷、安逸花、借呗。"))
    drawn_on = PastDayField(label=_("借款日期"), required=False)
    is_another = forms.BooleanField(label=_("这是另外一笔，也记下来"), required=False)

    field_order = (
        "lender",
        "principal",
        "settled_on",
        "basis",
        "file",
        "issued_on",
        "says_all",
        "proof_kind",
        "product",
        "drawn_on",
    )

    def clean(self) -> dict[str, Any]:
        """Compare the days."""
        cleaned = super().clean()
        drawn, settled = cleaned.get("drawn_on"), cleaned.get("settled_on")
        if drawn and settled and settled < drawn:
            self.add_error("settled_on", _("结清的日子早于借款日期。请核对这两个日期。"))
        if not self.errors and not cleaned.get("is_another"):
            self._ask_about_twins(cleaned)
        return cleaned

    def _ask_about_twins(self, cleaned: dict[str, Any]) -> None:
        """A loan of the same lender and sum may be the same one, and messages would then fit both."""
        kind, _colon, which = cleaned["lender_pick"].partition(":")
        if kind == "own":
            same = Loan.objects.of(self.owner).filter(lender=int(which), principal=cleaned["principal"])
            self.twin = same.select_related("lender").first()
        if self.twin:
            self.add_error(None, _("账本里已经有一笔同一家、同样金额的借款。请先看看是不是同一笔。"))

    twin: Loan | None = None

    @property
    def settled_at(self) -> datetime:
        """The end of the day; of today what has passed of it."""
        day: date = self.cleaned_data["settled_on"]
        return self.now.replace(microsecond=0) if day == self.today else at_end_of(day, timezone.get_current_timezone())

    @property
    def has_proof(self) -> bool:
        """Whether anything was said of a proof."""
        return any(self.cleaned_data[name] for name in ("file", "issued_on", "says_all"))

    @property
    def scope(self) -> str:
        """What the proof says has ended."""
        return ProofScope.WHOLE_LOAN.value if self.cleaned_data["says_all"] else ""

    @property
    def main(self) -> list[forms.BoundField]:
        """What is asked of everybody; the lender stands in a part of its own."""
        return [self[name] for name in ("principal", "settled_on", "basis")]

    @property
    def proof(self) -> list[forms.BoundField]:
        """What is asked about the proof."""
        return [self[name] for name in ("file", "issued_on", "says_all", "proof_kind")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What may stay empty."""
        return [self[name] for name in ("product", "drawn_on")]


class AssignmentForm(DatedForm):
    """To whom a debt was handed, and how the borrower came to know."""

    assignee = TextField(
        label=_("转给了谁"),
        max_length=200,
        help_text=_("写通知上的公司全称。"),
        error_messages={"required": _("请填写受让方的名称；不知道全称就写通知里的名字。")},
    )
    aliases = LinesField(
        label=_("它的其他名称"), required=False, help_text=_("每行一个，例如简称、短信签名。写上才认得出它发的消息。")
    )
    notified_on = PastDayField(
        label=_("收到通知的日期"), required=False, help_text=_("您第一次得知转让的那一天。没有收到过通知就空着。")
    )
    file = EvidenceFileField(label=_("转让通知的照片或文件"))
    note = TextField(label=_("备注"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
