"""The two ways to account for what a settlement left open: a payment that was forgotten, or a part that was let go."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debts.finance import PaymentKind
from debts.finance.moments import is_day_only
from debts.models import Repayment
from debts.reconciler.endings import Agreement
from debts.web.fields import MomentField, MoneyField
from debts.web.loans.ending_forms import DatedForm


class MissingPaymentForm(DatedForm):
    """A payment that was made until the settlement and not recorded; filled in with what is missing."""

    amount = MoneyField(label=_("漏记的金额"))
    paid_at = MomentField(label=_("哪天付的"))
    method = forms.ChoiceField(
        label=_("付款方式"), choices=Repayment.Way, initial=Repayment.Way.BANK_CARD, required=False
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        initial = {"amount": agreement.missing.total, "paid_at": agreement.settled_at}
        super().__init__(*args, initial=initial, auto_id="id_paid_%s", **kwargs)
        self.settled_at = agreement.settled_at

    def clean_paid_at(self) -> datetime:
        """A payment of the day of the settlement, without a time, was made until it and not after."""
        paid_at: datetime = self.cleaned_data["paid_at"]
        local, ended = timezone.localtime(paid_at), timezone.localtime(self.settled_at)
        if is_day_only(local, timezone.get_current_timezone()) and local.date() == ended.date():
            return self.settled_at
        if paid_at > self.settled_at:
            raise ValidationError(_("这个时间在结清之后。请核对；如果结清其实更晚，请先修改结清时间。"))
        return paid_at


class WaivedRestForm(DatedForm):
    """What the lender let go, as an entry of its own at the moment of the settlement."""

    amount = MoneyField(label=_("免掉的金额"))

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        missing = agreement.missing.total
        super().__init__(*args, initial={"amount": missing}, auto_id="id_waived_%s", **kwargs)
        self.agreement = agreement

    def clean_amount(self) -> Decimal:
        """No more can be let go than was open."""
        amount: Decimal = self.cleaned_data["amount"]
        if amount > self.agreement.missing.total:
            raise ValidationError(_("免掉的不会比没有对上的还多，请核对。"))
        return amount

    def clean(self) -> dict[str, Any]:
        """What the entry says beside its amount."""
        cleaned = super().clean() or self.cleaned_data
        return {**cleaned, "paid_at": self.agreement.settled_at, "kind": PaymentKind.WAIVER.value, "method": ""}
