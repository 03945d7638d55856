"""A made-up ledger and made-up messages, judged as real ones are. Nothing is stored, so nothing has to be removed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from debts.dossier.known import Known, LoanKnown
from debts.finance.types import LoanTerms, Payment
from debts.reconciler.check import judge_messages
from debts.reconciler.types import (
    IncomingMessage,
    Ledger,
    LenderFacts,
    LoanFacts,
    ProfileFacts,
    SettlementBasis,
    SettlementFacts,
)
from debts.rulebook import load_rulebook
from debts.web.cards import Card, card_of
from debts.web.facts import FactIndex
from debts.web.pages import OwnRequest

LENDER = LenderFacts("example-lender", "青禾消费金融有限公司", aliases=("青禾消金", "青禾贷"), signatures=("青禾消金",))
PRODUCT = "青禾贷"
SETTLED_AGO = timedelta(days=200)
# How many days ago each message came, and its words.
TEXTS = (
    (9, "【青禾消金】您的青禾贷已逾期12天，当前欠款1,834.56元，请立即还款，否则将上报征信。"),
    (230, "【青禾消金】您的青禾贷本期账单已出，请按时还款。"),
    (3, "【青禾消金】新客专享额度已提升至50000元，拒收请回复R"),
)


@require_safe
def example(request: OwnRequest) -> HttpResponse:
    """Show what the ledger says about a loan that was paid off and is still asked for."""
    now = timezone.now()
    return render(request, "overview/example.html", {"settled_at": now - SETTLED_AGO, "cards": example_cards(now)})


def example_cards(now: datetime) -> list[Card]:
    """The cards of the made-up messages, as of ``now``."""
    loan = _loan(now)
    messages = list(_messages(now))
    ledger = Ledger(profile=ProfileFacts(), lenders=(LENDER,), loans=(loan,))
    judgements = judge_messages(ledger, messages, rulebook=load_rulebook())
    known = Known(loans={loan.id: LoanKnown(loan, PRODUCT, LENDER.name)}, zone=timezone.get_current_timezone())
    index = FactIndex(known)
    return [card_of(message, judgement, index) for message, judgement in zip(messages, judgements, strict=True)]


def _loan(now: datetime) -> LoanFacts:
    settled_at = now - SETTLED_AGO
    return LoanFacts(
        "example-loan",
        LENDER.id,
        LoanTerms(Decimal(12000), drawn_on=(now - timedelta(days=500)).date()),
        product=PRODUCT,
        repayments=(Payment(settled_at, Decimal(12900)),),
        settlement=SettlementFacts(settled_at, SettlementBasis.PAID_IN_FULL),
    )


def _messages(now: datetime) -> Iterator[IncomingMessage]:
    for number, (days, text) in enumerate(TEXTS):
        yield IncomingMessage(f"example-{number}", text, now - timedelta(days=days), "1069000000")
