"""Authenticator apps and recovery codes: turned on, asked for, taken once, turned off."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

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

STEP = reverse("mfa_authenticate")


def answered(client, code):
    return client.post(STEP, {"code": code})


def test_after_the_password_the_code_is_asked_for(secret):
    client = at_the_second_step()
    assert not is_signed_in(client)
    answered(client, code_of(secret))
    assert is_signed_in(client)


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(secret, later):
    client = at_the_second_step()
    answered(client, code_of(secret, later=later))
    assert is_signed_in(client)


@pytest.mark.parametrize("later", [-2, 2])
def test_a_clock_that_is_further_off_is_refused(secret, later):
    client = at_the_second_step()
    assert "没有对上" in answered(client, code_of(secret, later=later)).content.decode()
    assert not is_signed_in(client)


def test_a_code_is_read_as_people_type_it(secret):
    client = at_the_second_step()
    full_width = code_of(secret).translate({ord("0") + n: ord("０") + n for n in range(10)})
    answered(client, f" {full_width[:3]} {full_width[3:]} ")
    assert is_signed_in(client)


@pytest.mark.parametrize("code", ["", "一二三四五六", "12345", "0" * 41, "\x00", "-" * 6])
def test_what_is_no_code_is_refused(secret, code):
    client = at_the_second_step()
    assert answered(client, code).status_code == 200
    assert not is_signed_in(client)


def test_a_recovery_code_opens_once(secret, owner):
    code = recovery_codes_of(owner)[0]
    first, second = at_the_second_step(), at_the_second_step()
    answered(first, code)
    answered(second, code)
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_recovery_codes_are_shown_once(owner, client_of, clock):
    client = client_of(owner)
    app_turned_on(client)
    code = recovery_codes_of(owner)[0]
    shown = f"{code[:4]} {code[4:]}"
    address = reverse("mfa_view_recovery_codes")
    assert shown in client.get(address).content.decode()
    assert shown not in client.get(address).content.decode()


def test_new_recovery_codes_make_the_old_ones_useless(secret, owner, client_of):
    old = recovery_codes_of(owner)[0]
    client_of(owner).post(reverse("mfa_generate_recovery_codes"))
    client = at_the_second_step()
    answered(client, old)
    assert not is_signed_in(client)


def test_turned_off_the_password_is_enough(secret, owner, client_of):
    client_of(owner).post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert is_signed_in(at_the_second_step())


def test_a_wrong_first_code_turns_nothing_on(owner, client_of):
    client = client_of(owner)
    client.get(reverse("mfa_activate_totp"))
    assert "没有对上" in client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()


def test_what_codes_are_made_from_cannot_be_read_in_the_database(secret, owner):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert recovery_codes_of(owner)[0] not in kept


def test_with_the_key_of_another_installation_no_code_fits(secret, settings):
    settings.SEAL_KEY = "M" * 43 + "="
    client = at_the_second_step()
    assert answered(client, code_of(secret)).status_code == 200
    assert not is_signed_in(client)


def test_the_page_says_what_is_asked_for(secret, owner, client_of):
    page = client_of(owner).get(reverse("mfa_index")).content.decode()
    assert "还有 10 个没有用过" in page
    assert reverse("mfa_deactivate_totp") in page


@pytest.mark.parametrize(
    ("host", "told"),
    [("localhost:8000", "加一把通行密钥"), ("127.0.0.1:8000", "http://localhost:8000"), ("192.168.1.7", "接上 HTTPS")],
)
def test_passkeys_are_offered_where_browsers_make_them(owner, client_of, settings, host, told):
    settings.ALLOWED_HOSTS = ["*"]
    assert told in client_of(owner).get(reverse("mfa_index"), headers={"host": host}).content.decode()


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_has_no_way_to_a_passkey(owner, stranger, client_of, name, method):
    key = Authenticator.objects.create(user=owner, type="webauthn", data={"name": "手机", "credential": {}})
    assert getattr(client_of(stranger), method)(reverse(name, args=[key.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


SIGNED = '"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": 3'
NONSENSE = ["", "{}", "[]", "1", "null", '"x"', "{", '{"id": 1}', '{"rawId": "a", "response": 3}']
MORE = [
    '{"rawId": "AA", "response": {}, "type": "public-key"}',
    f'{{"rawId": "AA", "response": {{{SIGNED}}}}}',
    '{"rawId": "AA", "response": {"clientDataJSON": "e30", "attestationObject": "AA", "authenticatorData": "AA"}}',
]


@pytest.mark.parametrize("credential", NONSENSE + MORE)
def test_nonsense_in_the_place_of_a_passkey_opens_nothing(owner, client, client_of, credential):
    address = reverse("mfa_login_webauthn")
    client.get(address, headers={"accept": "application/json"})
    client.post(address, {"credential": credential})
    assert not is_signed_in(client)
    own = client_of(owner)
    own.get(reverse("mfa_add_webauthn"))
    assert own.post(reverse("mfa_add_webauthn"), {"credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_second_step_without_the_first_leads_to_the_first(owner, client):
    assert client.get(STEP)["Location"] == reverse("account_login")
    assert Client().post(STEP, {"code": "123456"})["Location"] == reverse("account_login")


def test_without_the_password_no_code_is_asked_for(secret):
    client = at_the_second_step(password=PASSWORD + "x")
    assert client.get(STEP)["Location"] == reverse("account_login")


def test_who_has_lost_everything_is_let_in_by_whoever_looks_after_the_machine(secret, owner, client_of, capsys):
    open_session = client_of(owner)
    call_command("turn_off_second_step", user="zhangsan")
    assert "2 removed" in capsys.readouterr().out
    assert not is_signed_in(open_session)
    assert is_signed_in(at_the_second_step())


def test_without_a_passkey_none_is_asked_for(secret):
    assert "用通行密钥" not in at_the_second_step().get(STEP).content.decode()
