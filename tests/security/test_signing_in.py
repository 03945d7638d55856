"""Attacks on signing in, each with its bound: guesses, replays, fixed sessions, forged forms, foreign ways.

The clock stands still while somebody guesses, so the bounds are those of one moment; those of a day are counted by
going through it.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as ours
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.http import HttpResponseForbidden
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import RoutePattern

from debts.models import User
from tests.web.second_steps import (
    PASSWORD,
    app_turned_on,
    at_the_second_step,
    code_of,
    is_signed_in,
    recovery_codes_of,
    secret,
)

__all__ = ["secret"]

LOGIN = reverse("account_login")
GUESSES, SOME = 200, 40
TOO_OFTEN = "试的次数太多了"


@pytest.fixture
def looked_at(monkeypatch):
    """The passwords that were compared with a stored one."""
    seen = []

    def compare(user, raw):
        seen.append(raw)
        return raw == PASSWORD

    monkeypatch.setattr(User, "check_password", compare)
    return seen


def guess(client, name, password, **options):
    return client.post(LOGIN, {"login": name, "password": password}, **options)


def test_of_200_guesses_at_one_name_from_one_address_five_are_looked_at(owner, clock, looked_at):
    client = Client()
    answers = [guess(client, "zhangsan", f"falsch-{n}") for n in range(GUESSES)]
    assert len(looked_at) == 5
    assert any(TOO_OFTEN in answer.content.decode() for answer in answers)
    assert not is_signed_in(client)


def test_of_200_guesses_at_one_name_from_200_addresses_five_are_looked_at(owner, clock, looked_at):
    for n in range(GUESSES):
        guess(Client(REMOTE_ADDR=f"203.0.113.{n}"), "zhangsan", f"falsch-{n}")
    assert len(looked_at) == 5


@pytest.mark.parametrize("names", [["zhangsan", "ZhangSan", " zhangsan ", "ZHANGSAN"]])
def test_another_way_of_writing_the_name_is_no_way_around(owner, clock, looked_at, names):
    for n in range(40):
        guess(Client(REMOTE_ADDR=f"203.0.113.{n}"), names[n % len(names)], f"falsch-{n}")
    assert len(looked_at) == 5


def test_another_port_or_name_of_the_host_is_no_way_around(owner, clock, looked_at, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for n in range(40):
        guess(
            Client(REMOTE_ADDR=f"203.0.113.{n}"), "zhangsan", f"falsch-{n}", headers={"host": f"localhost:{8000 + n}"}
        )
    assert len(looked_at) == 5


def test_addresses_that_a_visitor_makes_up_are_no_way_around(owner, clock, looked_at, django_user_model):
    for n in range(40):
        guess(Client(), f"niemand{n}", "falsch", headers={"x-forwarded-for": f"203.0.113.{n}"})
    assert User.objects.count() == 1
    assert TOO_OFTEN in guess(Client(), "zhangsan", PASSWORD).content.decode()


def test_of_200_guesses_from_one_address_spread_over_names_ten_are_looked_at(db, clock, looked_at):
    kept = make_password(None)
    User.objects.bulk_create(User(username=f"u{n}", password=kept) for n in range(GUESSES))
    client = Client()
    for n in range(GUESSES):
        guess(client, f"u{n}", "falsch")
    assert len(looked_at) <= 10


def test_through_a_day_one_name_is_guessed_at_a_hundred_times(owner, clock, looked_at):
    for n in range(110):
        guess(Client(REMOTE_ADDR=f"203.0.113.{n}"), "zhangsan", f"falsch-{n}")
        clock.shift(timedelta(minutes=2))
    assert len(looked_at) == 100


def test_after_five_minutes_the_owner_gets_in(owner, clock):
    for n in range(SOME):
        guess(Client(REMOTE_ADDR=f"203.0.113.{n}"), "zhangsan", f"falsch-{n}")
    clock.shift(timedelta(minutes=5, seconds=1))
    client = Client()
    guess(client, "zhangsan", PASSWORD)
    assert is_signed_in(client)


def test_signing_in_now_and_then_gives_no_more_guesses_at_another(owner, stranger, clock, looked_at):
    client = Client()
    for n in range(60):
        if n % 4 == 3:
            guess(client, "lisi", "jie-qing-le-2026")
            client.logout()
        guess(client, "zhangsan", f"falsch-{n}")
    assert len([one for one in looked_at if one.startswith("falsch")]) == 5


def test_of_40_guesses_at_the_password_of_an_open_session_five_are_looked_at(owner, client_of, clock, looked_at):
    client = client_of(owner)
    clock.shift(timedelta(minutes=16))
    for n in range(SOME):
        client.post(reverse("account_reauthenticate"), {"password": f"falsch-{n}"})
    assert len(looked_at) == 5


def test_of_40_guesses_at_the_old_password_five_are_looked_at(owner, client_of, clock, looked_at):
    client = client_of(owner)
    for n in range(SOME):
        given = {"oldpassword": f"falsch-{n}", "password1": "x" * 12, "password2": "x" * 12}
        client.post(reverse("account_change_password"), given)
    assert len(looked_at) == 5


def test_of_40_guesses_at_a_code_five_are_looked_at(secret, clock):
    client = at_the_second_step()
    right = code_of(secret)
    wrong = [f"{n:06}" for n in range(SOME) if f"{n:06}" != right]
    answers = [client.post(reverse("mfa_authenticate"), {"code": code}) for code in wrong]
    refused = [TOO_OFTEN in answer.content.decode() for answer in answers]
    assert refused.index(True) == 5
    assert all(refused[5:])
    assert TOO_OFTEN in client.post(reverse("mfa_authenticate"), {"code": right}).content.decode()


def test_going_back_to_the_password_gives_no_more_guesses_at_a_code(secret):
    answers = []
    for n in range(12):
        client = at_the_second_step()
        answers.append(client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}))
    told = [TOO_OFTEN in answer.content.decode() for answer in answers if answer.status_code == 200]
    assert told.count(False) <= 5


@pytest.mark.parametrize("seconds", [0, 1, 29, 31, 59, 61, 89])
def test_a_code_that_was_used_opens_nothing_again(secret, clock, seconds):
    code = code_of(secret, later=1)
    first, again = at_the_second_step(), at_the_second_step()
    first.post(reverse("mfa_authenticate"), {"code": code})
    clock.shift(timedelta(seconds=seconds))
    again.post(reverse("mfa_authenticate"), {"code": f"{code[:3]}-{code[3:]}"})
    assert (is_signed_in(first), is_signed_in(again)) == (True, False)


def test_the_code_that_turned_the_app_on_opens_nothing(owner, client_of, clock):
    secret = app_turned_on(client_of(owner))
    client = at_the_second_step()
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_signed_in(client)


def test_a_code_of_somebody_else_opens_nothing(secret, owner, stranger, client_of, clock):
    other = app_turned_on(client_of(stranger))
    clock.shift(timedelta(minutes=2))
    client = at_the_second_step()
    client.post(reverse("mfa_authenticate"), {"code": code_of(other)})
    client.post(reverse("mfa_authenticate"), {"code": recovery_codes_of(stranger)[0]})
    assert not is_signed_in(client)


def test_the_second_step_cannot_be_walked_around(secret):
    client = at_the_second_step()
    for address in ("/", reverse("mfa_index"), reverse("account_reauthenticate"), reverse("mfa_deactivate_totp")):
        assert client.get(address).status_code == 302
        client.post(address)
    assert not is_signed_in(client)
    assert Authenticator.objects.exists()


def test_a_session_that_was_there_before_is_not_the_one_that_is_signed_in(owner, clock):
    client = Client()
    client.get(LOGIN)
    client.session.save()
    client.cookies[ours.SESSION_COOKIE_NAME] = client.session.session_key
    fixed = client.cookies[ours.SESSION_COOKIE_NAME].value
    guess(client, "zhangsan", PASSWORD)
    assert is_signed_in(client)
    attacker = Client()
    attacker.cookies[ours.SESSION_COOKIE_NAME] = fixed
    assert not is_signed_in(attacker)


@pytest.mark.parametrize("key", ["a" * 32, "../../x", "", "0" * 4000])
def test_a_session_that_the_visitor_makes_up_is_not_taken_up(owner, key):
    client = Client()
    client.cookies[ours.SESSION_COOKIE_NAME] = key
    guess(client, "zhangsan", PASSWORD)
    assert client.cookies[ours.SESSION_COOKIE_NAME].value != key


def test_after_signing_out_the_old_session_is_dead(owner, client_of):
    client, thief = client_of(owner), Client()
    thief.cookies[ours.SESSION_COOKIE_NAME] = client.cookies[ours.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))
    assert not is_signed_in(thief)


# --- forged forms ---

# What acts for no signed-in account: it is a token, a signature or a passphrase that lets in there.
NO_SESSION = ("api/v1/", "hooks/", "shared/", "calendar/")
LOOKS_AT_NOTHING = {"share/": 302}  # where phones hand over what is shared: it only leads to a page
CONVERTERS = {"int": 1, "str": "x", "slug": "x", "path": "x", "uuid": "0" * 32}


def addresses():
    """Every address of the site, with something in the place of each part that is open."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(patterns, before):
    for one in patterns:
        route = before + (one.pattern._route if isinstance(one.pattern, RoutePattern) else "")
        for name, converter in one.pattern.converters.items():
            kind = next(
                kind for kind in CONVERTERS if kind in type(converter).__name__.casefold().replace("string", "str")
            )
            for written in (f"<{kind}:{name}>", f"<{name}>"):
                route = route.replace(written, str(CONVERTERS[kind]))
        yield from _walk(one.url_patterns, route) if hasattr(one, "url_patterns") else [route]


def test_the_list_of_addresses_is_whole():
    assert {"", "loans/new/", "accounts/login/", "accounts/security/close/", "settings/tokens/new/"} <= set(addresses())
    assert not [address for address in addresses() if "<" in address]


def refused(_request, reason=""):
    return HttpResponseForbidden()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_address_takes_a_form_that_another_site_has_sent(owner, method, settings):
    """Each unsafe method of each address that acts for who is signed in is refused before any page sees it."""
    settings.CSRF_FAILURE_VIEW = f"{__name__}.refused"  # the page that says so takes longer than all the rest
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    taken = {}
    for address in addresses():
        if not address.startswith(NO_SESSION):
            answer = getattr(client, method)(f"/{address}", headers={"origin": "https://evil.example"})
            taken[address] = answer.status_code
    assert len(taken) > 100
    assert {address: status for address, status in taken.items() if status not in {403, 404, 405}} == LOOKS_AT_NOTHING


def test_where_no_form_is_checked_a_session_opens_nothing(owner, client_of):
    for address in ("/api/v1/loans", "/api/v1/token"):
        assert client_of(owner).get(address).status_code == 401


# --- ways out ---

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_answer_leads_to_another_site(secret, owner, client_of, clock, target):
    """After a code, a confirmation, signing out and a change of language: always a page of ours."""
    client = client_of(owner)
    clock.shift(timedelta(minutes=16))
    sent = [
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": target}),
        client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": target}),
        client.post(reverse("account_logout"), {"next": target}),
    ]
    at_step = Client()
    at_step.post(f"{LOGIN}?next={target}", {"login": "zhangsan", "password": PASSWORD, "next": target})
    sent.append(at_step.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1), "next": target}))
    assert all(answer.status_code == 302 for answer in sent)
    assert all(answer["Location"].startswith("/") and "evil" not in answer["Location"] for answer in sent)
    assert not any(answer["Location"].startswith("//") for answer in sent)


@pytest.mark.parametrize("name", ["account_login", "account_signup", "mfa_login_webauthn", "account_reset_password"])
def test_a_foreign_host_gets_nothing_out_of_the_entrance(client, owner, name):
    answer = client.get(reverse(name), headers={"host": "evil.example", "accept": "application/json"})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_a_passkey_is_asked_for_by_the_name_in_the_address_only(client, owner, settings):
    settings.ALLOWED_HOSTS = ["ledger.example"]
    headers = {"host": "ledger.example:8443", "x-forwarded-host": "evil.example", "accept": "application/json"}
    options = client.get(reverse("mfa_login_webauthn"), headers=headers).json()["request_options"]["publicKey"]
    assert options["rpId"] == "ledger.example"
    assert options["userVerification"] == "required"


def test_of_50_guesses_at_the_first_code_ten_are_looked_at(db, clock, settings, monkeypatch):
    settings.FIRST_ACCOUNT_CODE = "abcd-efgh-jkmn"
    seen = []
    monkeypatch.setattr("debts.web.signing.opening.constant_time_compare", lambda *codes: bool(seen.append(codes)))
    account = {"username": "moshengren", "password1": "lan-de-qi-hao", "password2": "lan-de-qi-hao"}
    for n in range(50):
        client = Client(REMOTE_ADDR=f"203.0.113.{n}")
        client.post(reverse("account_signup"), {**account, "first_code": f"aaaa-aaaa-aa{n}"})
    assert len(seen) == 10
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_guesses_that_come_at_once_no_more_are_looked_at(looked_at):
    """Each waits for the others' count; who waits for too long is refused without having been looked at."""
    User.objects.create_user("zhangsan", password=PASSWORD)
    start = Barrier(8)

    def some(visitor):
        start.wait()
        for n in range(3):
            guess(Client(REMOTE_ADDR=f"203.0.113.{visitor}"), "zhangsan", f"falsch-{n}")
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(some, range(8)))
    assert len(looked_at) <= 5
