"""The rarer terms of a loan, as its page lists them: only those that were recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.finance import types
from debts.finance.terms import fee_sum
from debts.models import Loan
from debts.models.terms import FeeTiming
from debts.web.fields import as_percent
from debts.wording import say_amount

CHOICES = ("day_count", "first_period", "penalty_base", "allocation_order")
RATES = ("daily_penalty_rate", "early_fee_rate")


@dataclass(frozen=True, slots=True)
class ShownFee:
    """A fee in words; ``sum`` is empty where it is not known."""

    name: str
    sum: str
    timing: str
    is_third_party: bool


def terms_shown(loan: Loan) -> list[tuple[str, str]]:
    """Label and value of each term that was recorded and has no place of its own."""
    return [(_label(loan, name), value) for name, value in _values(loan) if value]


def _values(loan: Loan) -> Iterator[tuple[str, str]]:
    yield "instalment", "" if loan.instalment is None else say_amount(loan.instalment, loan.currency)
    yield "due_day", "" if loan.due_day is None else _("%(day)d 日") % {"day": loan.due_day}
    yield "grace_days", "" if loan.grace_days is None else _days(loan.grace_days)
    for name in RATES:
        rate: Decimal | None = getattr(loan, name)
        yield name, "" if rate is None else f"{as_percent(rate)}%"
    multiple = loan.penalty_multiple
    yield "penalty_multiple", "" if multiple is None else _("%(figure)s 倍") % {"figure": as_percent(multiple / 100)}
    for name in CHOICES:
        yield name, str(getattr(loan, f"get_{name}_display")()) if getattr(loan, name) else ""
    yield "fees_stay_on_payoff", _("是") if loan.fees_stay_on_payoff else ""
    yield "is_secured", "" if loan.is_secured is None else _("有") if loan.is_secured else _("没有")


def _label(loan: Loan, name: str) -> str:
    return str(loan._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column has one


def fees_shown(loan: Loan, terms: types.LoanTerms) -> list[ShownFee]:
    """The fees of a loan."""
    return [_fee(loan, terms, fee) for fee in terms.fees]


def _fee(loan: Loan, terms: types.LoanTerms, fee: types.Fee) -> ShownFee:
    amount = fee_sum(terms, fee)
    said = "" if amount is None else say_amount(amount, loan.currency)
    if fee.rate is not None:
        said = _("%(sum)s（本金的 %(rate)s%%）") % {"sum": said, "rate": as_percent(fee.rate)}
    return ShownFee(fee.name or _("费用"), said, str(FeeTiming(fee.timing.value).label), fee.to_third_party)


def _days(count: int) -> str:
    return ngettext("%(days)d 天", "%(days)d 天", count) % {"days": count}
