"""What every answer tells the browser: nothing but our own parts, no other site, no powers."""

import pytest
from django.test import override_settings
from django.urls import reverse

from debts.models import User

PAGES = ["/accounts/login/", "/nowhere", "/healthz", "/api/v1/loans", "/"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_is_closed_off(client, db, address):
    answer = client.get(address)
    assert answer["Cross-Origin-Resource-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_no_page_may_use_a_camera_or_ask_where_somebody_is(client, db):
    powers = dict(part.split("=") for part in client.get("/accounts/login/")["Permissions-Policy"].split(", "))
    assert {powers[name] for name in ("camera", "microphone", "geolocation", "payment", "usb")} == {"()"}
    assert powers["publickey-credentials-get"] == "(self)"


@pytest.mark.parametrize("address", ["/accounts/login/", "/nowhere"])
def test_scripts_styles_and_forms_are_our_own_only(client, db, address):
    rules = dict(part.strip().split(" ", 1) for part in client.get(address)["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in str(rules)


def test_no_script_is_made_of_a_text(client, db):
    told = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in told
    assert "trusted-types default looking worker;" in f"{told};"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "evil.example:80"]
)
def test_a_foreign_host_is_refused_and_not_repeated(client, db, host):
    answer = client.get("/accounts/login/", headers={"host": host})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


@override_settings(DEBUG=True, ALLOWED_HOSTS=["ledger.example"])
def test_a_forwarded_host_changes_nothing(client, db):
    client.force_login(User.objects.create_user("laozhao"))
    headers = {"host": "ledger.example", "x-forwarded-host": "evil.example"}
    assert "evil" not in client.get(reverse("forwarders"), headers=headers).content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client, db, target):
    User.objects.create_user("laozhao", password="zhuanyongmima")
    form = {"login": "laozhao", "password": "zhuanyongmima", "next": target}
    assert client.post(reverse("account_login"), form)["Location"] == reverse("overview")


def test_a_change_of_language_leads_to_no_other_site(client, db):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
