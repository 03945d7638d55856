"""What the terms come to, shown while they are being typed: the first lines of the plan, its sums, and its real cost.

10000, 12 months, 18 %, equal instalments  ->  12 × 916.80, interest 1001.61, last due on 5 January 2025
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext as _

from debts.finance import CostRate, Instalment, LoanTerms, RepaymentMethod, planned_cost, received, schedule
from debts.web.loans.rates import say_rate
from debts.web.loans.terms_form import TermsForm

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """The plan in short; ``level`` is the sum of all instalments but the last, where they are alike."""

    terms: LoanTerms
    currency: str
    lines: tuple[Instalment, ...]

    @classmethod
    def of(cls, terms: LoanTerms, currency: str) -> Self:
        """The preview of terms."""
        return cls(terms, currency, schedule(terms))

    @property
    def first(self) -> tuple[Instalment, ...]:
        """The lines to show."""
        return self.lines[:SHOWN]

    @property
    def more(self) -> int:
        """How many lines follow."""
        return max(0, len(self.lines) - SHOWN)

    @property
    def level(self) -> Decimal | None:
        """What is to be paid each time; None where it differs."""
        sums = {line.total for line in self.lines[:-1]} or {line.total for line in self.lines}
        return sums.pop() if len(sums) == 1 else None

    @property
    def interest(self) -> Decimal:
        """All the interest, with fixed monthly fees that stand for it."""
        return sum((line.interest for line in self.lines), Decimal("0.00"))

    @property
    def fees(self) -> Decimal:
        """The lender's fees that come with the instalments."""
        return sum((line.fee for line in self.lines), Decimal("0.00"))

    @property
    def total(self) -> Decimal:
        """All that is to be paid."""
        return sum((line.total for line in self.lines), Decimal("0.00"))

    @property
    def received(self) -> Decimal:
        """What came into the borrower's hands."""
        return received(self.terms)

    @property
    def is_less_received(self) -> bool:
        """Whether less arrived than the principal."""
        return self.received < self.terms.principal

    @property
    def last_day(self) -> date:
        """The last due day."""
        return self.lines[-1].due_on

    @property
    def real_rate(self) -> str:
        """The yearly rate that all this costs, third parties included; empty where there is none."""
        rate = planned_cost(self.terms).rate_with_third_parties
        return say_rate(rate.nominal) if isinstance(rate, CostRate) else ""

    @property
    def missing(self) -> str:
        """What has to be known to tell the plan."""
        return "" if self.terms.statements else missing_terms(self.terms)


def preview_of(form: TermsForm) -> Preview | None:
    """The preview of a form that was handed in; None while its terms are not sound."""
    if not form.is_bound or form.terms is None or any(name in form.errors for name in TermsForm.base_fields):
        return None
    return Preview.of(form.terms, form.said_currency)


def missing_terms(terms: LoanTerms) -> str:
    """Names of the terms that would have to be known to tell the due days; a level instalment can stand for one."""
    knows_level = terms.instalment is not None
    no_rate, no_term = terms.annual_rate is None, terms.term_months is None and terms.term_days is None
    gaps = (
        (terms.method is RepaymentMethod.FREE, _("还款方式")),
        (no_term and (no_rate or not knows_level), _("期数")),
        (no_rate and (no_term or not knows_level), _("利率")),
        (terms.first_due_on is None and terms.drawn_on is None, _("借款日期或首期还款日")),
    )
    return _("、").join(name for is_missing, name in gaps if is_missing)
