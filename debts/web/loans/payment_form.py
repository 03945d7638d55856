"""The form for an entry about money: mostly a payment, with its split and what became of it where that is known."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debts.finance import EntryProblem, Parts, Payment, PaymentKind, Purpose, check_payments
from debts.models import Loan, Repayment
from debts.models.loans import PARTS, EntryKind, PaymentPurpose
from debts.web.fields import MomentField, MoneyField, TextField, not_ahead
from debts.wording.finance import say_entry_problem

FIRST = ("amount", "paid_at", "kind", "method", "reference")
# What a form refuses; an entry before the drawing is kept, and the page says that it is odd.
REFUSED = {"agreed": PARTS[0], "reversed_at": "reversed_at", "amount": "amount"}


class PaymentForm(forms.Form):
    """When and how much was paid. Before the drawing or after the settlement is allowed: the page says so."""

    amount = MoneyField(label=_("还款金额"))
    paid_at = MomentField(label=_("还款时间"), help_text=_("不写时间，就按那一天结束时算；如果是今天，按现在算。"))
    method = forms.ChoiceField(
        label=_("付款方式"), choices=Repayment.Way, initial=Repayment.Way.BANK_CARD, required=False
    )
    reference = TextField(label=_("流水号"), max_length=200, required=False, help_text=_("银行或支付应用里的交易号。"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.now = now

    def clean_paid_at(self) -> datetime:
        """Refuse a payment that is still to come: it has not been made."""
        paid_at: datetime = self.cleaned_data["paid_at"]
        return not_ahead(paid_at, self.now, _("还款时间在将来。账本只记已经付出的钱，请核对年份和日期。"))


class RepaymentForm(PaymentForm):
    """An entry about one loan, of any kind."""

    kind = forms.ChoiceField(
        label=_("种类"),
        choices=EntryKind,
        required=False,
        help_text=_("减免、退款、付给担保公司等第三方的钱，也在这里记，分开算。"),
    )
    purpose = forms.ChoiceField(label=_("用途"), choices=PaymentPurpose, required=False)
    fee_part = MoneyField(label=_("费用"), or_nothing=True, required=False)
    penalty_part = MoneyField(label=_("罚息"), or_nothing=True, required=False)
    interest_part = MoneyField(label=_("利息"), or_nothing=True, required=False)
    principal_part = MoneyField(label=_("本金"), or_nothing=True, required=False)
    reversed_at = MomentField(
        label=_("被退回的时间"),
        required=False,
        help_text=_("扣款后来被银行退回、撤销时才填；从那时起这笔不再算作已还。"),
    )

    def __init__(self, *args: Any, loan: Loan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loan = loan

    def clean_reversed_at(self) -> datetime | None:
        """Refuse what is still to come."""
        moment: datetime | None = self.cleaned_data["reversed_at"]
        return not_ahead(moment, self.now, _("被退回的时间在将来，请核对年份和日期。"))

    def clean(self) -> dict[str, Any]:
        """Fill the split up, and hold the parts of the entry against one another."""
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.get(part) is not None for part in PARTS):
            cleaned |= {part: cleaned.get(part) or Decimal("0.00") for part in PARTS}
        if cleaned.get("purpose") and cleaned.get("kind"):
            self.add_error("purpose", _("只有还款才分用途。请把用途改回“按期还款”，或者把种类改成“还款”。"))
        if not self.errors:
            for problem in self._problems(cleaned):
                self.add_error(REFUSED[problem.field], say_entry_problem(problem, self.loan.currency))
        return cleaned

    def _problems(self, cleaned: dict[str, Any]) -> Iterator[EntryProblem]:
        parts = [cleaned[part] for part in PARTS]
        payment = Payment(
            paid_at=cleaned["paid_at"],
            amount=cleaned["amount"],
            kind=PaymentKind(cleaned["kind"] or PaymentKind.PAYMENT),
            purpose=Purpose(cleaned["purpose"] or Purpose.REGULAR),
            agreed=None if None in parts else Parts(*parts),
            reversed_at=cleaned["reversed_at"],
        )
        found = check_payments(self.loan.agreed, [payment], timezone.get_current_timezone())
        return (problem for problem in found if problem.field in REFUSED)

    @property
    def first(self) -> list[forms.BoundField]:
        """What every entry has."""
        return [self[name] for name in FIRST]

    @property
    def split(self) -> list[forms.BoundField]:
        """The parts that a receipt shows."""
        return [self[name] for name in PARTS]

    @property
    def split_is_open(self) -> bool:
        """Whether the split holds anything worth seeing."""
        return any(self[name].value() not in (None, "") or name in self.errors for name in PARTS)

    @property
    def rest_is_open(self) -> bool:
        """The same for the purpose and the time of going back."""
        told = any(self[name].value() not in (None, "", ["", ""]) for name in ("purpose", "reversed_at"))
        return told or any(name in self.errors for name in ("purpose", "reversed_at"))
