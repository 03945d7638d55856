"""One payment to a lender with whom there are several loans: which of them it pays, shown before it is kept.

1000 for two loans, 600 due on one since March, 700 on the other since April  ->  600 and 400
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.actions import record_payment
from debts.dossier.legal import legal_part
from debts.finance import Claimed, Distribution, distribute
from debts.finance.moments import at_end_of
from debts.finance.terms import completed
from debts.models import Lender, Loan
from debts.models.loans import Currency
from debts.queries import loan_facts, loans_of, zone_of
from debts.reconciler.standing import MAINLAND, region_of
from debts.rulebook import load_rulebook
from debts.web.context import own_or_404, writing
from debts.web.loans.payment_form import PaymentForm
from debts.web.loans.standing import LoanStanding, standing_of
from debts.web.pages import OwnRequest, form_methods, form_page

RULE = "civil-code-560"


class LenderPaymentForm(PaymentForm):
    """A payment to a lender, and which loan it was meant for."""

    currency = forms.ChoiceField(label=gettext_lazy("币种"), required=False)
    designated = forms.ChoiceField(
        label=gettext_lazy("还款时说明了还哪一笔吗"),
        required=False,
        help_text=gettext_lazy("付款时在应用里点的、备注写的，或者和客服说好的那一笔。没有说明就不选。"),
    )

    def __init__(self, *args: Any, loans: Sequence[Loan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loans = loans
        labels = dict(Currency.choices)
        self.currencies = list(dict.fromkeys(loan.currency for loan in loans))
        self._offer("currency", [(one, labels[one]) for one in self.currencies])
        choices = [("", _("没有说明，按法律规定的顺序")), *((loan.ref, _named(loan)) for loan in loans)]
        self._offer("designated", choices)
        if len(self.currencies) < 2:  # noqa: PLR2004 - nothing to choose from
            del self.fields["currency"]

    def clean(self) -> dict[str, Any]:
        """The money is that of the loan it was meant for."""
        cleaned = super().clean() or self.cleaned_data
        meant = next((loan for loan in self.loans if loan.ref == cleaned.get("designated")), None)
        currency = cleaned.get("currency") or (meant.currency if meant else self.currencies[0])
        if meant and meant.currency != currency:
            self.add_error("currency", _("您说明的那笔借款不是这个币种。请核对。"))
        return {**cleaned, "currency": currency}

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@dataclass(frozen=True, slots=True)
class Share:
    """What one loan gets of the payment, beside what it asked; ``extra`` is what nothing was owed for."""

    standing: LoanStanding
    claimed: Claimed
    amount: Decimal
    extra: Decimal

    @property
    def sum(self) -> Decimal:
        """What is recorded with the loan."""
        return self.amount + self.extra


@form_methods
def lender_payment(request: OwnRequest, pk: int) -> HttpResponse:
    """Spread a payment over the open loans of a lender, and record it with each of them."""
    lender = own_or_404(Lender, request, pk)
    ctx, zone = writing(request), zone_of(request.user)
    every = [standing_of(loan, ctx.now, zone) for loan in loans_of(request.user).filter(lender=lender)]
    open_ones = [one for one in every if not one.is_settled]
    back = reverse("lender", args=[lender.pk])
    if not open_ones:
        return render(request, "loans/several.html", {"lender": lender, "back": back})
    today = timezone.localdate(ctx.now)
    loans = [one.loan for one in open_ones]
    initial = {"paid_at": at_end_of(today, zone)}
    form = LenderPaymentForm(request.POST or None, loans=loans, now=ctx.now, initial=initial)
    shares = _shares(form, open_ones) if form.is_bound and form.is_valid() else []

    def save() -> str:
        fields = {name: form.cleaned_data[name] for name in ("paid_at", "method", "reference")}
        record_payment(ctx, [(share.standing.loan, share.sum) for share in shares], **fields)
        messages.success(request, _("已把这笔钱分别记到各笔借款下。"))
        return back

    context = {"lender": lender, "back": back, "shares": shares, "rule": _rule(open_ones)}
    if "calculate" in request.POST:
        return render(request, "loans/several.html", {"form": form, **context})
    return form_page(request, form, save, template="loans/several.html", **context)


def _shares(form: LenderPaymentForm, standings: Sequence[LoanStanding]) -> list[Share]:
    """What each loan of the payment's currency gets; what is left over goes to the one that was meant, or the first."""
    cleaned = form.cleaned_data
    mine = [one for one in standings if one.loan.currency == cleaned["currency"]]
    claims = [claimed_by(one, cleaned["paid_at"]) for one in mine]
    designated = [cleaned["designated"]] if cleaned["designated"] else []
    spread = distribute(cleaned["amount"], claims, designated)
    extra_for = designated[0] if designated else _first_paid(spread)
    sums = dict(spread.sums)
    return [
        Share(one, claim, sums[claim.loan_id], spread.overpaid if claim.loan_id == extra_for else Decimal("0.00"))
        for one, claim in zip(mine, claims, strict=True)
    ]


def _first_paid(spread: Distribution) -> str:
    return next((loan_id for loan_id, amount in spread.sums if amount), spread.sums[0][0])


def claimed_by(standing: LoanStanding, moment: datetime) -> Claimed:
    """What a loan asked at the moment: what was due by then with its penalty, and what was to come."""
    course = standing.course
    parts, today = course.open_parts(moment), course.day(moment)
    due = [part for part in parts if part.is_due_by(today)]
    owed = sum((part.total for part in due), Decimal("0.00")) + course.at(moment).penalty
    return Claimed(
        standing.loan.ref,
        due=owed,
        coming=_coming(standing, moment, [part.total for part in parts if not part.is_due_by(today)]),
        since=due[0].due_on if due else None,
        annual_rate=completed(course.terms).annual_rate,
        is_secured=bool(standing.loan.is_secured),
    )


def _coming(standing: LoanStanding, moment: datetime, sums: Sequence[Decimal]) -> Decimal:
    """What is to come; an account without days asks for what would end it now."""
    if standing.has_schedule or standing.is_revolving:
        return sum(sums, Decimal("0.00"))
    return standing.course.at(moment).payoff


def _named(loan: Loan) -> str:
    tail = loan.contract_number or (loan.drawn_on.isoformat() if loan.drawn_on else "")
    return f"{loan} {tail}".strip()


def _rule(standings: Sequence[LoanStanding]) -> object:
    """The provision about several debts, where the loans are of its place."""
    is_mainland = all(region_of(loan_facts(one.loan)) == MAINLAND for one in standings)
    return legal_part(load_rulebook().citation(RULE)) if is_mainland else None
