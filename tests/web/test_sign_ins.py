"""Where somebody is signed in: listed, ended, and told to the owner when the browser was not known."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from debts.models import SignIn
from tests.conftest import NOW
from tests.web.second_steps import PASSWORD, is_signed_in

PAGE = reverse("mfa_index")
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1"
NEWS = "有人用没见过的浏览器"


def sign_in(client):
    client.post(reverse("account_login"), {"login": "zhangsan", "password": PASSWORD})
    return client


def page_of(client):
    return client.get(PAGE).content.decode()


@pytest.fixture
def home(owner, clock):
    """The owner's browser, which is known and signed in."""
    return sign_in(Client(headers={"user-agent": SAFARI}))


@pytest.fixture
def elsewhere(home, clock):
    """A browser that was never seen, signed in five minutes later."""
    clock.shift(timedelta(minutes=5))
    return sign_in(Client(headers={"user-agent": CHROME}))


def test_each_sign_in_is_listed_by_what_the_browser_calls_itself(home, elsewhere):
    listed = page_of(home).split('id="sessions"')[1]
    assert "Safari · Mac" in listed
    assert "Chrome · Android" in listed
    assert listed.index("Safari · Mac") < listed.index("Chrome · Android")


def test_the_first_browser_of_all_is_no_news(home):
    assert NEWS not in page_of(home)
    assert not SignIn.objects.get().is_new


def test_a_browser_that_was_not_known_is_told_of_where_the_owner_is_signed_in(home, elsewhere):
    assert NEWS in home.get("/").content.decode()
    assert NEWS not in home.get("/").content.decode()


def test_the_browser_that_signs_in_is_not_told_of_itself(elsewhere):
    assert NEWS not in elsewhere.get("/").content.decode()


def test_who_was_not_signed_in_meanwhile_is_told_on_coming_back(home, clock):
    home.post(reverse("account_logout"))
    clock.shift(timedelta(minutes=5))
    sign_in(Client())
    clock.shift(timedelta(minutes=5))
    assert NEWS in sign_in(home).get("/").content.decode()


def test_a_stranger_cannot_use_up_what_the_owner_is_told(home, elsewhere, clock):
    elsewhere.post(reverse("account_logout"))
    clock.shift(timedelta(minutes=1))
    sign_in(elsewhere).get("/")
    assert NEWS in home.get("/").content.decode()


def test_a_known_browser_is_no_news(home, clock):
    home.post(reverse("account_logout"))
    clock.shift(timedelta(minutes=1))
    sign_in(home)
    assert not SignIn.objects.filter(is_new=True).exists()


def test_one_sign_in_can_be_ended(home, elsewhere):
    home.post(reverse("sign_in_end"), {"sign_in": SignIn.objects.latest("pk").pk})
    assert (is_signed_in(home), is_signed_in(elsewhere)) == (True, False)
    assert "已退出" in page_of(home)


def test_all_others_can_be_ended_those_that_were_noted_nowhere_included(home, elsewhere):
    SignIn.objects.latest("pk").delete()
    home.post(reverse("sign_ins_end"))
    assert (is_signed_in(home), is_signed_in(elsewhere)) == (True, False)


def test_nobody_ends_the_sign_in_of_another(home, stranger, client_of):
    mine = SignIn.objects.get()
    assert client_of(stranger).post(reverse("sign_in_end"), {"sign_in": mine.pk}).status_code == 404
    client_of(stranger).post(reverse("sign_ins_end"))
    assert is_signed_in(home)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "²"])
def test_a_number_of_no_sign_in_is_told_as_such(home, number):
    assert home.post(reverse("sign_in_end"), {"sign_in": number}).status_code == 404


def test_a_new_password_ends_the_other_sign_ins(home, elsewhere):
    new = "geng-chang-de-mima"
    home.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_signed_in(home), is_signed_in(elsewhere)) == (True, False)
    assert Session.objects.count() == 1
    assert "就是这里" in page_of(home)


def test_being_seen_is_noted_every_ten_minutes(home, clock):
    clock.shift(timedelta(minutes=9))
    home.get("/")
    assert SignIn.objects.get().last_seen_at == NOW
    clock.shift(timedelta(minutes=1))
    home.get("/")
    assert SignIn.objects.get().last_seen_at == NOW + timedelta(minutes=10)


def test_old_sign_ins_are_forgotten(home, clock):
    clock.shift(timedelta(days=181))
    sign_in(home)
    assert SignIn.objects.count() == 1


@pytest.fixture
def at_once(monkeypatch):
    """Mails are sent before the answer, so that a test can look at them."""

    class AtOnce:
        def __init__(self, target, args, **_options):
            self.start = lambda: target(*args)

    monkeypatch.setattr("debts.web.signing.notices.Thread", AtOnce)


def test_a_mail_goes_where_an_address_is_known(home, owner, settings, mailoutbox, at_once):
    settings.CAN_SEND_MAIL = True
    owner.email = "zhang@example.org"
    owner.save()
    sign_in(Client(headers={"user-agent": CHROME}))
    assert [mail.to for mail in mailoutbox] == [["zhang@example.org"]]
    assert "Chrome · Android，地址 127.0.0.1" in mailoutbox[0].body


def test_without_a_mail_server_or_an_address_nothing_is_sent(home, owner, settings, mailoutbox, at_once):
    settings.CAN_SEND_MAIL = True
    sign_in(Client())
    assert not mailoutbox


def test_behind_a_proxy_that_is_trusted_the_address_is_the_visitors(owner, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    sign_in(Client(headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"}))
    assert SignIn.objects.get().address == "198.51.100.7"


def test_an_address_that_a_visitor_makes_up_is_not_believed(owner):
    sign_in(Client(headers={"x-forwarded-for": "203.0.113.9"}))
    assert SignIn.objects.get().address == "127.0.0.1"
