"""Who signed in a while ago is asked again before much is given away; what was typed waits."""

import io
import json
from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.urls import resolve, reverse

from debts.actions import Route, WriteContext, open_dispute, record_lender
from debts.models import ApiToken, Share
from debts.web.entrance import urlpatterns as entrance
from debts.web.signing.sureness import ASK_FIRST, ASK_TO_WRITE, MOST_WAITING
from debts.web.urls import urlpatterns
from tests.conftest import NOW
from tests.web.second_steps import PASSWORD, app_turned_on, code_of

AGAIN = reverse("account_reauthenticate")
A_WHILE = timedelta(minutes=16)
EXPORT = reverse("export_file", args=["archive"])
TOKEN = {"scope": "read", "name": "家里的电脑", "days": "30"}


def status_of(browser, address=EXPORT, **options):
    answer = browser.get(address, **options)
    answer.close()
    return answer.status_code


@pytest.fixture
def browser(owner, client_of, clock):
    """The owner's browser, signed in sixteen minutes ago."""
    signed_in = client_of(owner)
    clock.shift(A_WHILE)
    return signed_in


def test_what_is_asked_about_exists():
    assert {page.name for page in (*urlpatterns, *entrance)} >= ASK_FIRST | ASK_TO_WRITE


@pytest.mark.parametrize("name", sorted(ASK_FIRST))
def test_a_download_asks_before_anything_is_looked_up(browser, name):
    args = {"export_file": ["archive"], "account_close": []}.get(name, [1])
    address = reverse(name, args=args)
    assert browser.get(address)["Location"].startswith(AGAIN)
    assert resolve(address).url_name == name


@pytest.mark.parametrize("name", sorted(ASK_TO_WRITE))
def test_making_a_way_in_asks_when_it_is_sent(browser, name):
    about_something = {"dispute_shares", "dispute_guests", "forwarder_key", "webhook_edit"}
    address = reverse(name, args=[1] if name in about_something else [])
    assert browser.post(address)["Location"].startswith(AGAIN)


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_a_change_of_the_second_step_asks(browser, name):
    assert browser.get(reverse(name))["Location"].startswith(AGAIN)


def test_just_signed_in_nothing_is_asked(owner, client_of, clock):
    assert status_of(client_of(owner)) == 200


def test_after_the_password_the_key_that_was_asked_for_is_made(browser):
    asked = browser.post(reverse("token_new"), TOKEN)
    page = browser.post(asked["Location"], {"password": PASSWORD}).content.decode()
    assert ApiToken.objects.get().name == "家里的电脑"
    assert "它只显示这一次" in page


def test_a_wrong_password_makes_nothing(browser):
    asked = browser.post(reverse("token_new"), TOKEN)
    assert browser.post(asked["Location"], {"password": "falsch"}).status_code == 200
    assert not ApiToken.objects.exists()


def test_a_share_that_was_typed_is_made_after_the_answer(browser, owner):
    ctx = WriteContext(owner, Route.WEB, NOW)
    dispute = open_dispute(ctx, record_lender(ctx, name="招联"), title="争议")
    asked = browser.post(reverse("dispute_shares", args=[dispute.pk]), {"label": "王律师", "days": 7})
    browser.post(asked["Location"], {"password": PASSWORD})
    assert Share.objects.get().label == "王律师"


def test_after_the_answer_the_page_with_the_download_is_shown(browser):
    asked = browser.get(EXPORT, headers={"referer": f"http://testserver{reverse('export')}"})
    assert browser.post(asked["Location"], {"password": PASSWORD})["Location"] == reverse("export")
    assert status_of(browser) == 200


def test_a_page_of_somebody_else_is_not_led_back_to(browser):
    asked = browser.get(EXPORT, headers={"referer": "https://evil.example/x"})
    assert "evil" not in asked["Location"]


def test_a_code_answers_as_well(owner, client_of, clock):
    browser = client_of(owner)
    secret = app_turned_on(browser)
    clock.shift(A_WHILE)
    given = {"code": code_of(secret), "next": reverse("export")}
    assert browser.post(reverse("mfa_reauthenticate"), given)["Location"] == reverse("export")
    assert status_of(browser) == 200


def test_the_answer_holds_for_a_quarter_of_an_hour(browser, clock):
    browser.post(AGAIN, {"password": PASSWORD})
    clock.shift(A_WHILE)
    assert status_of(browser) == 302


def waiting_in(browser):
    return "account_reauthentication_state" in browser.session


def test_what_was_typed_waits_without_any_file(browser):
    file = io.BytesIO(b"bytes-of-a-file")
    browser.post(reverse("token_new"), {**TOKEN, "file": file})
    kept = json.dumps(browser.session["account_reauthentication_state"])
    assert quote_plus("家里的电脑") in kept
    assert "bytes-of-a-file" not in kept


def test_more_than_a_form_holds_does_not_wait(browser):
    browser.post(reverse("token_new"), {**TOKEN, "name": "长" * MOST_WAITING})
    assert not waiting_in(browser)


def test_what_waits_is_let_go_after_a_quarter_of_an_hour(browser, clock):
    browser.post(reverse("token_new"), TOKEN)
    clock.shift(timedelta(minutes=14))
    browser.get("/")
    assert waiting_in(browser)
    clock.shift(timedelta(minutes=2))
    browser.get("/")
    assert not waiting_in(browser)


def test_what_was_let_go_is_done_by_no_later_answer(browser, clock):
    asked = browser.post(reverse("token_new"), TOKEN)
    clock.shift(timedelta(minutes=16))
    browser.post(asked["Location"], {"password": PASSWORD})
    assert not ApiToken.objects.exists()
