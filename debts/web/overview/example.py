"""A made-up ledger and made-up messages, judged as real ones are. Nothing is stored, so nothing has to be removed."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from debts.dossier.known import Known, LoanKnown
from debts.finance.schedules import schedule
from debts.finance.types import LoanTerms, Payment, RepaymentMethod
from debts.reconciler.check import judge_messages
from debts.reconciler.dates import CHINA
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
DRAWN_AGO = timedelta(days=500)
SETTLED_AGO = timedelta(days=200)
NOON = time(12)
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
    return render(
        request, "overview/example.html", {"settled_at": _in_daytime(now - SETTLED_AGO), "cards": example_cards(now)}
    )


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
    drawn_on = (now - DRAWN_AGO).date()
    terms = LoanTerms(
        Decimal(12000),
        drawn_on=drawn_on,
        annual_rate=Decimal("0.18"),
        method=RepaymentMethod.EQUAL_INSTALMENT,
        term_months=12,
        first_due_on=drawn_on + relativedelta(months=1),
    )
    settled_at = _in_daytime(now - SETTLED_AGO)
    due = [one for one in schedule(terms) if one.due_on < settled_at.date()]
    paid = [Payment(datetime.combine(one.due_on, NOON, CHINA), one.total) for one in due]
    settlement = SettlementFacts(settled_at, SettlementBasis.EARLY_PAYOFF)
    return LoanFacts("example-loan", LENDER.id, terms, product=PRODUCT, repayments=tuple(paid), settlement=settlement)


def _messages(now: datetime) -> Iterator[IncomingMessage]:
    for number, (days, text) in enumerate(TEXTS):
        yield IncomingMessage(f"example-{number}", text, _in_daytime(now - timedelta(days=days)), "1069000000")


def _in_daytime(moment: datetime) -> datetime:
    """The same day at noon: by night another rule would speak as well, depending on when the page is looked at."""
    return datetime.combine(moment.astimezone(CHINA).date(), NOON, CHINA)
