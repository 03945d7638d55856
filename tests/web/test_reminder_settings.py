"""Turning the mails on and off."""

import pytest
from django.urls import reverse

from debts.models import Profile

pytestmark = pytest.mark.usefixtures("clock")


def save(client, **fields):
    given = {"days": "3", "email": "a@example.org", "language": "zh-hans", **fields}
    return client.post(reverse("settings_reminders"), given, follow=True).content.decode()


def test_mails_are_off_until_somebody_turns_them_on(browser, owner):
    assert '<option value="off" selected>不发邮件' in browser.get(reverse("settings")).content.decode()
    save(browser)
    owner.refresh_from_db()
    assert (owner.email, Profile.objects.get(owner=owner).remind_days) == ("a@example.org", 3)


def test_turning_them_off_keeps_the_address(browser, owner):
    save(browser)
    assert "提醒邮件已经关掉" in save(browser, days="off")
    owner.refresh_from_db()
    assert (owner.email, Profile.objects.get(owner=owner).remind_days) == ("a@example.org", None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": ""}, "要收提醒邮件，请写上邮箱"),
        ({"email": "邮箱"}, "这不像一个邮箱地址"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "这不像一个邮箱地址"),
    ],
)
def test_an_address_that_cannot_be_used_is_said(browser, owner, fields, said):
    assert said in save(browser, **fields)
    assert not Profile.objects.filter(owner=owner).exists()


@pytest.mark.parametrize("fields", [{"days": "-1"}, {"days": "x"}, {"language": "de"}])
def test_what_is_no_choice_is_refused(browser, owner, fields):
    save(browser, **fields)
    assert not Profile.objects.filter(owner=owner).exists()


def test_a_number_of_days_from_an_archive_is_shown(browser, owner):
    Profile.objects.create(owner=owner, remind_days=5)
    assert '<option value="5" selected>提前 5 天' in browser.get(reverse("settings")).content.decode()


def test_a_number_of_days_from_an_archive_can_be_kept(browser, owner):
    Profile.objects.create(owner=owner, remind_days=5)
    save(browser, days="5")
    assert Profile.objects.get(owner=owner).remind_days == 5


@pytest.mark.parametrize(("can_send", "is_said"), [(False, True), (True, False)])
def test_a_machine_without_a_mail_server_says_so(browser, settings, can_send, is_said):
    settings.CAN_SEND_MAIL = can_send
    assert ("还没有接上邮件服务" in browser.get(reverse("settings")).content.decode()) is is_said


def test_a_stranger_changes_only_their_own(client_of, owner, stranger):
    save(client_of(stranger))
    owner.refresh_from_db()
    assert owner.email == ""
    assert not Profile.objects.filter(owner=owner).exists()
