"""The form for what was agreed about a loan: a quick part that suffices, and groups for the rest.

Everything is checked twice: each field by itself, and then all of them against one another by ``check_terms``.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from debts.finance import (
    MAX_TERM_MONTHS,
    QUOTED_PLACES,
    LoanTerms,
    RateUnit,
    TermProblem,
    check_terms,
    days_of_year,
    kept_rate,
    quoted_rate,
    types,
)
from debts.models import Loan
from debts.models.loans import Currency
from debts.models.terms import (
    SAME_NAMES,
    AllocationOrder,
    DayCount,
    FirstPeriod,
    PenaltyBase,
    RepaymentMethod,
    fields_of,
)
from debts.models.terms import RateUnit as UnitChoice
from debts.web.fields import DayField, MoneyField, PercentField, as_percent, not_ahead
from debts.web.loans.fee_rows import FeeRow, FeesField, row_numbers, rows_of, with_spare
from debts.web.loans.typed_lines import LinesOf, PlanField, StatementsField
from debts.wording.finance import say_term_problem

KEPT_PLACES = 6
# Fields of the arithmetic that go by another name in the form.
FORM_NAMES = {"given": "plan", "method": "repayment_method"}


def count_field(label: Any, help_text: Any = "", **options: Any) -> forms.IntegerField:
    """A whole number that may be left out; its bounds are those of ``check_terms``."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "6"}),
        error_messages={"invalid": gettext_lazy("请写整数，例如 12。"), **options.pop("error_messages", {})},
        **options,
    )


class FactorField(forms.DecimalField):
    """A multiple such as 1.5, shown without zeros at its end."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored multiple as it would be typed."""
        return as_percent(value / 100) if isinstance(value, Decimal) else value


class TermsForm(forms.Form):
    """What was agreed; only the principal has to be known."""

    principal = MoneyField(label=gettext_lazy("借款金额"), help_text=gettext_lazy("合同上的本金，不含利息。"))
    drawn_on = DayField(label=gettext_lazy("借款日期"), required=False)
    repayment_method = forms.ChoiceField(
        label=gettext_lazy("还款方式"), choices=RepaymentMethod, initial=RepaymentMethod.FREE, required=False
    )
    term_months = count_field(
        gettext_lazy("期数（月）"),
        min_value=1,
        max_value=MAX_TERM_MONTHS,
        error_messages={
            "invalid": gettext_lazy("期数请写整数，例如 12。"),
            "min_value": gettext_lazy("期数至少是 1。"),
            "max_value": gettext_lazy("期数最多是 %(limit_value)s，请核对。"),
        },
    )
    annual_rate = PercentField(
        label=gettext_lazy("利率（%）"),
        required=False,
        places=10,
        help_text=gettext_lazy("照合同写：年利率 18% 写 18，日利率万分之五写 0.05。不清楚就空着。"),
    )
    rate_unit = forms.ChoiceField(label=gettext_lazy("这个利率是"), choices=UnitChoice, required=False)

    received = MoneyField(
        label=gettext_lazy("实际到手金额"),
        required=False,
        help_text=gettext_lazy("放款时被扣过钱（砍头息、服务费）才填，写真正收到的数。"),
    )
    fees = FeesField(label=gettext_lazy("费用"), required=False)

    first_due_on = DayField(label=gettext_lazy("首期还款日"), required=False)
    due_day = count_field(gettext_lazy("每月还款日"), gettext_lazy("每月几号，1 到 31；写 31 表示每月最后一天。"))
    instalment = MoneyField(
        label=gettext_lazy("每期应还"),
        required=False,
        help_text=gettext_lazy("合同写明每期固定还多少时填；不知道利率或期数，可以由它推算。"),
    )
    term_days = count_field(gettext_lazy("期限（天）"), gettext_lazy("几十天到期一次还清的借款填这里，不填期数。"))
    day_count = forms.ChoiceField(label=gettext_lazy("计息方式"), choices=DayCount, required=False)
    first_period = forms.ChoiceField(
        label=gettext_lazy("首期计息"),
        choices=FirstPeriod,
        required=False,
        help_text=gettext_lazy("首期不是整一个月时，利息怎么算。"),
    )

    grace_days = count_field(gettext_lazy("宽限天数"), gettext_lazy("过了还款日几天以内不算逾期。没有就空着。"))
    daily_penalty_rate = PercentField(
        label=gettext_lazy("逾期日罚息率（%）"),
        required=False,
        places=8,
        help_text=gettext_lazy("合同写明才填，例如 0.05 表示每天万分之五。"),
    )
    penalty_multiple = FactorField(
        label=gettext_lazy("罚息为合同利率的倍数"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=KEPT_PLACES,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "10"}),
        help_text=gettext_lazy("例如“加收 50%”就是 1.5 倍。"),
        error_messages={"invalid": gettext_lazy("请写一个数，例如 1.5。")},
    )
    penalty_base = forms.ChoiceField(label=gettext_lazy("罚息基数"), choices=PenaltyBase, required=False)
    early_fee_rate = PercentField(
        label=gettext_lazy("提前还款违约金（%）"),
        required=False,
        help_text=gettext_lazy("按提前还的本金算，例如 3 表示 3%。"),
    )
    fees_stay_on_payoff = forms.BooleanField(label=gettext_lazy("提前结清仍收未到期的费用"), required=False)
    allocation_order = forms.ChoiceField(
        label=gettext_lazy("还款抵充顺序"),
        choices=AllocationOrder,
        required=False,
        help_text=gettext_lazy("一笔钱不够还清时先算还了哪一部分。合同没有写，就不用改。"),
    )

    plan = PlanField(
        label=pgettext_lazy("form", "抄录的还款计划"),
        help_text=gettext_lazy(
            "可以从应用里复制，每行一期：还款日 应还 本金 利息 费用，例如 2024-02-05 916.80 766.80 150.00。"
            "只知道日期和应还也可以。"
        ),
    )
    statements = StatementsField(
        label=gettext_lazy("账单"),
        help_text=gettext_lazy(
            "信用卡、花呗这类账户用。每行一期：账单日 还款日 应还 最低还款额，"
            "例如 2024-05-05 2024-05-25 3000.00 300.00。"
        ),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.terms: LoanTerms | None = None

    def clean_drawn_on(self) -> date | None:
        """Refuse a loan that is still to come."""
        return past_day(self.cleaned_data["drawn_on"], self.now)

    def clean_repayment_method(self) -> str:
        """Without an answer the way of paying back is not known."""
        return self.cleaned_data["repayment_method"] or RepaymentMethod.FREE.value

    def clean(self) -> dict[str, Any]:
        """Make terms of the fields, once each of them is sound, and look for contradictions."""
        cleaned = super().clean() or self.cleaned_data
        self._keep_the_rate(cleaned)
        if not any(name in self.errors for name in TermsForm.base_fields):
            self.terms = _terms(cleaned)
            for problem in check_terms(self.terms):
                self._complain(problem)
        return cleaned

    def _keep_the_rate(self, cleaned: dict[str, Any]) -> None:
        """The yearly rate is kept to six decimals; a quoted one that would not come back from it is refused."""
        rate = cleaned.get("annual_rate")
        if rate is None or "rate_unit" not in cleaned:
            return
        unit, days = RateUnit(cleaned["rate_unit"] or RateUnit.YEAR), _days(cleaned.get("day_count", ""))
        yearly = kept_rate(rate, unit, days)
        if quoted_rate(yearly, unit, days) == rate:
            cleaned["annual_rate"] = yearly
            return
        params = {"unit": UnitChoice(cleaned["rate_unit"]).label, "places": QUOTED_PLACES[unit] - 2}
        self.add_error("annual_rate", _("%(unit)s的百分数最多写 %(places)d 位小数，请核对。") % params)

    def _complain(self, problem: TermProblem) -> None:
        name = FORM_NAMES.get(problem.field, problem.field)
        self.add_error(name, say_term_problem(problem, self.said_currency, self._row(name, problem.row)))

    def _row(self, name: str, row: int | None) -> int | None:
        """The row that the person sees: empty ones are counted too."""
        if row is None:
            return None
        field = self.fields[name]
        numbers = field.numbers if isinstance(field, LinesOf) else tuple(row_numbers(self["fees"].value() or ()))
        return numbers[row - 1] if row <= len(numbers) else row

    @property
    def said_currency(self) -> str:
        """The money of the loan, as far as it was said."""
        said = self.cleaned_data.get("currency") or self.data.get("currency")
        return str(said) if said in Currency else Currency.CNY.value

    @property
    def fee_rows(self) -> list[FeeRow]:
        """The rows of fees to draw, with some to fill in."""
        return with_spare(rows_of(self["fees"].value()))

    def columns(self) -> dict[str, Any]:
        """The columns of the terms."""
        if self.terms is None:
            raise ValueError("The form has not been found valid.")
        return {**fields_of(self.terms), "rate_unit": self.cleaned_data["rate_unit"]}


def _terms(cleaned: dict[str, Any]) -> LoanTerms:
    same = {name: cleaned[name] for name in HANDED_OVER}
    return LoanTerms(
        **same,
        method=types.RepaymentMethod(cleaned["repayment_method"]),
        day_count=types.DayCount(cleaned["day_count"] or types.DayCount.MONTHS),
        first_period=types.FirstPeriod(cleaned["first_period"] or types.FirstPeriod.WHOLE),
        penalty_base=types.PenaltyBase(cleaned["penalty_base"] or types.PenaltyBase.OVERDUE),
        order=types.AllocationOrder(cleaned["allocation_order"] or types.AllocationOrder.INSTALMENTS),
        grace_days=cleaned["grace_days"] or 0,
        given=cleaned["plan"],
    )


# What the form and the arithmetic call alike: the columns of that kind, and what the form hands over whole.
HANDED_OVER = (*SAME_NAMES, "fees_stay_on_payoff", "fees", "statements")


def _days(day_count: str) -> int:
    """How many days make a year for a daily rate."""
    counted = types.DayCount(day_count or types.DayCount.MONTHS)
    return days_of_year(LoanTerms(Decimal(1), day_count=counted))


def rate_as_quoted(loan: Loan) -> Decimal | None:
    """The rate as the contract quotes it, a fraction for its time; None where it is not known."""
    if loan.annual_rate is None:
        return None
    return quoted_rate(loan.annual_rate, RateUnit(loan.rate_unit or RateUnit.YEAR), _days(loan.day_count))


def terms_initial(loan: Loan) -> dict[str, Any]:
    """The terms of a loan as their form shows them."""
    agreed = loan.agreed
    tables = {"fees": agreed.fees, "plan": agreed.given, "statements": agreed.statements}
    plain = {name: getattr(loan, name) for name in TermsForm.base_fields if name not in tables}
    return {**plain, **tables, "annual_rate": rate_as_quoted(loan)}


def past_day(day: date | None, now: datetime) -> date | None:
    """The day, unless it is still to come."""
    return not_ahead(day, timezone.localdate(now), _("日期在将来，请核对年份和日期。"))
