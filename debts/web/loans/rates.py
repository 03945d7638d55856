"""Rates in words: as a contract quotes them, and as yearly ones."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from debts.models import Loan
from debts.web.fields import as_percent
from debts.web.loans.terms_form import rate_as_quoted

TENTH = Decimal("0.1")


def say_rate(fraction: Decimal) -> str:
    """A computed rate to a tenth of a per cent; more digits would pretend to know more."""
    return f"{(fraction * 100).quantize(TENTH, rounding=ROUND_HALF_UP)}%"


def say_quoted(loan: Loan) -> str:
    """The rate of a contract in its own unit, with the yearly one beside it; empty where it is not known."""
    quoted = rate_as_quoted(loan)
    if quoted is None or loan.annual_rate is None:
        return ""
    if not loan.rate_unit:
        return f"{as_percent(quoted)}%"
    unit = loan.get_rate_unit_display()
    return _("%(unit)s %(rate)s%%，合年利率 %(yearly)s%%") % {
        "unit": unit,
        "rate": as_percent(quoted),
        "yearly": as_percent(loan.annual_rate),
    }
