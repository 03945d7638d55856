"""Sign-ins that failed are written down: why, from where, for which account, and nothing that was typed."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from debts.web.signing.refusals import mark_of
from ledger.logs import JsonLines
from tests.web.second_steps import PASSWORD, app_turned_on, at_the_second_step, code_of

LOGIN, AGAIN = reverse("account_login"), reverse("account_reauthenticate")
pytestmark = pytest.mark.django_db


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="jieqing.signing")
    return caplog


def events(log):
    return [record.facts["event"] for record in log.records if record.name == "jieqing.signing"]


def refused(log):
    return [one for one in events(log) if one != "signed_in"]


def try_password(name, password, client=None):
    return (client or Client()).post(LOGIN, {"login": name, "password": password})


def test_a_wrong_password_is_written_down_with_its_place(owner, log):
    try_password("zhangsan", "cuo-de-mi-ma-1")
    (record,) = log.records
    assert record.levelno == logging.WARNING
    assert record.facts == {"event": "wrong_password", "address": "127.0.0.1", "account": mark_of("ZHANGSAN")}


@pytest.mark.parametrize("name", ["zhangsan", "wo-de-mi-ma-da-cuo-le"])
def test_nothing_that_was_typed_is_in_the_log(owner, log, name):
    try_password(name, "cuo-de-mi-ma-1")
    lines = "".join(JsonLines().format(record) for record in log.records)
    assert name not in lines
    assert "cuo-de-mi-ma-1" not in lines
    assert mark_of(name) in lines


def test_a_line_for_programs_holds_the_facts(owner, log):
    try_password("nobody", "cuo-de-mi-ma-1")
    (record,) = log.records
    assert json.loads(JsonLines().format(record))["event"] == "wrong_password"


def test_a_guess_too_many_is_written_down_as_held_back(owner, log, clock):
    for _ in range(6):
        try_password("zhangsan", "cuo-de-mi-ma-1")
    assert refused(log) == [*["wrong_password"] * 5, "held_back"]


def test_a_wrong_code_and_one_used_before_are_told_apart(owner, log, client_of, clock):
    secret = app_turned_on(client_of(owner))
    client = at_the_second_step()
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert refused(log) == ["wrong_code", "code_used_before"]


def test_what_is_no_passkey_is_written_down(owner, log):
    Client().post(reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'})
    assert refused(log) == ["wrong_passkey"]


def test_a_wrong_answer_to_who_is_sitting_there_is_written_down(owner, client_of, log):
    client_of(owner).post(AGAIN, {"password": "cuo-de-mi-ma-1"})
    assert refused(log) == ["wrong_password_again"]


def test_a_sign_in_that_went_well_is_told_too(owner, log):
    try_password("zhangsan", PASSWORD)
    assert events(log) == ["signed_in"]
