"""The pages about phones that forward messages."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from debts.actions import Route, WriteContext, add_forwarder
from debts.models import Forwarder, ForwarderKind, Message
from debts.web.forwarders.guides import Snippet, cautions
from tests.api.phones import as_form, as_json, default_form
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clock")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def phone(owner):
    return add_forwarder(WriteContext(owner, Route.WEB, NOW), ForwarderKind.SMSFORWARDER, "小米14")[0]


def add(browser, kind="smsforwarder", **fields):
    given = {"kind": kind, "name": "小米14", "believed": "key", **fields}
    return browser.post(reverse("forwarder_new"), given).content.decode()


def page(browser, phone, name="forwarder"):
    return browser.get(reverse(name, args=[phone.pk])).content.decode()


def texts(html):
    """The texts to copy, as they come out of the page."""
    return [unescape(found) for found in re.findall(r'class="copied"[^>]*>(.*?)</pre>', html, re.DOTALL)]


def test_an_app_that_signs_is_shown_address_template_and_secret(browser):
    address, template, secret = texts(add(browser))
    phone = Forwarder.objects.get()
    assert address == f"http://testserver/hooks/smsforwarder/{phone.hook_id}/"
    assert json.loads(template)["content"] == "[org_content]"
    assert secret == phone.secret


def test_what_the_page_says_to_type_in_is_what_is_believed(browser, client):
    address, template, secret = texts(add(browser))
    form = default_form(secret)
    filled = template.replace("[from]", "95555").replace("[org_content]", "请还款")
    filled = filled.replace("[timestamp]", form["timestamp"]).replace("[sign]", form["sign"])
    assert client.post(address.replace("http://testserver", ""), **as_json(filled)).status_code == 200
    assert Message.objects.get().text == "请还款"


@pytest.mark.parametrize("kind", ["json", "form", "incoming-sms"])
def test_a_token_is_shown_once(browser, kind):
    token = re.search(r"Bearer (jqh_[\w-]+)", unescape(add(browser, kind)))[1]
    assert token not in page(browser, Forwarder.objects.get())


def test_the_headers_for_the_app_are_json_that_is_believed(browser, client):
    address, _, headers = texts(add(browser, "incoming-sms"))
    request = as_json({"from": "95555", "text": "请还款"}, **json.loads(headers))
    assert client.post(address.replace("http://testserver", ""), **request).status_code == 200


@pytest.mark.parametrize("kind", ForwarderKind.values)
@pytest.mark.parametrize("believed", ["key", "address"])
def test_every_app_has_a_page_in_both_languages(browser, kind, believed):
    assert "二维码" in add(browser, kind, believed=believed)
    browser.post(reverse("set_language"), {"language": "en"})
    answer = page(browser, Forwarder.objects.get())
    assert not re.search(r"[\u4e00-\u9fff]{5,}", re.sub(r"<pre.*?</pre>", "", answer, flags=re.DOTALL))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [({"name": " "}, "请写一个名字"), ({"kind": "taube"}, "taube"), ({"name": "长" * 61}, "60")],
)
def test_what_cannot_be_added_is_said_and_what_was_typed_is_kept(browser, fields, complaint):
    answer = add(browser, **fields)
    assert complaint in answer
    assert not Forwarder.objects.exists()


def test_the_code_holds_the_text(browser):
    drawn = Snippet("地址", "https://ledger.example.org/hooks/json/abc/").qr
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "<script" not in Snippet("x", "</svg><script>").qr


def test_the_live_part_says_what_has_come(browser, client, phone):
    before = browser.get(reverse("forwarder_live", args=[phone.pk]), headers=HTMX).content.decode()
    client.post(reverse("hook", args=[phone.kind, phone.hook_id]), **as_form(default_form(phone.secret)))
    after = browser.get(reverse("forwarder_live", args=[phone.pk]), headers=HTMX).content.decode()
    assert "还没有收到过" in before
    assert "2025-11-01 10:00" in after
    assert reverse("message", args=[Message.objects.get().pk]) in after
    assert "<html" not in after


def test_without_htmx_the_live_part_is_the_page(browser, phone):
    answer = browser.get(reverse("forwarder_live", args=[phone.pk]))
    assert answer["Location"] == reverse("forwarder", args=[phone.pk])


def test_the_page_says_why_something_was_refused(browser, client, phone):
    client.post(reverse("hook", args=[phone.kind, phone.hook_id]), **as_form(default_form("another")))
    assert "签名不对" in page(browser, phone)


@pytest.mark.parametrize(("days", "is_warned"), [(3, False), (3.001, True)])
def test_a_phone_that_is_silent_for_days_is_pointed_out(browser, phone, clock, days, is_warned):
    Forwarder.objects.update(heard_at=NOW)
    clock.shift(timedelta(days=days))
    assert ("几天没有" in browser.get(reverse("forwarders")).content.decode()) is is_warned


def test_pausing_and_going_on(browser, phone):
    for expected in (NOW, None):
        browser.post(reverse("forwarder_pause", args=[phone.pk]))
        phone.refresh_from_db()
        assert phone.paused_at == expected


def test_a_new_key_is_asked_for_and_then_shown(browser, phone):
    assert "作废" in page(browser, phone, "forwarder_key")
    shown = texts(browser.post(reverse("forwarder_key", args=[phone.pk])).content.decode())
    old = phone.secret
    phone.refresh_from_db()
    assert phone.secret == shown[-1] != old


def test_a_phone_that_is_removed_leaves_its_messages(browser, client, phone):
    client.post(reverse("hook", args=[phone.kind, phone.hook_id]), **as_form(default_form(phone.secret)))
    assert "要移除这部手机吗" in page(browser, phone, "forwarder_remove")
    browser.post(reverse("forwarder_remove", args=[phone.pk]))
    assert Message.objects.count() == 1
    assert browser.get(reverse("forwarder", args=[phone.pk])).status_code == 404


def test_nobody_sees_the_phones_of_somebody_else(client_of, stranger, phone):
    assert "小米14" not in client_of(stranger).get(reverse("forwarders")).content.decode()


@pytest.mark.parametrize("name", ["forwarder_pause"])
def test_nothing_is_changed_by_looking(browser, phone, name):
    assert browser.get(reverse(name, args=[phone.pk])).status_code == 405


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:8000/", ["只有这台电脑"]),
        ("http://localhost/", ["只有这台电脑"]),
        ("http://[::1]/", ["只有这台电脑"]),
        ("http://192.168.1.7/", ["家里的网络", "没有加密"]),
        ("https://nas.local/", ["家里的网络"]),
        ("http://ledger.example.org/", ["没有加密"]),
        ("https://ledger.example.org/", []),
    ],
)
def test_an_address_that_phones_cannot_reach_or_trust_is_pointed_out(url, words):
    found = cautions("smsforwarder", url)
    assert len(found) == len(words)
    assert all(word in caution for word, caution in zip(words, found, strict=True))


def test_the_gateway_is_told_that_it_needs_tls():
    assert any("https" in one for one in cautions("capcom6", "http://localhost/"))


def test_the_list_costs_few_queries(browser, owner, django_assert_max_num_queries):
    for number in range(20):
        add_forwarder(WriteContext(owner, Route.WEB, NOW), ForwarderKind.JSON, f"手机{number}")
    with django_assert_max_num_queries(12):
        browser.get(reverse("forwarders"))
