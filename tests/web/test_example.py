"""The example: judged like real messages, marked as made up, and gone without a trace."""

import pytest
from django.urls import reverse

from debts.models import EvidenceEntry, Lender, Loan, Message
from debts.web.overview.example import example_cards
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clock")


def test_an_empty_ledger_leads_to_the_example(browser):
    assert reverse("example") in browser.get(reverse("overview")).content.decode()


def test_the_example_shows_a_demand_after_settlement_one_before_it_and_an_advert():
    assert [card.code for card in example_cards(NOW)] == ["after_settlement", "consistent", "no_claim"]


@pytest.mark.parametrize("hour", [3, 12, 23])
def test_the_example_says_the_same_at_any_hour(hour):
    told = [[part.id for part in card.findings] for card in example_cards(NOW.replace(hour=hour))]
    assert told == [["M8"], [], []]


def test_the_example_says_that_it_is_made_up(browser):
    page = browser.get(reverse("example")).content.decode()
    assert "都是编的" in page
    assert page.count("例子</span>") == 3


def test_the_example_leaves_nothing_behind(browser, owner):
    browser.get(reverse("example"))
    assert not any(model.objects.filter(owner=owner).exists() for model in (Lender, Loan, Message, EvidenceEntry))
