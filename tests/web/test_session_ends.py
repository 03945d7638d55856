"""When a sign-in ends by itself: left unused for a week, and after thirty days whatever was done with it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.web.second_steps import is_signed_in

A_DAY = timedelta(days=1)


@pytest.fixture
def browser(owner, client_of, clock):
    return client_of(owner)


def test_within_a_week_it_is_still_open(browser, clock):
    clock.shift(7 * A_DAY - timedelta(minutes=1))
    assert is_signed_in(browser)


def test_left_unused_for_a_week_it_has_ended(browser, clock):
    clock.shift(7 * A_DAY + timedelta(minutes=1))
    assert browser.get("/")["Location"].startswith(reverse("account_login"))


def test_use_puts_off_the_end(browser, clock):
    for _ in range(4):
        clock.shift(6 * A_DAY)
        assert is_signed_in(browser)


def test_no_use_puts_off_the_last_end(browser, clock):
    for _ in range(5):
        clock.shift(6 * A_DAY - timedelta(minutes=1))
        assert is_signed_in(browser)
    clock.shift(timedelta(minutes=6))
    assert not is_signed_in(browser)


def test_the_cookie_goes_with_it(browser, clock):
    clock.shift(timedelta(minutes=11))
    browser.get("/")
    assert browser.cookies["sessionid"]["max-age"] == 7 * 24 * 60 * 60


def test_how_long_is_for_the_settings_to_say(owner, client_of, clock, settings):
    settings.SESSION_IDLE_DAYS = 3
    browser = client_of(owner)
    clock.shift(2 * A_DAY)
    assert is_signed_in(browser)
    clock.shift(4 * A_DAY)
    assert not is_signed_in(browser)


def test_a_session_without_a_beginning_is_not_kept(browser, clock):
    session = browser.session
    del session["signed_in_at"]
    session.save()
    clock.shift(timedelta(minutes=11))
    browser.get("/")
    clock.shift(timedelta(seconds=2))
    assert not is_signed_in(browser)
    assert not Session.objects.filter(expire_date__gt="2025-11-01T03:00:00Z").exists()
