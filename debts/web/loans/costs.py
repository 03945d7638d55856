"""What a loan really cost a year, beside what was promised and the lines that others have drawn. Never a verdict."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.dossier.legal import legal_part
from debts.dossier.summary import LegalPart
from debts.finance import CostRate, NoRate, RealCost, planned_cost, real_cost
from debts.finance.cost import Basis
from debts.models.lenders import LenderKind as KindChoice
from debts.models.settlements import SettlementBasis
from debts.queries import loan_facts, loans_of, zone_of
from debts.reconciler.standing import MAINLAND, region_of
from debts.rulebook import LenderKind, load_rulebook
from debts.rulebook.directory import search_key
from debts.rulebook.yardsticks import Line, load_yardsticks
from debts.web.fields import as_percent
from debts.web.loans.rates import say_rate
from debts.web.loans.standing import LoanStanding, standing_of
from debts.web.pages import OwnRequest
from debts.wording.finance import NO_RATE

# Of a loan that ended so, what was not paid was let go, and no payment is missing on record.
RELEASED = frozenset({SettlementBasis.DISCOUNTED.value, SettlementBasis.WAIVED.value, SettlementBasis.COURT.value})


@dataclass(frozen=True, slots=True)
class RateView:
    """A rate in words, or the reason why there is none."""

    rate: str = ""
    compounded: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CostView:
    """One way to count the cost: by the terms, or by what was paid."""

    title: str
    cost: RealCost
    own: RateView
    with_others: RateView

    @property
    def has_others(self) -> bool:
        """Whether third parties took something, or something that nobody knows."""
        return self.cost.third_party is None or bool(self.cost.third_party)

    @property
    def cost_size(self) -> Decimal:
        """What was paid beyond what was received, or short of it."""
        return abs(self.cost.cost)


@dataclass(frozen=True, slots=True)
class YardstickView:
    """A line with its figure, the loans that it speaks of, what it is held against, and what it rests on.

    ``lpr`` is the one-year LPR of the loan's day where the figure hangs on it and it is known.
    """

    name: str
    text: str
    figure: str
    first_day: date
    last_day: date | None
    lpr: str
    lpr_multiple: int | None
    counts_third_parties: bool
    grounds: tuple[LegalPart, ...]


@dataclass(frozen=True, slots=True)
class LenderType:
    """What kind of lender the lines are chosen for. ``is_listed`` says that the directory says so, not the owner."""

    kind: LenderKind | None
    is_private: bool
    label: str
    is_listed: bool = False


@require_safe
def loan_cost(request: OwnRequest, pk: int) -> HttpResponse:
    """Show what a loan costs."""
    row = get_object_or_404(loans_of(request.user), pk=pk)
    standing = standing_of(row, timezone.now(), zone_of(request.user))
    lender_type = lender_type_of(standing)
    context = {
        "loan": row,
        "standing": standing,
        "costs": costs_of(standing),
        "lender_type": lender_type,
        "yardsticks": yardsticks_of(standing, lender_type),
        "is_mainland": region_of(loan_facts(row)) == MAINLAND,
        "kept_back": row.principal - planned_cost(row.agreed).received,
        **_words(),
    }
    return render(request, "loans/cost.html", context)


def costs_of(standing: LoanStanding) -> list[CostView]:
    """The cost by the terms, and beside it the one by the entries where there are any."""
    planned = planned_cost(standing.course.terms)
    views = [_view(_("按条款全部按期还"), planned)]
    if standing.course.entries:
        views.append(_view(_by_entries(real := _real(standing)), real))
    return views


def _real(standing: LoanStanding) -> RealCost:
    settlement = standing.settlement
    return real_cost(
        standing.course,
        standing.position.at,
        settlement.settled_at if settlement else None,
        rest_was_waived=settlement is not None and settlement.basis in RELEASED,
    )


def _by_entries(cost: RealCost) -> str:
    return _("按实际收到和还出的钱") if cost.basis is Basis.PAID else _("按已经还的，加上还没还的部分")


def _view(title: str, cost: RealCost) -> CostView:
    return CostView(title, cost, _rate_view(cost.rate), _rate_view(cost.rate_with_third_parties))


def _rate_view(rate: CostRate | NoRate) -> RateView:
    if isinstance(rate, NoRate):
        return RateView(reason=str(NO_RATE[rate.reason]))
    return RateView(say_rate(rate.nominal), say_rate(rate.effective))


def lender_type_of(standing: LoanStanding) -> LenderType:
    """The type that the owner gave, else the directory's for a lender of just this name."""
    lender = standing.loan.lender
    if lender.kind == KindChoice.PRIVATE:
        return LenderType(None, is_private=True, label=lender.get_kind_display())
    if lender.kind:
        return LenderType(LenderKind(lender.kind), is_private=False, label=lender.get_kind_display())
    key = search_key(lender.name)
    entries = [one for one in load_rulebook().lenders if key in {search_key(one.name), search_key(one.legal_name)}]
    kinds = {one.kind for one in entries}
    if len(kinds) != 1:
        return LenderType(None, is_private=False, label="")
    kind = kinds.pop()
    return LenderType(kind, is_private=False, label=str(KindChoice(kind.value).label), is_listed=True)


def yardsticks_of(standing: LoanStanding, lender: LenderType) -> list[YardstickView]:
    """The lines for a loan of this lender on its day."""
    region = region_of(loan_facts(standing.loan))
    day = standing.loan.drawn_on
    lines = load_yardsticks().for_loan(lender.kind, day, is_private=lender.is_private, region=region)
    lpr = load_yardsticks().lpr.on(day) if day else None
    return [_yardstick(line, lpr) for line in lines]


def _yardstick(line: Line, lpr: Decimal | None) -> YardstickView:
    stick, language = line.yardstick, get_language() or ""
    book = load_rulebook()
    return YardstickView(
        stick.name.in_language(language),
        stick.text.in_language(language),
        f"{as_percent(line.figure)}%" if line.figure is not None else "",
        stick.first_day,
        stick.last_day,
        f"{as_percent(lpr)}%" if lpr is not None and stick.lpr_multiple else "",
        stick.lpr_multiple,
        stick.counts_third_parties,
        tuple(legal_part(book.citation(one)) for one in stick.citations),
    )


def _words() -> dict[str, str | LegalPart]:
    """What goes with every yardstick, and where the way of counting comes from."""
    sticks, language = load_yardsticks(), get_language() or ""
    return {
        "no_verdict": sticks.no_verdict.in_language(language),
        "lpr_note": sticks.lpr.note.in_language(language),
        "rate_notice": legal_part(load_rulebook().citation("yearly-rate-notice")),
        "kept_back_rule": legal_part(load_rulebook().citation("civil-code-670")),
    }
