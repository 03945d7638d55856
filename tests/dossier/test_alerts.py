"""Telling the owner of forwarded messages that were flagged."""

import http.server
import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from debts.actions import Route, WriteContext, add_forwarder, set_alerts
from debts.actions.alerts import MOST_FAILURES, MOST_IN_AN_HOUR, claim_alerts
from debts.dossier import alerts as sending
from debts.dossier.push import PushCode, PushFailed, is_pushable, push
from debts.dossier.push_process import is_public
from debts.models import Alert, ForwarderKind, Message
from tests.api.phones import CHAT, DEMAND, as_form, default_form
from tests.conftest import NOW
from tests.web.ledgers import introduce, settled_loan

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def mail_server(settings):
    """There is a server for mail; the tests keep what it would be given."""
    settings.CAN_SEND_MAIL = True


@pytest.fixture
def ctx(owner):
    introduce(owner)
    settled_loan(owner)
    return WriteContext(owner, Route.WEB, NOW)


@pytest.fixture
def forward(ctx, client):
    """Send a message from the owner's phone."""
    phone, _ = add_forwarder(ctx, ForwarderKind.SMSFORWARDER, "小米14", is_open=True)

    def send(text=DEMAND, **options):
        return client.post(
            reverse("hook", args=[phone.kind, phone.hook_id]), **as_form(default_form(text=text, **options))
        )

    return send


def by_mail(ctx, **options):
    return set_alerts(ctx, mail_address="zhangsan@example.com", language="zh-hans", **options)


def test_nothing_is_sent_unless_asked_for(forward):
    forward()
    assert mail.outbox == []
    assert not Alert.objects.exists()


def test_a_flagged_message_is_told_of_without_its_words(ctx, forward):
    by_mail(ctx)
    forward()
    (letter,) = mail.outbox
    assert letter.to == ["zhangsan@example.com"]
    assert "http://testserver/messages/" in letter.body
    for word in ("苏宁", "催收", "逾期", "1,234.56"):
        assert word not in letter.subject + letter.body


def test_the_words_come_along_where_they_are_wanted(ctx, forward):
    by_mail(ctx, with_text=True)
    forward()
    assert DEMAND in mail.outbox[0].body
    assert "结清后催收" in mail.outbox[0].body


def test_what_is_not_flagged_is_not_told_of(ctx, forward):
    by_mail(ctx)
    forward(CHAT)
    assert mail.outbox == []


def test_a_retry_is_told_of_once(ctx, forward):
    by_mail(ctx)
    forward()
    forward()
    assert len(mail.outbox) == 1


def test_the_letter_is_in_the_language_that_was_chosen(ctx, forward):
    set_alerts(ctx, mail_address="zhangsan@example.com", language="en")
    forward()
    assert mail.outbox[0].subject == "1 new message for you to look at"


def test_a_letter_that_cannot_be_sent_loses_no_message_and_is_tried_again(ctx, forward, monkeypatch):
    by_mail(ctx)
    monkeypatch.setattr(sending.EmailMessage, "send", fail)
    assert forward().status_code == 200
    assert Message.objects.count() == 1
    monkeypatch.undo()
    forward(CHAT)
    assert len(mail.outbox) == 1
    assert Alert.objects.get().sent_at == NOW


def fail(*_):
    raise smtplib.SMTPServerDisconnected


def test_without_a_mail_server_nothing_counts_as_sent(ctx, forward, settings):
    settings.CAN_SEND_MAIL = False
    by_mail(ctx)
    forward()
    assert (Alert.objects.get().sent_at, Alert.objects.get().failures) == (None, 1)


def test_it_is_not_tried_for_ever(ctx, forward, monkeypatch, capsys):
    by_mail(ctx)
    monkeypatch.setattr(sending.EmailMessage, "send", fail)
    forward()
    for _ in range(MOST_FAILURES + 2):
        call_command("send_alerts")
    assert Alert.objects.get().failures == MOST_FAILURES
    assert "0 messages" in capsys.readouterr().out


def test_the_command_sends_what_waits(ctx, forward, monkeypatch, capsys):
    by_mail(ctx)
    monkeypatch.setattr(sending.EmailMessage, "send", fail)
    forward()
    monkeypatch.undo()
    call_command("send_alerts")
    assert len(mail.outbox) == 1
    assert "1 messages" in capsys.readouterr().out


def test_no_more_than_a_dozen_letters_go_out_in_an_hour(ctx, forward, clock):
    by_mail(ctx)
    for number in range(MOST_IN_AN_HOUR + 3):
        forward(f"{DEMAND}{number}")
        clock.shift(timedelta(seconds=1))
    assert len(mail.outbox) == MOST_IN_AN_HOUR
    clock.shift(timedelta(hours=1))
    call_command("send_alerts")
    assert "有 3 条" in mail.outbox[-1].subject


def test_two_processes_do_not_tell_of_the_same(ctx, owner, forward, monkeypatch):
    by_mail(ctx)
    monkeypatch.setattr(sending, "claim_alerts", lambda *_: [])
    forward()
    assert len(claim_alerts(owner, NOW)) == 1
    assert claim_alerts(owner, NOW + timedelta(minutes=4, seconds=59)) == []
    assert len(claim_alerts(owner, NOW + timedelta(minutes=5))) == 1


# --- the page ---


def save(client, **fields):
    given = {"mail_address": "", "push_addresses": "", **fields}
    return client.post(reverse("alerts"), given, follow=True).content.decode()


def test_saving_and_trying_out(client_of, owner):
    assert "试发了一条" in save(client_of(owner), mail_address="zhangsan@example.com", **{"try": "1"})
    assert mail.outbox[0].subject == "试发一条"


def test_a_trial_that_fails_is_said(client_of, owner, monkeypatch):
    monkeypatch.setattr(sending.EmailMessage, "send", fail)
    assert "试发没有成功" in save(client_of(owner), mail_address="zhangsan@example.com", **{"try": "1"})


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"mail_address": "zhangsan"}, "不像一个邮箱地址"),
        ({"push_addresses": "file:///etc/passwd"}, "不是认得的推送地址"),
    ],
)
def test_what_cannot_be_saved_is_said(client_of, owner, fields, complaint):
    answer = save(client_of(owner), **fields)
    assert complaint in answer
    assert next(iter(fields.values())) in answer


# --- push messages ---


@pytest.fixture
def service():
    """A service on this machine; the list holds what it was sent."""
    taken = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://localhost:{server.server_port}/", taken
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_pushed_into_a_private_network(service):
    address, taken = service
    with pytest.raises(PushFailed, match="private"):
        push(address, "结清", "有新消息")
    assert taken == []


def test_it_is_where_the_settings_allow_it(service, settings):
    settings.PUSH_TO_PRIVATE_NETWORKS = True
    address, taken = service
    push(address, "结清", "有新消息")
    assert len(taken) == 1


@pytest.mark.parametrize("address", ["file:///tmp/x", "dbus://", "syslog://", "bark://", "ntfys", "mailto://a@b.c", ""])
def test_addresses_of_other_services_are_not_taken(address):
    assert not is_pushable(address)
    with pytest.raises(PushFailed) as failed:
        push(address, "结清", "有新消息")
    assert failed.value.code is PushCode.ADDRESS


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  the case itself; nothing is bound
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("localhost", False),
    ],
)
def test_which_addresses_are_of_the_public_internet(host, expected):
    assert is_public((host, 443)) is expected


def test_a_socket_of_this_machine_is_not_public():
    assert not is_public("/run/dbus/system_bus_socket")
