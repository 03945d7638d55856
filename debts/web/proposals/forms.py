"""A small form for each thing that messages prove: tick it, correct it, or say that it is wrong."""

from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from debts.models.settlements import SettlementBasis
from debts.web.fields import DayField, MoneyField, TextField

LONGEST = 200


class HouseForm(forms.Form):
    """Under what name a lender is recorded that nobody knows yet."""

    lender = TextField(
        label=_("出借机构的名称"),
        max_length=LONGEST,
        help_text=_("消息里只有这个签名。知道公司全称就改成全称，不知道就这样留着。"),
        error_messages={"required": _("请写出借机构的名称。")},
    )


class ItemForm(forms.Form):
    """What all of them have in common. What is not ticked is not asked about either."""

    use_required_attribute = False
    take = forms.BooleanField(label=_("记入账本"), required=False)
    refuse = forms.BooleanField(label=_("不对，以后别再提"), required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for nothing where it is not ticked; what is ticked and refused at once is a slip."""
        cleaned = super().clean() or self.cleaned_data
        if not self.is_taken:
            self._errors = ErrorDict()
            return cleaned
        if cleaned.get("refuse"):
            self.add_error("take", gettext("又打了勾，又说不对。请留一个。"))
        if "day" not in self.errors and (day := cleaned.get("day")) and day > self.today:
            self.add_error("day", gettext("日期在将来，请核对。"))
        return cleaned

    @property
    def is_taken(self) -> bool:
        """Whether it is to be recorded."""
        return bool(self.cleaned_data.get("take"))

    @property
    def is_refused(self) -> bool:
        """Whether it is not to be proposed again."""
        return bool(self.cleaned_data.get("refuse"))


class LoanItem(ItemForm):
    """A loan: how much, since when, what it is called."""

    principal = MoneyField(
        label=_("借款金额"),
        error_messages={"required": _("账本里的借款要有金额。合同或应用的借款记录里有；找到后再打勾也可以。")},
    )
    day = DayField(label=_("借款日期"), required=False)
    product = TextField(label=_("产品"), max_length=LONGEST, required=False)
    contract_number = TextField(label=_("合同号或借据号"), max_length=LONGEST, required=False)


class WhichLoan(ItemForm):
    """One that belongs to a loan, which has to be chosen where several can be meant."""

    loan = forms.ChoiceField(label=_("是哪一笔借款"), error_messages={"required": _("请先选是哪一笔借款。")})

    def __init__(self, *args: Any, loans: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if loans:
            self.fields["loan"].choices = [("", gettext("请选一笔借款")), *loans]  # type: ignore[attr-defined]
        else:
            del self.fields["loan"]


class RepaymentItem(WhichLoan):
    """A repayment: how much, and when."""

    amount = MoneyField(label=_("还款金额"))
    day = DayField(label=_("还款日期"))


class SettlementItem(WhichLoan):
    """The end of a loan: when, and on what ground."""

    day = DayField(label=_("结清日期"))
    basis = forms.ChoiceField(label=_("结清方式"), choices=SettlementBasis)


class AssignmentItem(WhichLoan):
    """A debt that was handed on: to whom, and the day of the notice."""

    assignee = TextField(label=_("受让方"), max_length=LONGEST, error_messages={"required": _("请写受让方的名称。")})
    day = DayField(label=_("收到通知的日期"), required=False)
