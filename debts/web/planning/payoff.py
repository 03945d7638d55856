"""Ways to pay everything off, side by side: what each costs, when it ends, and which loan ends when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.dossier.dues import OpenLoans
from debts.finance import MAX_TERM_MONTHS, Debt, NoPlan, PayoffPlan, Strategy, compare_plans, debt_of
from debts.finance.payoffs import NoPlanReason
from debts.models import Loan
from debts.web.planning.chart import Chart, draw
from debts.web.planning.forms import PayoffForm
from debts.wording import say_amount

STRATEGIES: Mapping[Strategy, Any] = {
    Strategy.AVALANCHE: gettext_lazy("先还最贵的（利率最高）"),
    Strategy.SNOWBALL: gettext_lazy("先还最小的（余额最少）"),
    Strategy.OWN: gettext_lazy("按自己排的顺序"),
}
REASONS: Mapping[NoPlanReason, Any] = {
    NoPlanReason.NOTHING_OWED: gettext_lazy("现在没有要还的欠款。"),
    NoPlanReason.NEVER_ENDS: gettext_lazy(
        "按这个数目，五十年也还不完：每个月的钱几乎都付了利息。多还一点，结果会很不一样。"
    ),
    NoPlanReason.SEVERAL_CURRENCIES: gettext_lazy("不同币种不能放在一起算。"),
}
# Of plans up to so many months every month is listed, or every third, or one a year.
STEPS = ((24, 1), (72, 3), (MAX_TERM_MONTHS, 12))


@dataclass(frozen=True, slots=True)
class Ending:
    """A loan with the month in which a plan ends it."""

    loan: Loan
    month: date


@dataclass(frozen=True, slots=True)
class WayRow:
    """One strategy: its plan with the endings in order, or why there is none."""

    strategy: Strategy
    name: Any
    plan: PayoffPlan | None
    endings: tuple[Ending, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class CourseCell:
    """What one way leaves at the end of a month."""

    name: Any
    left: Decimal


@dataclass(frozen=True, slots=True)
class CourseRow:
    """What is left at the end of a month by each plan."""

    month: date
    cells: tuple[CourseCell, ...]


@dataclass(frozen=True, slots=True)
class Payoff:
    """The ways to pay off the debts of one currency; ``ways`` is empty while no sum a month is given.

    ``least`` is what the instalments ask for in a month. ``unplanned`` are loans of this currency that no plan can
    take in, because their rate or what is owed of them is not known.
    """

    currency: str
    owed: Decimal
    least: Decimal
    ways: tuple[WayRow, ...]
    chart: Chart | None
    course: tuple[CourseRow, ...]
    unplanned: tuple[Loan, ...]


def payoff_form(loans: OpenLoans, asked: Mapping[str, Any]) -> PayoffForm:
    """The form with a place for each loan that can be planned in the currency that is asked for."""
    return PayoffForm(
        asked,
        currencies_of(loans),
        lambda currency: [loans.loans[debt.loan_id] for debt in debts_of(loans, currency)],
    )


def payoff_of(loans: OpenLoans, form: PayoffForm) -> Payoff:
    """Compare the ways for what the form asks."""
    currency, start = form.chosen_currency, loans.today
    debts = debts_of(loans, currency)
    ways = tuple(_ways(loans, debts, form))
    leading = [way for way in ways if way.plan]
    chart = draw([way.plan for way in leading if way.plan], start) if leading else None
    return Payoff(
        currency=currency,
        owed=sum((debt.balance for debt in debts), Decimal(0)),
        least=sum((min(debt.instalment, debt.balance) for debt in debts), Decimal(0)),
        ways=ways,
        chart=chart,
        course=tuple(_course(leading, start, chart.months)) if chart else (),
        unplanned=tuple(_unplanned(loans, debts, currency)),
    )


def debts_of(loans: OpenLoans, currency: str) -> list[Debt]:
    """The debts of one currency that can be planned with."""
    found = (debt_of(owing, loans.at) for owing in loans.counted if owing.currency == currency)
    return [debt for debt in found if debt]


def currencies_of(loans: OpenLoans) -> list[str]:
    """The currencies of the counted loans, that of most loans first."""
    codes = [owing.currency for owing in loans.counted]
    return sorted(set(codes), key=lambda code: (-codes.count(code), code))


def _ways(loans: OpenLoans, debts: Sequence[Debt], form: PayoffForm) -> list[WayRow]:
    budget = form.chosen_budget
    if budget is None:
        return []
    refs = {loan.pk: ref for ref, loan in loans.loans.items()}
    own = [refs[pk] for pk in form.own_order if pk in refs]
    return [_way(loans, found, form.chosen_currency) for found in compare_plans(debts, budget, loans.today, own)]


def _way(loans: OpenLoans, found: PayoffPlan | NoPlan, currency: str) -> WayRow:
    name = STRATEGIES[found.strategy]
    if isinstance(found, NoPlan):
        return WayRow(found.strategy, name, None, why=_why(found, currency))
    endings = tuple(
        Ending(loans.loans[ref], loans.today + relativedelta(months=month)) for ref, month in found.finished
    )
    return WayRow(found.strategy, name, found, endings)


def _why(found: NoPlan, currency: str) -> str:
    if found.reason is not NoPlanReason.BUDGET_TOO_SMALL:
        return str(REASONS[found.reason])
    missing = say_amount(found.missing or Decimal(0), currency)
    return _("这个数目不够付各笔每月应还的，每月还差 %(missing)s。") % {"missing": missing}


def _course(ways: Sequence[WayRow], start: date, months: int) -> list[CourseRow]:
    """Every month of a short plan, fewer of a long one."""
    step = next(step for up_to, step in STEPS if months <= up_to)
    shown = [*range(0, months, step), months] if ways else []
    return [CourseRow(start + relativedelta(months=month), tuple(_cells(ways, month))) for month in shown]


def _cells(ways: Sequence[WayRow], month: int) -> Iterator[CourseCell]:
    for way in ways:
        course = way.plan.course if way.plan else ()
        yield CourseCell(way.name, course[month] if month < len(course) else Decimal(0))


def _unplanned(loans: OpenLoans, debts: Sequence[Debt], currency: str) -> list[Loan]:
    planned = {debt.loan_id for debt in debts}
    return [
        loans.loans[one.loan_id] for one in loans.counted if one.currency == currency and one.loan_id not in planned
    ]
