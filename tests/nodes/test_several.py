"""Two web nodes that start at once and three workers, over one database of PostgreSQL: nothing is done twice."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.backup.conftest import installations  # noqa: F401  a fixture
from tests.nodes.servers import MAILS, GivesMail, TakesMail, certificate, serving

ROOT = Path(__file__).resolve().parents[2]
OWNERS, MESSAGES = 3, 200
KEPT = 180  # of them; the others were sent by the owner
COMMANDS = ["resume_imports", "send_reminders", "send_alerts", "poll_mailboxes"]

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="several nodes need a database server: make test-postgres"
)


class House:
    """One state folder and one database, and the processes that work on them."""

    def __init__(self, installation, mail, mailboxes, pem):
        self.home, self.mail, self.mailboxes = installation.home, mail, mailboxes
        self.database = installation.environment["DATABASE_URL"]
        self.environment = {
            **installation.environment,
            "PYTHONPATH": str(ROOT),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "EMAIL_FROM": "ledger@example.org",
            "SSL_CERT_FILE": str(pem),
            "MAIL_FROM_PRIVATE_NETWORKS": "true",
            "WEB_CONCURRENCY": "1",
        }

    def start(self, *words, **more):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen([sys.executable, *words], cwd=ROOT, env={**self.environment, **more}, **pipes)

    def serve(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
        node = self.start("-m", "tools.serve", PORT=port)
        node.address = f"http://127.0.0.1:{port}"
        return node

    def worker(self, *commands, **more):
        one = self.start("tests/nodes/work.py", *commands, **more)
        assert one.stdout.readline() == "ready\n"
        return one

    def work(self, *commands, count=3):
        """Let some workers loose at the same moment, and wait for their end; answers with what they said."""
        workers = [self.worker(*commands) for _ in range(count)]
        for one in workers:
            one.stdin.write("\n")
            one.stdin.flush()
        said = "".join(one.communicate(timeout=600)[0] for one in workers)
        assert [one.returncode for one in workers] == [0] * count, said
        return said

    def kill_at_work(self, command, server, hold_at):
        """Kill a worker that a server keeps waiting with the so-many-th thing it is asked."""
        server.hold_at = hold_at
        one = self.worker(command)
        one.stdin.write("\n")
        one.stdin.flush()
        assert server.stuck.wait(600)
        one.kill()
        one.communicate()
        server.hold_at = 0

    def ask(self, question):
        with psycopg.connect(self.database) as asked:
            return asked.execute(question).fetchall()

    def tell(self, change):
        with psycopg.connect(self.database, autocommit=True) as told:
            told.execute(change)


@pytest.fixture
def house(installations, tmp_path):  # noqa: F811  the fixture from above
    pem = certificate(tmp_path)
    with serving(TakesMail) as mail, serving(GivesMail, pem) as mailboxes:
        yield House(installations(), mail, mailboxes, pem)


@pytest.fixture
def filled(house):
    filling = house.start("-m", "django", "migrate", "--verbosity=0", DJANGO_SETTINGS_MODULE="ledger.settings")
    filling.communicate(timeout=600)
    filling = house.start("tests/nodes/fill.py", str(OWNERS), str(MESSAGES), str(house.mailboxes.port))
    house.tokens = filling.communicate(timeout=600)[0].split()
    assert len(house.tokens) == OWNERS
    return house


def everything(house):
    """What the workers have to have done, once each: counts by owner."""
    imported = (
        "select count(*) from debts_message m join debts_importbatch b on b.id = m.batch_id "
        "where b.form = '{}' group by m.owner_id"
    )
    return {
        "imported": house.ask(imported.format("auto")),
        "fetched": house.ask(imported.format("imap")),
        "batches": house.ask("select state, count(*) from debts_importbatch group by state"),
        "reminders": house.ask("select count(sent_at) from debts_sentreminder"),
        "alerts": house.ask("select count(sent_at) from debts_alert"),
    }


DONE = {
    "imported": [(KEPT,)] * OWNERS,
    "fetched": [(len(MAILS),)] * OWNERS,
    "batches": [("done", 3 * OWNERS)],
    "reminders": [(OWNERS,)],
    "alerts": [(OWNERS,)],
}


def test_three_workers_at_once_do_everything_once(filled):
    said = filled.work(*COMMANDS)
    assert everything(filled) == DONE
    assert sorted(filled.mailboxes.seen) == sorted((f"owner{n}", uid) for n in range(OWNERS) for uid in MAILS)
    letters = Counter(to for to, _subject in filled.mail.seen)
    assert letters == {f"owner{n}@example.org": 2 for n in range(OWNERS)}
    assert said.count("was told of 1 payments") == said.count(f"{MESSAGES} read, {KEPT} new") == OWNERS
    assert filled.work("verify_evidence", count=1).count(" entries, ") == OWNERS


def test_what_a_killed_worker_was_at_is_taken_up_by_another(filled):
    filled.kill_at_work("send_reminders", filled.mail, hold_at=1)
    filled.kill_at_work("poll_mailboxes", filled.mailboxes, hold_at=30)
    killed = filled.worker("resume_imports", KILL_AT="40")
    killed.communicate("\n", timeout=600)
    assert killed.returncode < 0
    filled.tell("update debts_sentreminder set claimed_at = claimed_at - interval '1 hour'")
    filled.tell("update debts_mailbox set claimed_at = claimed_at - interval '1 hour'")
    filled.tell("update debts_importbatch set beat_at = beat_at - interval '1 minute'")
    filled.work(*COMMANDS)
    assert everything(filled) == DONE
    assert Counter(to for to, _subject in filled.mail.seen)["owner0@example.org"] == 3  # one of them was on its way
    assert filled.work("verify_evidence", count=1).count(" entries, ") == OWNERS


def posted(address, token, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
    body = json.dumps({"name": f"银行{key}"}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/v1/lenders", body, headers)) as answer:  # noqa: S310  on this machine
        return answer.status, json.load(answer)["id"]


def test_two_nodes_that_start_at_once_make_one_ledger_and_write_once(house):
    nodes = [house.serve(), house.serve()]
    try:
        for node in nodes:
            assert node.stdout.readline().startswith("结清 Jieqing"), "the node did not start"
        filling = house.start("tests/nodes/fill.py", "1", "20", str(house.mailboxes.port))
        (token,) = filling.communicate(timeout=600)[0].split()
        asked = [(node.address, token, str(key)) for key in range(8) for node in nodes]
        with ThreadPoolExecutor(8) as crowd:
            answers = list(crowd.map(lambda one: posted(*one), asked))
        assert len(set(answers)) == 8
        assert house.ask("select count(*) from debts_lender where name like '银行_'") == [(8,)]
    finally:
        for node in nodes:
            node.terminate()
            node.communicate(timeout=600)
