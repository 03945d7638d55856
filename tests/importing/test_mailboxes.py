"""Fetching mails: a folder that the test makes up, and a small server that speaks IMAP on this machine."""

import re
import socketserver
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from imap_tools import MailBoxUnencrypted

from debts.actions import Route, WriteContext
from debts.actions.mailboxes import GIVEN_UP, claim_mailbox, set_mailbox
from debts.importing import mailboxes
from debts.importing.mailboxes import ImapFolder, MailboxFailed, poll, try_mailbox
from debts.models import ImportBatch, Mailbox, MailboxProblem, Message
from debts.models.sealed import seal, unseal
from tests.importing.test_running import MAIL
from tests.web.ledgers import NOW, write

PASSWORD = "shou-quan-ma"


class Folder:
    """A folder with these mails by their numbers."""

    def __init__(self, *uids, validity=7):
        self.mails = {uid: MAIL.format(number=uid).replace("02:22", f"02:{uid % 60:02}").encode() for uid in uids}
        self.validity = validity
        self.fetched = []

    def after(self, uid):
        return sorted(one for one in self.mails if one > uid)

    def mail(self, uid):
        self.fetched.append(uid)
        return self.mails[uid]

    def __call__(self, mailbox, password):
        assert password == PASSWORD
        return self._opened()

    @contextmanager
    def _opened(self):
        yield self


@pytest.fixture
def mailbox(owner):
    place = {"host": "imap.example.com", "port": 993, "user": "zhang@example.com", "folder": "INBOX"}
    return set_mailbox(write(owner), **place, password=PASSWORD, is_on=True)


def fetch(mailbox, folder):
    return poll(write(mailbox.owner), mailbox, folder)


def test_new_mails_are_kept_with_what_is_attached_and_only_once(mailbox):
    folder = Folder(3, 4)
    assert (fetch(mailbox, folder), fetch(mailbox, folder)) == (2, 0)
    assert folder.fetched == [3, 4]
    assert Message.objects.filter(channel="email").count() == 2
    assert Message.objects.first().files.get().attachment.original_name == "notice.pdf"
    assert (mailbox.last_uid, mailbox.problem) == (4, "")


def test_the_next_run_takes_what_came_since(mailbox):
    fetch(mailbox, Folder(3))
    assert fetch(mailbox, folder := Folder(3, 4, 9)) == 2
    assert folder.fetched == [4, 9]


def test_new_numbers_of_the_server_bring_nothing_twice(mailbox):
    fetch(mailbox, Folder(3, 4))
    assert fetch(mailbox, folder := Folder(3, 4, validity=8)) == 0
    assert (folder.fetched, Message.objects.count()) == ([3, 4], 2)


def test_a_run_that_breaks_off_keeps_what_it_has(mailbox, monkeypatch):
    monkeypatch.setattr(mailboxes, "MAILS_AT_ONCE", 1)
    folder = Folder(1, 2, 3)
    folder.mails[2] = None
    folder.mail = lambda uid: folder.mails[uid] if uid != 2 else (_ for _ in ()).throw(OSError())
    fetch(mailbox, folder)
    assert (Mailbox.objects.get().last_uid, Message.objects.count(), mailbox.problem) == (1, 1, "connection")
    assert fetch(mailbox, Folder(1, 2, 3)) == 2
    assert [(batch.state, batch.new) for batch in ImportBatch.objects.all()] == [("done", 3)]


def test_a_mailbox_from_which_somebody_fetches_is_left_to_them(mailbox, owner):
    assert claim_mailbox(mailbox, NOW)
    assert fetch(mailbox, folder := Folder(1)) == 0
    assert folder.fetched == []
    late = WriteContext(owner, Route.COMMAND, NOW + GIVEN_UP + timedelta(seconds=1))
    assert poll(late, mailbox, folder) == 1


def test_a_claim_out_of_the_future_is_that_of_a_clock_that_was_set_back(mailbox):
    assert claim_mailbox(mailbox, NOW + timedelta(days=365))
    assert fetch(mailbox, Folder(1)) == 1


def test_whoever_was_given_up_and_comes_back_gives_way(mailbox, monkeypatch):
    monkeypatch.setattr(mailboxes, "MAILS_AT_ONCE", 1)
    folder = Folder(1, 2, 3)
    give = folder.mail

    def slow(uid):
        if uid == 2:
            Mailbox.objects.update(claimed_at=NOW, last_uid=3)
        return give(uid)

    folder.mail = slow
    fetch(mailbox, folder)
    assert folder.fetched == [1, 2]
    assert (Mailbox.objects.get().last_uid, Mailbox.objects.get().claimed_at) == (3, NOW)


def test_no_more_than_a_share_is_fetched_at_once(mailbox, monkeypatch):
    monkeypatch.setattr(mailboxes, "MOST_MAILS", 2)
    folder = Folder(*range(1, 6))
    assert [fetch(mailbox, folder) for _ in range(4)] == [2, 2, 1, 0]


def test_a_password_is_sealed_and_opens_here_only(mailbox, settings):
    assert PASSWORD not in Mailbox.objects.get().password
    assert unseal(mailbox.password) == PASSWORD
    settings.SEAL_KEY = "A" * 43 + "="
    assert fetch(mailbox, Folder(1)) == 0
    assert mailbox.problem == MailboxProblem.PASSWORD
    assert unseal(seal("x")) == "x"


def test_another_place_is_read_from_its_beginning(mailbox):
    fetch(mailbox, Folder(3))
    place = {"host": "imap.example.org", "port": 993, "user": "zhang@example.com", "folder": "INBOX", "is_on": True}
    moved = set_mailbox(write(mailbox.owner), **place)
    assert (moved.last_uid, unseal(moved.password)) == (0, PASSWORD)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "192.168.1.2", "::1", "169.254.169.254", "::ffff:10.0.0.5", "2002:0a00:0005::1"],
)
def test_private_networks_are_refused_before_anything_is_said(mailbox, monkeypatch, address):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: [(0, 0, 0, "", (address, 993))])
    monkeypatch.setattr(mailboxes, "MailBox", lambda *_args, **_options: pytest.fail("a connection was made"))
    assert try_mailbox(mailbox) is MailboxProblem.PRIVATE


def test_a_server_that_nobody_knows_is_said(mailbox, monkeypatch):
    def unknown(*_args, **_options):
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert try_mailbox(mailbox) is MailboxProblem.ADDRESS


def test_the_command_takes_those_that_are_switched_on(mailbox, monkeypatch, capsys):
    monkeypatch.setattr("debts.management.commands.poll_mailboxes.poll", lambda _ctx, one: one.pk and 3)
    call_command("poll_mailboxes")
    assert capsys.readouterr().out == "zhangsan: 3 new\n"
    Mailbox.objects.update(is_on=False)
    call_command("poll_mailboxes")
    assert capsys.readouterr().out == ""


def is_refused(command):
    """Whether the password or the folder is another one than there is."""
    known = {"LOGIN": PASSWORD, "EXAMINE": "INBOX"}.get(command.split()[0], "")
    return known not in command


class Speaks(socketserver.StreamRequestHandler):
    """As much of IMAP as a reader of one folder needs."""

    def handle(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, command = line.decode().strip().split(" ", 1)
            self.answer(tag, command)
            if command.startswith("LOGOUT"):
                return

    def answer(self, tag, command):
        content = Folder(5).mails[5]
        if command.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGOUT"):
            self.say("* BYE")
        elif is_refused(command):
            self.say(f"{tag} NO refused")
            return
        elif command.startswith("STATUS"):
            self.say('* STATUS "INBOX" (UIDVALIDITY 42)')
        elif command.startswith("UID SEARCH"):
            self.say("* SEARCH 5")
        elif command.startswith("UID FETCH"):
            self.server.asked.append(command)
            self.wfile.write(f"* 1 FETCH (UID 5 BODY[]<0> {{{len(content)}}}\r\n".encode() + content + b")\r\n")
        self.say(f"{tag} OK done")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(monkeypatch):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Speaks) as serving:
        serving.asked, serving.daemon_threads = [], True
        threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        port = serving.server_address[1]
        monkeypatch.setattr(mailboxes, "_connected", lambda *_args: MailBoxUnencrypted("127.0.0.1", port, timeout=5))
        yield serving
        serving.shutdown()


def test_a_server_is_asked_in_its_own_tongue_and_only_for_reading(mailbox, server):
    assert (fetch(mailbox, ImapFolder), fetch(mailbox, ImapFolder)) == (1, 0)
    assert (mailbox.validity, mailbox.last_uid, mailbox.problem) == (42, 5, "")
    assert all(re.search(r"BODY\.PEEK\[\]", asked) for asked in server.asked)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [("password", seal("wrong"), "login"), ("folder", "Nothing", "folder")],
    ids=["password", "folder"],
)
def test_what_the_server_refuses_is_said(mailbox, server, field, value, problem):
    setattr(mailbox, field, value)
    with pytest.raises(MailboxFailed) as failed:
        ImapFolder(mailbox, unseal(mailbox.password))
    assert failed.value.problem == problem
