"""What phones send to the hooks, how it is believed, and what is answered."""

import io
import json
import logging
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.urls import reverse
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from debts.actions import Route, WriteContext, add_forwarder, pause_forwarder, remove_forwarder, renew_key
from debts.api import hooks
from debts.api.bodies import MAX_BYTES
from debts.models import Delivery, EvidenceEntry, ForwarderKind, Message
from ledger.logs import HideHookIds
from tests.api.phones import CHAT, DEMAND, as_form, as_json, body_signed, default_form, event, in_address, timed_sign
from tests.conftest import NOW
from tests.web.ledgers import introduce, settled_loan

TEN_MINUTES = timedelta(minutes=10)
A_SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def stopped(clock):
    """Every request comes at ten in the morning unless a test moves the clock; none was counted before."""
    caches["process"].clear()


@pytest.fixture
def phone(owner):
    def let_in(kind="smsforwarder", **options):
        return add_forwarder(WriteContext(owner, Route.WEB, NOW), ForwarderKind(kind), "小米14", **options)

    return let_in


def url(forwarder):
    return reverse("hook", args=[forwarder.kind, forwarder.hook_id])


def send(client, forwarder, *, method="post", **request):
    return getattr(client, method)(url(forwarder), **request)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


# --- what is kept ---


def test_a_signed_message_is_kept_with_its_four_clocks(client, phone):
    forwarder, _ = phone()
    form = default_form(forwarder.secret, at=NOW - A_SECOND)
    answer = send(client, forwarder, **as_form(form))
    kept = Message.objects.get()
    assert (answer.status_code, answer.content) == (200, b"ok: kept\n")
    assert (kept.text, kept.sender, kept.channel) == (DEMAND, "1069000000", "sms")
    assert (kept.received_at, kept.recorded_at) == (NOW - A_SECOND, NOW)
    assert kept.verdict.judged_at == NOW


def test_what_comes_is_judged_against_the_ledger(client, owner, phone):
    introduce(owner)
    settled_loan(owner)
    forwarder, _ = phone()
    send(client, forwarder, **as_form(default_form(forwarder.secret)))
    assert Message.objects.get().verdict.code == "after_settlement"


def test_the_log_names_the_way_it_came(client, owner, phone):
    forwarder, _ = phone(is_open=True)
    send(client, forwarder, **as_form(default_form()))
    assert set(EvidenceEntry.objects.filter(owner=owner).values_list("route", flat=True)) == {"hook"}


def test_what_the_app_tells_besides_is_kept_beside_the_message(client, phone):
    forwarder, _ = phone(is_open=True)
    send(client, forwarder, **as_form(default_form()))
    assert Message.objects.get().deliveries.get().details == {"slot": "SIM1_中国移动", "device": "小米14"}


def test_the_address_may_carry_the_message(client, phone):
    forwarder, _ = phone()
    fields = default_form(forwarder.secret)
    answer = client.get(url(forwarder) + in_address(fields))
    assert (answer.status_code, Message.objects.get().text) == (200, DEMAND)


def test_a_query_that_only_defeats_caches_is_ignored(client, phone):
    forwarder, _ = phone(is_open=True)
    client.post(url(forwarder) + "?_t=1761962400", **as_form(default_form()))
    assert Message.objects.get().text == DEMAND


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_each_method_that_the_app_offers_is_taken(client, phone, method):
    forwarder, _ = phone(is_open=True)
    assert send(client, forwarder, method=method, **as_form(default_form())).status_code == 200


def test_a_message_without_a_time_came_now(client, phone):
    forwarder, token = phone("json")
    send(client, forwarder, **as_json({"text": DEMAND, "sender": "95555"}, **bearer(token)))
    assert Message.objects.get().received_at == NOW


def test_the_same_demand_a_week_later_is_another_message(client, phone, clock):
    forwarder, token = phone("json")
    for _ in range(2):
        send(client, forwarder, **as_json({"text": DEMAND}, **bearer(token)))
        clock.shift(timedelta(days=7))
    assert Message.objects.count() == 2


def test_a_body_in_chunks_is_read_as_the_server_of_make_run_hands_it_on(client, phone):
    forwarder, token = phone("incoming-sms")
    body = json.dumps({"from": "95555", "text": DEMAND, "receivedStamp": 1761962400000}).encode()
    answer = client.request(**through_gunicorn(url(forwarder), [body[:40], body[40:]], bearer(token)))
    assert (answer.status_code, Message.objects.get().text) == (200, DEMAND)


def through_gunicorn(path, chunks, headers):
    """What gunicorn makes of a request in chunks."""
    head = [f"POST {path} HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked", "Content-Type: application/json"]
    lines = "".join(f"{line}\r\n" for line in [*head, *(f"{name}: {value}" for name, value in headers.items())])
    pieces = [b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""]]
    raw = iter([lines.encode() + b"\r\n", *pieces])
    request = next(RequestParser(Config(), raw, ("127.0.0.1", 1)))
    _, environ = create(request, None, ("127.0.0.1", 1), ("127.0.0.1", 80), Config())
    return environ


# --- never twice ---


def test_a_retry_is_answered_like_the_first_time_and_adds_nothing(client, phone):
    forwarder, _ = phone()
    form = as_form(default_form(forwarder.secret))
    answers = [send(client, forwarder, **form) for _ in range(3)]
    assert [answer.content for answer in answers] == [b"ok: kept\n", b"ok: known\n", b"ok: known\n"]
    assert Message.objects.count() == Delivery.objects.count() == 1


def test_a_retry_may_come_after_the_signature_has_aged(client, phone, clock):
    forwarder, _ = phone()
    form = as_form(default_form(forwarder.secret))
    send(client, forwarder, **form)
    clock.shift(timedelta(days=2))
    assert send(client, forwarder, **form).content == b"ok: known\n"


def test_two_phones_that_bring_one_message_bring_it_once(client, phone):
    for _ in range(2):
        forwarder, _ = phone(is_open=True)
        assert send(client, forwarder, **as_form(default_form())).status_code == 200
    assert Message.objects.count() == 1


def test_an_event_is_known_by_its_id(client, phone, clock):
    forwarder, _ = phone("capcom6")
    send(client, forwarder, **body_signed(forwarder.secret, event(), NOW))
    clock.shift(A_SECOND)
    answer = send(client, forwarder, **body_signed(forwarder.secret, event(), NOW + A_SECOND))
    assert (answer.content, Message.objects.count()) == (b"ok: known\n", 1)


# --- who is believed ---


@pytest.mark.parametrize("shift", [-TEN_MINUTES, TEN_MINUTES])
def test_a_signature_of_ten_minutes_ago_or_ahead_is_of_now(client, phone, shift):
    forwarder, _ = phone()
    assert send(client, forwarder, **as_form(default_form(forwarder.secret, sent=NOW + shift))).status_code == 200


@pytest.mark.parametrize("shift", [-TEN_MINUTES - A_SECOND, TEN_MINUTES + A_SECOND])
def test_a_signature_of_another_time_is_refused(client, phone, shift):
    forwarder, _ = phone()
    answer = send(client, forwarder, **as_form(default_form(forwarder.secret, sent=NOW + shift)))
    assert (answer.status_code, answer.content.startswith(b"stale")) == (403, True)
    assert not Message.objects.exists()


@pytest.mark.parametrize(("shift", "status"), [(TEN_MINUTES, 200), (TEN_MINUTES + A_SECOND, 403)])
def test_the_gateway_signs_its_body_for_ten_minutes(client, phone, shift, status):
    forwarder, _ = phone("capcom6")
    assert send(client, forwarder, **body_signed(forwarder.secret, event(), NOW - shift)).status_code == status


def test_a_signature_that_was_overheard_brings_no_second_message(client, phone):
    forwarder, _ = phone()
    form = default_form(forwarder.secret)
    send(client, forwarder, **as_form(form))
    answer = send(client, forwarder, **as_form({**form, "content": CHAT}))
    assert (answer.status_code, Message.objects.count()) == (403, 1)


@pytest.mark.parametrize("sign", ["", "wrong", "%", "密", "A" * 100_000, "%25" * 1000])
def test_a_wrong_signature_is_refused_in_one_line(client, phone, sign):
    forwarder, _ = phone()
    answer = send(client, forwarder, **as_form({**default_form(), "sign": sign}))
    assert (answer.status_code, answer.content.count(b"\n")) == (403, 1)


def test_a_signed_body_may_not_be_changed(client, phone):
    forwarder, _ = phone("capcom6")
    request = body_signed(forwarder.secret, event(), NOW)
    request["data"] = request["data"].replace("3天".encode(), "9天".encode())
    assert send(client, forwarder, **request).status_code == 403


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer jqh_wrong"}, {"Authorization": "Basic x"}])
@pytest.mark.parametrize("kind", ["json", "form", "incoming-sms"])
def test_without_the_token_nothing_is_taken(client, phone, kind, header):
    forwarder, _ = phone(kind)
    assert send(client, forwarder, **as_json({"text": DEMAND}, **header)).status_code == 403
    assert not Message.objects.exists()


def test_a_token_is_kept_as_its_digest_only(phone):
    forwarder, token = phone("json")
    assert token not in str(vars(forwarder))
    assert forwarder.secret == ""


def test_a_new_key_makes_the_old_one_useless(client, owner, phone):
    forwarder, token = phone("json")
    renew_key(WriteContext(owner, Route.WEB, NOW), forwarder)
    assert send(client, forwarder, **as_json({"text": DEMAND}, **bearer(token))).status_code == 403


def test_an_unknown_address_is_not_there(client, phone):
    forwarder, _ = phone()
    for kind, hook_id in [("smsforwarder", "x"), ("json", forwarder.hook_id), ("nirgends", forwarder.hook_id)]:
        answer = client.post(reverse("hook", args=[kind, hook_id]), **as_form(default_form()))
        assert (answer.status_code, answer.content) == (404, b"unknown\n")


def test_a_removed_phone_and_one_of_a_closed_account_are_not_there(client, owner, phone):
    ctx = WriteContext(owner, Route.WEB, NOW)
    removed, _ = phone(is_open=True)
    other, _ = phone(is_open=True)
    remove_forwarder(ctx, removed)
    owner.is_active = False
    owner.save()
    for forwarder in (removed, other):
        assert send(client, forwarder, **as_form(default_form())).status_code == 404


def test_a_paused_phone_is_told_to_try_again(client, owner, phone):
    forwarder, _ = phone(is_open=True)
    pause_forwarder(WriteContext(owner, Route.WEB, NOW), forwarder, paused=True)
    answer = send(client, forwarder, **as_form(default_form()))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert not Message.objects.exists()


def test_looking_at_an_address_tells_nothing(client, phone):
    forwarder, token = phone("json")
    answer = client.get(url(forwarder), headers=bearer(token))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


# --- what brings no message ---


@pytest.mark.parametrize(
    "name", ["sms:sent", "sms:delivered", "system:ping", "app:started", "sms:data-received", "neu"]
)
def test_an_event_that_is_no_message_is_a_sign_of_life(client, phone, name):
    forwarder, _ = phone("capcom6")
    answer = send(client, forwarder, **body_signed(forwarder.secret, event(name), NOW))
    forwarder.refresh_from_db()
    assert (answer.content, forwarder.heard_at) == (b"ok: event\n", NOW)
    assert not Message.objects.exists()


def test_the_apps_own_test_is_heard_and_not_kept(client, phone):
    forwarder, _ = phone()
    text = "【测试通道】恭喜您，该发送通道测试成功，请继续添加转发规则！"
    form = as_form(default_form(forwarder.secret, sender="19999999999", text=text))
    assert [send(client, forwarder, **form).content for _ in range(2)] == [b"ok: test\n", b"ok: known\n"]
    assert not Message.objects.exists()


# --- bad input ---


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{" * 100_000, b"not_json"),
        (b'{"a":' * 50_000, b"not_json"),
        (b"[" * 100_000, b"not_json"),
        (b"[]", b"not_fields"),
        (b'"text"', b"not_fields"),
        (b'{"text": ' + b"9" * 5000 + b"}", b"not_json"),
        (b"\xff\xfe\xff{", b"encoding"),
        (b"{}", b"no_text"),
        (b'{"text": ["a"]}', b"no_text"),
        (b'{"text": "  "}', b"no_text"),
        (b"", b"nothing_sent"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(client, phone, body, code):
    forwarder, token = phone("json")
    answer = send(client, forwarder, **as_json(body, **bearer(token)))
    assert (answer.status_code, answer.content.partition(b":")[0]) == (400, code)


def test_the_phone_remembers_why_it_was_refused(client, phone):
    forwarder, token = phone("json")
    send(client, forwarder, **as_json(b"{", **bearer(token)))
    forwarder.refresh_from_db()
    assert (forwarder.refusal, forwarder.refused_at, forwarder.has_trouble) == ("not_json", NOW, True)


@pytest.mark.parametrize(("size", "status"), [(MAX_BYTES, 200), (MAX_BYTES + 1, 413)])
@pytest.mark.parametrize("is_announced", [True, False])
def test_a_body_has_a_limit_announced_or_not(client, phone, size, status, is_announced):
    forwarder, token = phone("json")
    body = b'{"text": "' + b"a" * (size - 12) + b'"}'
    in_chunks = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "wsgi.input": io.BytesIO(body)}
    options = {} if is_announced else in_chunks
    assert client.post(url(forwarder), **as_json(body, **bearer(token)), **options).status_code == status


def test_a_body_in_gb18030_is_read(client, phone):
    forwarder, token = phone("json")
    send(client, forwarder, **as_json(f'{{"text": "{DEMAND}"}}'.encode("gb18030"), **bearer(token)))
    assert Message.objects.get().text == DEMAND


def test_odd_characters_are_only_text(client, phone):
    forwarder, token = phone("json")
    answer = send(client, forwarder, **as_json(rb'{"text": "\ud800\u0000", "from": "\ud800"}', **bearer(token)))
    assert (answer.status_code, Message.objects.get().text) == (200, "\ufffd\ufffd")


def test_a_length_that_is_no_number_is_no_length(client, phone):
    forwarder, token = phone("json")
    answer = client.post(url(forwarder), **as_json({"text": DEMAND}, **bearer(token)), CONTENT_LENGTH="viel")
    assert answer.status_code == 400


def test_too_many_in_a_minute_are_held_back_and_the_next_minute_is_free(client, phone, clock, monkeypatch):
    monkeypatch.setattr(hooks, "MOST_IN_A_MINUTE", 2)
    forwarder, _ = phone("json", is_open=True)
    answers = [send(client, forwarder, **as_json({"text": f"{CHAT}{number}"})).status_code for number in range(3)]
    clock.shift(timedelta(minutes=1))
    assert [*answers, send(client, forwarder, **as_json({"text": CHAT})).status_code] == [200, 200, 429, 200]


def test_neither_text_nor_address_gets_into_the_log(client, phone, caplog):
    forwarder, _ = phone()
    with caplog.at_level(logging.DEBUG):
        send(client, forwarder, **as_form(default_form()))
    HideHookIds().filter(caplog.records[-1])
    said = "".join(record.getMessage() for record in caplog.records)
    assert "/hooks/smsforwarder/…/" in said
    assert forwarder.hook_id not in said
    assert "苏宁" not in said


def test_no_session_is_made_and_no_csrf_token_asked_for(phone):
    from django.test import Client  # noqa: PLC0415  a client that checks

    forwarder, _ = phone(is_open=True)
    answer = Client(enforce_csrf_checks=True).post(url(forwarder), **as_form(default_form()))
    assert (answer.status_code, dict(answer.cookies)) == (200, {})


def test_an_unknown_address_costs_one_query(client, phone, django_assert_num_queries):
    phone()
    with django_assert_num_queries(1, connection=connection):
        client.post(reverse("hook", args=["smsforwarder", "x"]))


def test_the_signature_of_the_test_is_the_one_of_the_app():
    assert timed_sign("test-secret-123", "1735016726775") == "m%2FUaZC6gvpCJplEhflZtG5iuoSAIo7%2B0cyUi2ySfytk%3D"
