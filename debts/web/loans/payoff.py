"""What ends a loan on a chosen day, by its parts: penalty and a fee for paying early among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from debts.finance import Parts
from debts.finance.moments import at_end_of
from debts.web.fields import DayField
from debts.web.loans.standing import LoanStanding
from debts.wording.finance import PARTS

YEARS_AHEAD = 50


class PayoffForm(forms.Form):
    """Which day is asked about."""

    on = DayField(label=_("哪一天还清"))

    def __init__(self, *args: Any, standing: LoanStanding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing

    def clean_on(self) -> date:
        """Refuse a day before the loan, and one that nobody plans for."""
        day: date = self.cleaned_data["on"]
        drawn = self.standing.loan.drawn_on
        if drawn and day < drawn:
            raise ValidationError(_("这一天早于借款日期，请换一个日期。"))
        if day.year > self.standing.course.day(self.standing.position.at).year + YEARS_AHEAD:
            raise ValidationError(_("这一天太远了，请换一个日期。"))
        return day


@dataclass(frozen=True, slots=True)
class Payoff:
    """The sum of a day and its parts in words; those of nothing are left out."""

    day: date
    total: Decimal
    parts: tuple[tuple[str, Decimal], ...]


def payoff_on(standing: LoanStanding, day: date) -> Payoff:
    """What ends the loan at the end of the day, if nothing else is paid until then."""
    asked = standing.course.payoff_at(at_end_of(day, standing.course.zone))
    return Payoff(day, asked.total, tuple(_told(asked)))


def _told(asked: Parts) -> Iterator[tuple[str, Decimal]]:
    for name in reversed(Parts._fields):
        part: Decimal = getattr(asked, name)
        if part:
            yield str(PARTS[name]), part
