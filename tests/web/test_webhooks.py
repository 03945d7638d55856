"""The pages about webhooks out."""

import pytest
from django.urls import reverse

from debts.actions import add_webhook
from debts.actions.webhooks import MOST_ADDRESSES
from debts.models import Webhook
from tests.web.ledgers import write

pytestmark = pytest.mark.usefixtures("clock")
ADDRESS = "https://home.example.org/jieqing"


@pytest.fixture
def browser(client_of, owner):
    return client_of(owner)


def add(browser, **fields):
    given = {"address": ADDRESS, "flagged": "on", "deadlines": "on", **fields}
    return browser.post(reverse("webhooks"), given).content.decode()


def test_an_address_is_added_and_its_secret_shown_once(browser):
    assert "whsec_" in add(browser)
    page = browser.get(reverse("webhooks")).content.decode()
    assert ADDRESS in page.replace("<wbr>", "")
    assert "whsec_" not in page


def test_the_words_of_messages_do_not_go_along_unless_asked_for(browser):
    add(browser)
    assert not Webhook.objects.get().with_text


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"address": "http://example.com/"}, "要以 https:// 开头"),
        ({"address": ""}, "请填要通知的网址"),
        ({"flagged": "", "deadlines": ""}, "请至少选一种"),
    ],
)
def test_what_cannot_be_told_is_said_and_nothing_typed_is_lost(browser, fields, complaint):
    answer = add(browser, **fields)
    assert complaint in answer
    assert fields.get("address", ADDRESS) in answer
    assert not Webhook.objects.exists()


def test_there_is_an_end_to_addresses(browser, owner):
    for number in range(MOST_ADDRESSES):
        add_webhook(write(owner), f"{ADDRESS}/{number}")
    assert f"最多能添加 {MOST_ADDRESSES} 个" in add(browser)


def test_an_address_is_changed_and_keeps_its_secret(browser, owner):
    known, _ = add_webhook(write(owner), ADDRESS)
    browser.post(reverse("webhook_edit", args=[known.pk]), {"address": f"{ADDRESS}/2", "deadlines": "on"})
    found = Webhook.objects.get()
    assert (found.address, found.flagged, found.secret) == (f"{ADDRESS}/2", False, known.secret)


@pytest.mark.parametrize(("outcome", "words"), [("sent", "试发成功"), ("connection", "连不上这个地址")])
def test_trying_says_what_came_of_it(browser, owner, monkeypatch, outcome, words):
    monkeypatch.setattr("debts.dossier.webhooks.run_apart", lambda *_asked: outcome)
    known, _ = add_webhook(write(owner), ADDRESS)
    assert words in browser.post(reverse("webhook_try", args=[known.pk]), follow=True).content.decode()


def test_an_address_is_removed_only_after_asking(browser, owner):
    known, _ = add_webhook(write(owner), ADDRESS)
    address = reverse("webhook_remove", args=[known.pk])
    assert ADDRESS in browser.get(address).content.decode()
    assert Webhook.objects.of(owner).exists()
    browser.post(address)
    assert not Webhook.objects.of(owner).exists()
