"""The form for a loan: who lent, what was agreed, and by what a message can mean it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debts.models import Loan
from debts.models.loans import Currency, LoanRole, Region
from debts.web.fields import LinesField, TextField, plain
from debts.web.lenders.forms import LenderPickForm
from debts.web.loans.terms_form import TermsForm, terms_initial

LENDER_FIELDS = ("lender", "lender_pick", "lender_asked")
QUICK = ("principal", "drawn_on", "repayment_method", "term_months", "annual_rate", "rate_unit")
SECURED = ((None, _("不清楚")), (True, _("有")), (False, _("没有")))

# What stands together in one folded part, by the part's heading.
GROUPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("names", _("产品与合同"), ("product", "contract_number", "card_tail", "phone")),
    ("fees", _("到手与费用"), ("received", "fees")),
    ("days", _("计息与还款日"), ("first_due_on", "due_day", "instalment", "term_days", "day_count", "first_period")),
    (
        "late",
        _("逾期与提前还款"),
        (
            "grace_days",
            "daily_penalty_rate",
            "penalty_multiple",
            "penalty_base",
            "early_fee_rate",
            "allocation_order",
            "fees_stay_on_payoff",
        ),
    ),
    ("plan", _("抄录的还款计划"), ("plan",)),
    ("statements", _("信用卡、花呗的账单"), ("statements",)),
    ("person", _("身份与其他"), ("role", "is_secured", "other_names", "currency", "region", "note")),
)
USUAL = frozenset({"currency", "repayment_method"})


class LoanForm(LenderPickForm, TermsForm):
    """A loan: lender and amount suffice, everything else may stay unknown."""

    product = TextField(label=_("产品"), max_length=200, required=False, help_text=_("例如 好期贷、安逸花、借呗。"))
    contract_number = TextField(label=_("合同号或借据号"), max_length=200, required=False)
    card_tail = TextField(label=_("扣款卡尾号"), max_length=8, required=False, help_text=_("一般是最后四位。"))
    phone = TextField(label=_("借款手机号"), max_length=32, required=False)
    role = forms.ChoiceField(label=_("您的身份"), choices=LoanRole, required=False)
    other_names = LinesField(
        label=_("其他借款人"), required=False, help_text=_("您是担保人或共同借款人时，写对方的姓名，每行一个。")
    )
    is_secured = forms.TypedChoiceField(
        label=_("有抵押或担保"), choices=SECURED, required=False, coerce=lambda text: text == "True", empty_value=None
    )
    currency = forms.ChoiceField(label=_("币种"), choices=Currency, initial=Currency.CNY, required=False)
    region = forms.ChoiceField(label=_("地区"), choices=[("", _("按币种判断")), *Region.choices], required=False)
    note = TextField(label=_("备注"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_currency(self) -> str:
        """Without an answer a loan is in yuan."""
        return self.cleaned_data["currency"] or Currency.CNY.value

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

    def facts(self) -> dict[str, Any]:
        """The fields of the loan itself; the lender is recorded apart."""
        own = set(LoanForm.base_fields) - set(TermsForm.base_fields) - set(LENDER_FIELDS)
        return {**self.columns(), **{name: self.cleaned_data[name] for name in own}}

    def forgive_gaps(self) -> None:
        """Say nothing of what is still missing: somebody who only asks for the figures is not done yet."""
        for name, problems in list(self.errors.as_data().items()):
            if all(problem.code == "required" for problem in problems):
                del self.errors[name]

    @property
    def quick(self) -> list[forms.BoundField]:
        """What tells the schedule in the usual case; the lender stands in a part of its own."""
        return [self[name] for name in QUICK]

    @property
    def groups(self) -> list["Group"]:
        """The folded parts."""
        return [Group(self, *one) for one in GROUPS]


class Group:
    """Fields that stand together; open where one of them holds something or is wrong."""

    def __init__(self, form: LoanForm, key: str, heading: Promise, names: tuple[str, ...]) -> None:
        self.key = key
        self.heading = heading
        self.fields = [form[name] for name in names]
        self._form = form

    @property
    def is_open(self) -> bool:
        """Whether there is anything to see."""
        return any(field.name in self._form.errors or self._is_told(field) for field in self.fields)

    def _is_told(self, field: forms.BoundField) -> bool:
        if field.name == "fees":
            return any(not row.is_empty for row in self._form.fee_rows)
        return field.name not in USUAL and field.value() not in (None, "", [], (), False)


def loan_initial(loan: Loan) -> dict[str, Any]:
    """A loan as its form shows it."""
    name = loan.lender.name
    picked = {"lender": name, "lender_asked": name, "lender_pick": f"own:{loan.lender_id}"}
    names = set(LoanForm.base_fields) - set(TermsForm.base_fields) - set(LENDER_FIELDS)
    return {**terms_initial(loan), **{one: getattr(loan, one) for one in names}, **picked}
