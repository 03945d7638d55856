"""Passkeys with the authenticator that Chromium pretends to have: made, used for the password, taken away."""

import re

import pytest
from allauth.mfa.models import Authenticator

from tests.browser.test_main_job import make_first_account

HOME = re.compile(r"//[^/]+/$")
OWN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Finger:
    """The finger of the person at the device: it agrees, or it does not."""

    def __init__(self, page):
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        self._id = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": OWN})["authenticatorId"]

    def refuses(self):
        self._cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": False})

    def made(self):
        return self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"]


@pytest.fixture
def finger(page):
    return Finger(page)


@pytest.fixture
def signed_out(page, finger):
    """Somebody with a passkey who has signed out."""
    make_first_account(page)
    make_passkey(page)
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/")
    return page


def make_passkey(page):
    page.goto("/accounts/security/")
    page.get_by_role("link", name="加一把通行密钥").click()
    page.get_by_label("名字").fill("我的手机")
    page.get_by_role("button", name="建通行密钥").click()
    page.wait_for_url("**/accounts/security/codes/")


def test_a_passkey_stands_for_the_password(signed_out, finger):
    assert [key["isResidentCredential"] for key in finger.made()] == [True]
    signed_out.get_by_role("button", name="用通行密钥登录").click()
    signed_out.wait_for_url(HOME)
    signed_out.goto("/accounts/security/")
    assert "最后用过" in signed_out.locator("section", has_text="我的手机").inner_text()


def test_a_passkey_is_the_step_after_the_password(signed_out):
    signed_out.get_by_label("用户名").fill("zhangsan")
    signed_out.locator("input[type=password]").fill("jiu-wan-li-feng-peng")
    signed_out.get_by_role("button", name="登录", exact=True).click()
    signed_out.wait_for_url("**/accounts/second-step/")
    signed_out.get_by_role("button", name="用通行密钥").click()
    signed_out.wait_for_url(HOME)


def test_whose_finger_is_refused_stays_outside_and_is_told(signed_out, finger):
    finger.refuses()
    signed_out.get_by_role("button", name="用通行密钥登录").click()
    signed_out.get_by_text("没有成功").wait_for()
    signed_out.goto("/")
    assert "/accounts/login/" in signed_out.url


def test_a_passkey_that_was_removed_opens_nothing(signed_out):
    Authenticator.objects.all().delete()
    signed_out.get_by_role("button", name="用通行密钥登录").click()
    signed_out.get_by_text("没有对上").wait_for()
    assert "/accounts/login/" in signed_out.url
