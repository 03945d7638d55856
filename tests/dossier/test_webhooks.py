"""Webhooks out: signed, told once, tried again and given up, without words, and never into a private network."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from debts.actions import add_webhook, correct, open_dispute, receive_messages, record_step, set_profile, take_back
from debts.actions.webhooks import WAITS, note_flagged
from debts.dossier.webhooks import is_callable, send_webhooks, try_out
from debts.models import Webhook, WebhookCall, WebhookProblem
from debts.reconciler.types import IncomingMessage
from tests.web.ledgers import AFTER, NOW, at, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


class Receiver:
    """A program on this machine that is told; ``answers`` are the statuses that it gives, the last one for ever."""

    def __init__(self):
        self.taken, self.answers = [], [204]
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.taken.append((self.path, dict(self.headers.items()), body))
                status = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def receiver(settings):
    settings.PUSH_TO_PRIVATE_NETWORKS = True
    made = Receiver()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def receive(owner, text=AFTER):
    ctx = write(owner)
    new = receive_messages(ctx, [IncomingMessage("", text, at("2025-10-01 10:00"), "1069000000")], source="x").new
    note_flagged(ctx, new)


@pytest.fixture
def told(owner, receiver):
    """An address that is told, its secret, and a flagged message."""
    settled_loan(owner)
    webhook, secret = add_webhook(write(owner), receiver.address)
    receive(owner)
    return webhook, secret


def test_a_flagged_message_is_told_without_its_words(owner, told, receiver):
    assert send_webhooks(owner, NOW) == 1
    [(path, _, body)] = receiver.taken
    sent = json.loads(body)
    assert (path, sent["type"], sent["data"]["verdict"]) == ("/hook", "message.flagged", "after_settlement")
    assert not [word for word in ("苏宁", "许大江", "1,234.56", "10690", "text") if word in body]


def test_the_words_go_along_where_that_is_wanted(owner, told, receiver):
    correct(write(owner), told[0], with_text=True)
    send_webhooks(owner, NOW)
    assert json.loads(receiver.taken[0][2])["data"]["text"] == AFTER


def test_the_signature_is_over_id_time_and_body(owner, told, receiver):
    send_webhooks(owner, NOW)
    _, headers, body = receiver.taken[0]
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.{body}".encode()
    key = base64.b64decode(told[1].removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"
    assert int(headers["Webhook-Timestamp"]) == int(NOW.timestamp())


def test_the_secret_is_not_in_the_database(told):
    assert told[1] not in Webhook.objects.get().secret


def test_a_message_is_told_once(owner, told, receiver):
    send_webhooks(owner, NOW)
    receive(owner)
    send_webhooks(owner, NOW + timedelta(days=1))
    assert len(receiver.taken) == 1


def test_what_is_not_flagged_is_told_to_nobody(owner, told, receiver):
    receive(owner, "晚上吃什么")
    assert WebhookCall.objects.count() == 1


def test_what_was_refused_is_tried_again_later_under_the_same_id(owner, told, receiver):
    receiver.answers = [503, 200]
    assert send_webhooks(owner, NOW) == 0
    assert send_webhooks(owner, NOW + WAITS[0] - timedelta(seconds=1)) == 0
    assert send_webhooks(owner, NOW + WAITS[0]) == 1
    assert receiver.taken[0][1]["Webhook-Id"] == receiver.taken[1][1]["Webhook-Id"]


def test_it_is_given_up_in_the_end(owner, told, monkeypatch):
    monkeypatch.setattr("debts.dossier.webhooks.run_apart", lambda *_asked: "status")
    now = NOW
    for wait in (timedelta(0), *WAITS):
        now += wait
        send_webhooks(owner, now)
    call = WebhookCall.objects.get()
    assert (call.tries, call.next_at, call.sent_at) == (len(WAITS) + 1, None, None)


def test_a_redirection_is_not_followed(owner, told, receiver):
    receiver.answers = [307]
    assert try_out(write(owner), told[0]) is WebhookProblem.STATUS
    assert [path for path, *_ in receiver.taken] == ["/hook"]


def test_no_private_network_is_called(owner, told, receiver, settings):
    settings.PUSH_TO_PRIVATE_NETWORKS = False
    assert try_out(write(owner), told[0]) is WebhookProblem.PRIVATE
    assert receiver.taken == []


def test_a_secret_that_cannot_be_read_is_not_waited_for(owner, told):
    Webhook.objects.update(secret="of another machine")
    send_webhooks(owner, NOW)
    assert (WebhookCall.objects.get().problem, WebhookCall.objects.get().next_at) == (WebhookProblem.SECRET, None)


def test_an_address_that_was_removed_is_told_nothing_more(owner, told, receiver):
    take_back(write(owner), told[0])
    assert send_webhooks(owner, NOW) == 0
    assert receiver.taken == []


def test_two_runs_at_once_tell_once(owner, told, receiver, monkeypatch):
    monkeypatch.setattr("debts.dossier.webhooks.close_call", lambda *_told: None)  # the first is still at it
    send_webhooks(owner, NOW)
    send_webhooks(owner, NOW)
    assert len(receiver.taken) == 1


def test_the_end_of_a_period_is_told_once_by_the_command(owner, receiver, capsys):
    loan = settled_loan(owner)
    correct(write(owner), loan.lender, kind="consumer_finance")
    set_profile(write(owner), remind_days=3)
    dispute = open_dispute(write(owner), loan.lender, title="苏宁还在催")
    record_step(write(owner), dispute, kind="sent", channel="lender", day=date(2025, 10, 19))
    add_webhook(write(owner), receiver.address)
    call_command("send_alerts")
    call_command("send_alerts")
    assert "1 webhooks called" in capsys.readouterr().out
    [(_, _, body)] = receiver.taken
    assert json.loads(body)["data"]["dispute"] == dispute.ref
    assert "苏宁" not in body


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://a:b@example.com/",
        "https://example.com/#a",
        "https:///x",
        "https://例子.com/",
        "https://example.com:99999/",
        "https://example.com/ x",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_plain_addresses_with_tls_are_taken(db, address):
    assert not is_callable(address)


def test_plain_http_is_for_the_network_at_home(settings):
    settings.PUSH_TO_PRIVATE_NETWORKS = True
    assert is_callable("http://192.168.1.2:8123/api/webhook/x")
