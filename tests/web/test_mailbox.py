"""The page of the mailbox: off by default, the password never shown, the outcome said."""

import pytest

from debts.models import Mailbox, MailboxProblem
from debts.models.sealed import unseal

pytestmark = pytest.mark.usefixtures("clock")

PAGE = "/mailbox/"
TYPED = {
    "host": "imap.example.com",
    "port": "993",
    "user": "zhang@example.com",
    "password": " shou-quan-ma ",
    "folder": "INBOX",
}


def test_nothing_is_fetched_until_the_owner_switches_it_on(browser):
    browser.post(PAGE, TYPED)
    mailbox = Mailbox.objects.get()
    assert (mailbox.is_on, unseal(mailbox.password)) == (False, " shou-quan-ma ")


def test_the_password_is_never_shown_and_stays_where_none_is_written(browser):
    browser.post(PAGE, TYPED)
    assert "shou-quan-ma" not in browser.get(PAGE).content.decode()
    browser.post(PAGE, {**TYPED, "password": "", "is_on": "on"})
    mailbox = Mailbox.objects.get()
    assert (mailbox.is_on, unseal(mailbox.password)) == (True, " shou-quan-ma ")


def test_what_is_missing_is_said_and_what_was_typed_stays(browser):
    html = browser.post(PAGE, {**TYPED, "password": "", "port": "99999"}).content.decode()
    assert not Mailbox.objects.exists()
    assert 'value="imap.example.com"' in html
    assert html.count('class="errors"') >= 2


def test_trying_says_what_came_of_it(browser, monkeypatch):
    monkeypatch.setattr("debts.web.mailbox.views.try_mailbox", lambda _mailbox: MailboxProblem.LOGIN)
    assert "授权码" in browser.post(PAGE, {**TYPED, "try": "1"}, follow=True).content.decode()
    monkeypatch.setattr("debts.web.mailbox.views.try_mailbox", lambda _mailbox: None)
    assert "也试着连上了" in browser.post(PAGE, {**TYPED, "try": "1"}, follow=True).content.decode()


def test_fetching_from_this_machine_itself_is_refused_and_said(browser):
    html = browser.post(PAGE, {**TYPED, "host": "127.0.0.1", "fetch": "1"}, follow=True).content.decode()
    assert html.count("这个地址在内部网络里") == 2


def test_forgetting_takes_the_password_along(browser):
    browser.post(PAGE, TYPED)
    browser.post(PAGE, {"forget": "1"})
    assert not Mailbox.objects.exists()


def test_another_owner_has_another_mailbox(browser, stranger, client_of):
    browser.post(PAGE, TYPED)
    assert "imap.example.com" not in client_of(stranger).get(PAGE).content.decode()
    client_of(stranger).post(PAGE, {"forget": "1"})
    assert Mailbox.objects.count() == 1
