"""A shared dossier in a browser without an account: the passphrase opens it, and every kind of reader can read it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from debts.actions import open_dispute, share_dispute
from tests.browser.test_every_page import SMALL_TARGETS, TOO_WIDE, violations, with_axe
from tests.web.ledgers import AFTER, introduce, receive, settled_loan, write


@pytest.fixture
def address(transactional_db, django_user_model):
    owner = django_user_model.objects.create_user("xudajiang")
    introduce(owner)
    loan = settled_loan(owner)
    dispute = open_dispute(write(owner), loan.lender, title="一", things=receive(owner, AFTER))
    expires_at = timezone.now() + timedelta(days=1)
    link = share_dispute(write(owner), dispute, label="王律师", expires_at=expires_at, passphrase="qing-feng-1688")
    return reverse("shared", args=[link.token])


def give_passphrase(page):
    page.get_by_label("口令").fill("qing-feng-1688")
    page.get_by_role("button", name="打开").click()
    page.get_by_text(AFTER).wait_for()


def test_the_passphrase_opens_it_with_and_without_scripts(any_page, address):
    any_page.goto(address)
    give_passphrase(any_page)


def test_its_pages_are_sound_on_a_phone(page, address):
    with_axe(page).goto(address)
    found = wrong(page)
    give_passphrase(page)
    assert found + wrong(page) == []


def wrong(page):
    return [*violations(page), *page.evaluate(SMALL_TARGETS), *page.evaluate(TOO_WIDE)]
