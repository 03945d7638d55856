"""The owner's settings, keys for programs, and the help page."""

import re

import pytest
from django.urls import reverse

from debts.models import ApiToken, Profile

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(client_of, owner):
    return client_of(owner)


def save(client, **fields):
    given = {"names": "许大江", "phones": "139 0000-0000", "time_zone": "Asia/Shanghai", "grace_days": "3", **fields}
    return client.post(reverse("settings"), given, follow=True).content.decode()


def make_key(client, scope="check"):
    return client.post(reverse("token_new"), {"scope": scope}).content.decode()


def test_names_and_phones_are_lists(browser, owner):
    save(browser, names="许大江\n许江")
    profile = Profile.objects.get(owner=owner)
    assert (profile.names, profile.phones) == (["许大江", "许江"], ["13900000000"])


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"grace_days": "61"}, "最多是 60"),
        ({"grace_days": "-1"}, "不能小于 0"),
        ({"grace_days": "三天"}, "整数"),
        ({"phones": "没有手机"}, "不像一个电话号码"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(browser, owner, fields, complaint):
    answer = save(browser, names="许大江", **fields)
    assert complaint in answer
    assert "许大江" in answer
    assert next(iter(fields.values())) in answer
    assert not Profile.objects.filter(owner=owner).exists()


@pytest.mark.parametrize("days", ["0", "60"])
def test_both_ends_of_the_grace_period_are_accepted(browser, owner, days):
    save(browser, grace_days=days)
    assert Profile.objects.get(owner=owner).grace_days == int(days)


def test_an_unknown_zone_is_refused(browser, owner):
    save(browser, time_zone="Mars/Olympus")
    assert not Profile.objects.filter(owner=owner).exists()


def test_a_key_is_shown_once_and_kept_only_as_its_digest(browser, owner):
    key = re.search(r"jq_[\w-]+", make_key(browser))[0]
    assert key not in browser.get(reverse("settings")).content.decode()
    assert key not in str(ApiToken.objects.filter(owner=owner).values())


def test_a_key_has_the_scope_that_was_chosen(browser, owner):
    make_key(browser, "messages:write")
    assert ApiToken.objects.get(owner=owner).scope == "messages:write"


def test_an_unknown_scope_makes_no_key(browser, owner):
    make_key(browser, "everything")
    assert not ApiToken.objects.filter(owner=owner).exists()


def test_a_key_is_revoked(browser, owner):
    make_key(browser)
    token = ApiToken.objects.get(owner=owner)
    browser.post(reverse("token_revoke"), {"token": token.digest})
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_elses_key_can_be_revoked(client_of, browser, owner, stranger):
    make_key(browser)
    token = ApiToken.objects.get(owner=owner)
    assert client_of(stranger).post(reverse("token_revoke"), {"token": token.digest}).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


@pytest.mark.parametrize("name", ["token_new", "token_revoke"])
def test_keys_are_not_made_or_revoked_by_looking(browser, name):
    assert browser.get(reverse(name)).status_code == 405


def test_the_page_says_where_the_data_lies(browser, settings):
    assert str(settings.HOME) in browser.get(reverse("settings")).content.decode()


def title_of(client, name="loans"):
    return re.search("<title>(.*)</title>", client.get(reverse(name)).content.decode())[1]


def test_titles_can_give_nothing_away_on_this_device(browser, client_of, owner):
    assert title_of(browser) == "借款 · 结清"
    browser.post(reverse("settings_titles"), {"neutral": "1"})
    assert title_of(browser) == "笔记"
    assert title_of(client_of(owner)) == "借款 · 结清"


def test_titles_stay_neutral_before_the_door_and_can_be_turned_back(browser):
    browser.post(reverse("settings_titles"), {"neutral": "1"})
    browser.post(reverse("settings_titles"), {"neutral": ""})
    assert title_of(browser) == "借款 · 结清"
    browser.post(reverse("settings_titles"), {"neutral": "1"})
    browser.logout()
    browser.cookies["neutral_titles"] = "1"
    assert title_of(browser, "account_login") == "笔记"


@pytest.mark.parametrize("size", ["large", "largest"])
def test_text_can_be_larger_on_this_device_alone(browser, client_of, owner, size):
    browser.post(reverse("settings_text"), {"size": size})
    assert f'data-text="{size}"' in browser.get(reverse("loans")).content.decode()
    assert "data-text" not in client_of(owner).get(reverse("loans")).content.decode()


@pytest.mark.parametrize("size", ["usual", "", "huge", '"><b>'])
def test_every_other_size_is_the_usual_one(browser, size):
    browser.post(reverse("settings_text"), {"size": "large"})
    browser.post(reverse("settings_text"), {"size": size})
    assert "data-text" not in browser.get(reverse("loans")).content.decode()
