"""The first visitor opens the account; from then on the door is closed unless the owner opens it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from unittest.mock import MagicMock

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from debts.models import User
from debts.web.accounts import signup_is_open

ACCOUNT = {"username": "zhangsan", "password1": "jie-qing-le-2025", "password2": "jie-qing-le-2025"}


def open_account(client, **changes):
    return client.post(reverse("account_signup"), {**ACCOUNT, **changes})


def test_the_first_visit_leads_to_the_first_account(client, db):
    assert client.get("/").headers["Location"] == reverse("account_signup")


def test_the_first_page_says_what_this_is_and_where_the_data_lies(client, db):
    page = client.get(reverse("account_signup")).content.decode()
    assert "这笔钱，您还欠不欠" in page
    assert "账本只存在运行本程序的这台机器上" in page


def test_the_first_account_is_signed_in_and_looks_after_the_installation(client, db):
    assert open_account(client).headers["Location"] == reverse("overview")
    assert User.objects.get().is_staff
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("123", "密码太短了"),
        ("1234567890", "这个密码太常见"),
        ("zhangsan12", "密码和用户名太像"),
        ("ababababababab", "容易被猜到"),
        ("0987654321qwertyuiop", "容易被猜到"),
        ("WoAiNi-1314520", "容易被猜到"),
        ("jieqing202511", "容易被猜到"),
    ],
)
def test_a_weak_password_is_refused_in_our_words_and_the_name_is_kept(client, db, password, told):
    page = open_account(client, password1=password, password2=password).content.decode()
    assert told in page
    assert 'value="zhangsan"' in page


def test_after_the_first_account_nobody_can_sign_up(client, owner):
    page = client.get(reverse("account_signup")).content.decode()
    assert "这里不开放注册" in page
    open_account(client, username="lisi")
    assert User.objects.count() == 1


def test_two_people_with_the_first_form_open_make_one_account(client, db, monkeypatch):
    monkeypatch.setattr("debts.web.accounts.AccountAdapter.is_open_for_signup", lambda *_: True)
    User.objects.create_user("erste", password="jie-qing-le-2025")
    assert open_account(client).status_code == 403
    assert not User.objects.filter(username="zhangsan").exists()


def test_the_owner_can_open_the_door(client, owner, settings):
    settings.SIGNUP_OPEN = True
    open_account(client, username="lisi")
    assert not User.objects.get(username="lisi").is_staff


def test_with_an_account_a_visitor_is_asked_to_sign_in(client, owner):
    assert client.get("/loans/").headers["Location"] == f"{reverse('account_login')}?next=/loans/"
    assert "开一个" not in client.get(reverse("account_login")).content.decode()


def test_a_wrong_password_keeps_the_name_and_says_so(client, owner):
    answer = client.post(reverse("account_login"), {"login": "zhangsan", "password": "falsch"})
    assert 'value="zhangsan"' in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_signing_in_opens_the_ledger(client, owner):
    client.post(reverse("account_login"), {"login": "zhangsan", "password": "jie-qing-le-2025"})
    assert client.get("/").status_code == 200


def test_signing_out_closes_it(client_of, owner):
    client = client_of(owner)
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_before_the_door_can_be_seen(client, owner, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["account_logout", "account_change_password"])
def test_the_pages_of_the_account_can_be_seen(client_of, owner, name):
    assert client_of(owner).get(reverse(name)).status_code == 200


def test_a_password_can_be_changed(client_of, owner):
    given = {"oldpassword": "jie-qing-le-2025", "password1": "geng-chang-de-mima", "password2": "geng-chang-de-mima"}
    client_of(owner).post(reverse("account_change_password"), given)
    assert User.objects.get().check_password("geng-chang-de-mima")


@pytest.mark.parametrize(
    "address",
    ["email/", "confirm-email/", "confirm-email/MQ:abc/", "password/reset/done/", "password/reset/key/1-set/", ""],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_are_no_pages_that_would_need_mail(client_of, owner, address, method):
    answer = getattr(client_of(owner), method)(f"/accounts/{address}", {"email": "a@example.org", "action_add": ""})
    assert answer.status_code == 404


def test_a_forgotten_password_is_explained_and_nothing_is_sent(client, owner, mailoutbox):
    assert "manage.py changepassword" in client.get(reverse("account_reset_password")).content.decode()
    assert client.post(reverse("account_reset_password"), {"email": "a@example.org"}).status_code == 405
    assert not mailoutbox


def test_who_forgot_the_password_finds_the_way_from_the_sign_in_page(client, owner):
    assert reverse("account_reset_password") in client.get(reverse("account_login")).content.decode()


def test_a_disabled_account_is_told_so(client, owner):
    User.objects.update(is_active=False)
    given = {"login": "zhangsan", "password": "jie-qing-le-2025"}
    assert "已停用" in client.post(reverse("account_login"), given, follow=True).content.decode()


def test_an_account_without_a_password_is_led_to_set_one(client_of, owner):
    client = client_of(owner)
    owner.set_unusable_password()
    owner.save()
    client.force_login(owner)
    assert "写两遍" in client.get(reverse("account_change_password"), follow=True).content.decode()


def test_on_postgresql_accounts_are_opened_one_after_the_other(client, db, monkeypatch):
    said = []
    table = MagicMock(vendor="postgresql")
    table.ops.quote_name.side_effect = '"{}"'.format
    table.cursor.return_value.__enter__.return_value.execute.side_effect = lambda sql: said.append(
        (sql, User.objects.exists())
    )
    monkeypatch.setattr("debts.web.accounts.connection", table)
    open_account(client)
    assert said == [('LOCK TABLE "debts_user" IN EXCLUSIVE MODE', False)]


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ups_at_once_make_one_account(monkeypatch):
    """Whoever finds the door open waits for the other to find it open too, which inside the transaction never comes."""
    together = Barrier(2, timeout=0.5)

    def is_open():
        found = signup_is_open()
        with suppress(BrokenBarrierError):
            together.wait()
        return found

    def sign_up(name):
        try:
            return open_account(Client(), username=name).status_code
        finally:
            connection.close()

    monkeypatch.setattr("debts.web.accounts.signup_is_open", is_open)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(sign_up, ["zhangsan", "lisi"])) in ([200, 302], [302, 403])
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "password", ["只有汉字也可以的口令", "correct horse battery", "x" * 3 + "9#kLp-" * 20, "lan de qi hao"]
)
def test_any_signs_do_for_a_password_that_is_long_and_hard_to_guess(client, db, password):
    open_account(client, password1=password, password2=password)
    assert User.objects.get().check_password(password)


@pytest.fixture
def code(settings):
    settings.FIRST_ACCOUNT_CODE = "abcd-efgh-jkmn"
    return settings.FIRST_ACCOUNT_CODE


@pytest.mark.parametrize("typed", ["abcd-efgh-jkmn", "ABCD EFGH JKMN", "abcdefghjkmn", "ａｂｃｄ-efgh-jkmn"])
def test_beyond_this_machine_the_first_account_needs_the_code(client, db, code, typed):
    open_account(client, first_code=typed)
    assert User.objects.get().is_staff


@pytest.mark.parametrize(
    ("typed", "told"), [("", "请写上启动时打印的口令"), ("abcd-efgh-jkmm", "口令不对"), ("一二", "口令不对")]
)
def test_without_the_code_there_is_no_account(client, db, code, typed, told):
    assert told in open_account(client, first_code=typed).content.decode()
    assert not User.objects.exists()


def test_after_the_first_account_no_code_is_asked_for(client, owner, code, settings):
    settings.SIGNUP_OPEN = True
    assert "first_code" not in client.get(reverse("account_signup")).content.decode()
    open_account(client, username="lisi")
    assert User.objects.filter(username="lisi").exists()
