"""What can be asked of the planning page: the weeks and the ways to pay off in the address, the income in a form."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debts.dossier.facts import loan_label
from debts.models import Loan
from debts.models.loans import Currency
from debts.web.fields import MoneyField

WEEKS = (2, 4, 8, 12)
USUAL_WEEKS = 4
_PLACE = "place-"


def weeks_of(asked: Mapping[str, Any]) -> int:
    """How many weeks the address asks for; the usual number where it makes no sense."""
    text = str(asked.get("weeks", ""))
    return int(text) if text in map(str, WEEKS) else USUAL_WEEKS


class IncomeForm(forms.Form):
    """The income of a month; left empty it is forgotten."""

    monthly_income = MoneyField(
        label=_("每月收入（人民币）"),
        required=False,
        help_text=_("只用来算每月要还的占多少，留空就不算。"),
    )


class PayoffForm(forms.Form):
    """A sum a month for all debts of one currency, and the order in which the owner would pay them.

    ``loans`` answers with the loans that can be planned in a currency; ``currencies`` come in order of their weight.
    """

    budget = MoneyField(label=_("每月一共能拿出多少"))
    currency = forms.ChoiceField(label=_("币种"))

    def __init__(
        self, data: Mapping[str, Any], currencies: Sequence[str], loans: Callable[[str], Iterable[Loan]]
    ) -> None:
        asked = str(data.get("currency", ""))
        self.chosen_currency = asked if asked in currencies else next(iter(currencies), "")
        given = {name: data[name] for name in data} | {"currency": self.chosen_currency}
        super().__init__(
            given if "budget" in data else None,
            initial={"currency": self.chosen_currency},
            auto_id="id_payoff_%s",
            use_required_attribute=False,
        )
        self.fields["currency"].choices = [(code, Currency(code).label) for code in currencies]  # type: ignore[attr-defined]  # a choice field
        if len(currencies) < 2:  # noqa: PLR2004  nothing to choose from
            self.fields["currency"].widget = forms.HiddenInput()
            self.fields["currency"].required = False
        for loan in loans(self.chosen_currency):
            self.fields[f"{_PLACE}{loan.pk}"] = _place_field(loan_label(loan))

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields for the place of each loan in the owner's own order."""
        return [self[name] for name in self.fields if name.startswith(_PLACE)]

    @property
    def has_own_order(self) -> bool:
        """Whether anything was written about the order, be it right or wrong."""
        return any(self[name].value() for name in self.fields if name.startswith(_PLACE))

    @property
    def chosen_budget(self) -> Decimal | None:
        """The sum to plan with; None where none was given that can be used."""
        return self.cleaned_data.get("budget") if self.is_valid() else None

    @property
    def own_order(self) -> list[int]:
        """The row numbers of the loans that were given a place, in the order of the places."""
        names = [name for name in self.fields if name.startswith(_PLACE)] if self.is_valid() else []
        given = [(self.cleaned_data[name], int(name.removeprefix(_PLACE))) for name in names if self.cleaned_data[name]]
        return [pk for _place, pk in sorted(given)]


def _place_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "3", "autocomplete": "off"}),
        error_messages={
            "invalid": _("顺序请写整数，例如 1。"),
            "min_value": _("顺序从 1 开始。"),
            "max_value": _("顺序最多写到 %(limit_value)s。"),
        },
    )
