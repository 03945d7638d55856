"""What was agreed about a loan, as columns; ``Terms.agreed`` is the same as the arithmetic sees it.

The usual case of a choice is stored as nothing, so that a column added later changes no fact that was recorded before:
the evidence log holds the hash of every fact without its empty columns.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from debts.finance import terms as rates
from debts.finance import types
from debts.models.base import Fact
from debts.models.money import count_or_unknown, money, rate_or_unknown, sum_or_unknown

FEES = TypeAdapter(tuple[types.Fee, ...])
PLAN = TypeAdapter(tuple[types.GivenInstalment, ...])
STATEMENTS = TypeAdapter(tuple[types.Statement, ...])


class RepaymentMethod(models.TextChoices):
    """How a loan is paid back."""

    EQUAL_INSTALMENT = types.RepaymentMethod.EQUAL_INSTALMENT.value, _("等额本息")
    EQUAL_PRINCIPAL = types.RepaymentMethod.EQUAL_PRINCIPAL.value, _("等额本金")
    INTEREST_ONLY = types.RepaymentMethod.INTEREST_ONLY.value, _("先息后本")
    BULLET = types.RepaymentMethod.BULLET.value, _("到期一次还本付息")
    FLAT_FEE = types.RepaymentMethod.FLAT_FEE.value, _("每月固定手续费")
    FREE = types.RepaymentMethod.FREE.value, _("不固定或不清楚")


class RateUnit(models.TextChoices):
    """For which time the contract quotes its rate; stored is the yearly one."""

    YEAR = "", _("年利率")
    MONTH = rates.RateUnit.MONTH.value, _("月利率")
    DAY = rates.RateUnit.DAY.value, _("日利率")


class DayCount(models.TextChoices):
    """How the interest of a period is counted."""

    MONTHS = "", _("按月（每月十二分之一年）")
    ACTUAL_365 = types.DayCount.ACTUAL_365.value, _("按天，一年 365 天")
    ACTUAL_360 = types.DayCount.ACTUAL_360.value, _("按天，一年 360 天")


class FirstPeriod(models.TextChoices):
    """What a first period costs that is no whole month."""

    WHOLE = "", _("按整月算")
    BY_DAYS = types.FirstPeriod.BY_DAYS.value, _("按实际天数算")


class PenaltyBase(models.TextChoices):
    """What bears the penalty."""

    OVERDUE = "", _("全部逾期金额")
    PRINCIPAL = types.PenaltyBase.PRINCIPAL.value, _("逾期本金")


class AllocationOrder(models.TextChoices):
    """Where a payment goes that is not enough."""

    INSTALMENTS = "", _("先还到期最早的一期")
    LAW = types.AllocationOrder.LAW.value, _("先费用、再利息、后本金（民法典第561条）")


class FeeTiming(models.TextChoices):
    """When a fee is taken."""

    START = types.FeeTiming.START.value, _("放款时一次扣除")
    FIRST = types.FeeTiming.FIRST.value, _("随第一期收取")
    EACH = types.FeeTiming.EACH.value, _("每期收取")


class Terms(Fact):
    """What was agreed. What is not known stays empty: it is neither zero nor today."""

    principal = money(_("借款金额"))
    received = sum_or_unknown(_("实际到手金额"))
    drawn_on = models.DateField(_("借款日期"), null=True, blank=True)
    annual_rate = rate_or_unknown(_("年利率"))
    rate_unit = models.CharField(_("利率写法"), max_length=8, choices=RateUnit, blank=True)
    day_count = models.CharField(_("计息方式"), max_length=16, choices=DayCount, blank=True)
    first_period = models.CharField(_("首期计息"), max_length=16, choices=FirstPeriod, blank=True)
    repayment_method = models.CharField(
        _("还款方式"), max_length=32, choices=RepaymentMethod, default=RepaymentMethod.FREE
    )
    term_months = models.PositiveSmallIntegerField(_("期数（月）"), null=True, blank=True)
    term_days = count_or_unknown(_("期限（天）"))
    first_due_on = models.DateField(_("首期还款日"), null=True, blank=True)
    due_day = count_or_unknown(_("每月还款日"))
    instalment = sum_or_unknown(_("每期应还"))
    grace_days = count_or_unknown(_("宽限天数"))
    daily_penalty_rate = models.DecimalField(_("逾期日罚息率"), max_digits=10, decimal_places=8, null=True, blank=True)
    penalty_multiple = rate_or_unknown(_("罚息为合同利率的倍数"))
    penalty_base = models.CharField(_("罚息基数"), max_length=16, choices=PenaltyBase, blank=True)
    early_fee_rate = rate_or_unknown(_("提前还款违约金比例"))
    fees_stay_on_payoff = models.BooleanField(_("提前结清仍收未到期费用"), null=True, blank=True)
    allocation_order = models.CharField(_("还款抵充顺序"), max_length=16, choices=AllocationOrder, blank=True)
    fees = models.JSONField(_("费用"), default=list, blank=True)
    plan = models.JSONField(_("抄录的还款计划"), default=list, blank=True)
    statements = models.JSONField(_("账单"), default=list, blank=True)

    class Meta(Fact.Meta):
        abstract = True
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(principal__gt=0), name="%(class)s_principal_positive"),
            models.CheckConstraint(
                condition=Q(annual_rate=None) | Q(annual_rate__gte=0), name="%(class)s_rate_not_negative"
            ),
        ]

    @property
    def agreed(self) -> types.LoanTerms:
        """The terms as the arithmetic sees them."""
        return types.LoanTerms(
            principal=self.principal,
            drawn_on=self.drawn_on,
            annual_rate=self.annual_rate,
            method=types.RepaymentMethod(self.repayment_method),
            term_months=self.term_months,
            first_due_on=self.first_due_on,
            daily_penalty_rate=self.daily_penalty_rate,
            term_days=self.term_days,
            day_count=types.DayCount(self.day_count or types.DayCount.MONTHS),
            first_period=types.FirstPeriod(self.first_period or types.FirstPeriod.WHOLE),
            due_day=self.due_day,
            instalment=self.instalment,
            received=self.received,
            fees=FEES.validate_python(self.fees),
            grace_days=self.grace_days or 0,
            penalty_multiple=self.penalty_multiple,
            penalty_base=types.PenaltyBase(self.penalty_base or types.PenaltyBase.OVERDUE),
            early_fee_rate=self.early_fee_rate,
            fees_stay_on_payoff=bool(self.fees_stay_on_payoff),
            order=types.AllocationOrder(self.allocation_order or types.AllocationOrder.INSTALMENTS),
            given=PLAN.validate_python(self.plan),
            statements=STATEMENTS.validate_python(self.statements),
        )


def fields_of(terms: types.LoanTerms) -> dict[str, Any]:
    """The columns that hold such terms."""
    return {
        **{name: getattr(terms, name) for name in SAME_NAMES},
        "repayment_method": terms.method.value,
        "grace_days": terms.grace_days or None,
        "fees_stay_on_payoff": terms.fees_stay_on_payoff or None,
        "day_count": _unless_usual(terms.day_count, types.DayCount.MONTHS),
        "first_period": _unless_usual(terms.first_period, types.FirstPeriod.WHOLE),
        "penalty_base": _unless_usual(terms.penalty_base, types.PenaltyBase.OVERDUE),
        "allocation_order": _unless_usual(terms.order, types.AllocationOrder.INSTALMENTS),
        "fees": FEES.dump_python(terms.fees, mode="json", exclude_defaults=True),
        "plan": PLAN.dump_python(terms.given, mode="json", exclude_defaults=True),
        "statements": STATEMENTS.dump_python(terms.statements, mode="json", exclude_defaults=True),
    }


SAME_NAMES = (
    "principal",
    "received",
    "drawn_on",
    "annual_rate",
    "term_months",
    "term_days",
    "first_due_on",
    "due_day",
    "instalment",
    "daily_penalty_rate",
    "penalty_multiple",
    "early_fee_rate",
)


def _unless_usual(value: Any, usual: Any) -> str:
    return "" if value is usual else str(value.value)
