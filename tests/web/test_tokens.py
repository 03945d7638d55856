"""Keys for programs: made with a name and an end, shown once, listed with their last use."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from debts.models import ApiToken
from tests.conftest import NOW


def make(browser, **asked):
    return browser.post(reverse("token_new"), {"scope": "read", "name": "家里的电脑", "days": "30", **asked})


@pytest.fixture
def browser(owner, client_of, clock):
    return client_of(owner)


def test_a_key_ends_when_its_owner_said(browser):
    make(browser)
    token = ApiToken.objects.get()
    assert (token.name, token.expires_at) == ("家里的电脑", NOW + timedelta(days=30))


def test_a_key_without_an_end_lasts(browser):
    make(browser, days="0")
    assert ApiToken.objects.get().expires_at is None


def test_the_list_says_what_a_key_is_for_and_whether_it_is_used(browser):
    make(browser)
    page = browser.get(reverse("settings")).content.decode()
    assert "家里的电脑" in page
    assert "还没有用过" in page


def test_a_key_past_its_end_is_listed_as_such(browser, owner, client_of, clock):
    make(browser)
    clock.shift(timedelta(days=30))
    assert "已过期" in client_of(owner).get(reverse("settings")).content.decode()


def test_an_end_that_is_not_offered_makes_no_key(browser):
    assert make(browser, days="7").status_code == 200
    assert not ApiToken.objects.exists()


def test_the_command_makes_a_key_that_ends(owner, clock):
    call_command("create_token", user=owner.username, scope="check", expires_days=7, name="cron")
    assert ApiToken.objects.get().expires_at == NOW + timedelta(days=7)


@pytest.mark.parametrize("days", ["0", "-1", "3651", "x", "9" * 30])
def test_the_command_refuses_an_end_that_makes_no_sense(owner, days):
    with pytest.raises(CommandError, match="a number of days"):
        call_command("create_token", "--user", owner.username, "--scope", "check", "--expires-days", days)


def test_the_reference_is_a_page_without_scripts_of_its_own(client, db):
    answer = client.get(reverse("api-docs"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "POST /api/v1/check" in page.replace("<wbr>", "")
    assert "<script>" not in page
    assert 'style="' not in page
