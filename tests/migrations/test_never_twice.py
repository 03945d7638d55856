from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from debts.reconciler.identity import words_of
from tests.web.ledgers import NOW

AFTER = ("debts", "0006_never_twice")
PLAIN = {"channel": "sms", "recipient": "self", "sender": "10690000", "text": "请  还款"}


def migrate(to):
    executor = MigrationExecutor(connection)
    executor.migrate([to])
    return MigrationExecutor(connection).loader.project_state([to]).apps


@pytest.fixture
def before(transactional_db):
    """The state before this step; afterwards the newest one is in force again."""
    executor = MigrationExecutor(connection)
    step = executor.loader.get_migration(*AFTER)
    yield next(parent for parent in step.dependencies if parent[0] == "debts")
    newest = MigrationExecutor(connection)
    newest.migrate(newest.loader.graph.leaf_nodes("debts"))


def test_old_messages_get_their_words_and_those_that_are_alike_now_both_stay(before):
    old = migrate(before)
    owner = old.get_model("debts", "User").objects.create(username="zhangsan")
    messages = old.get_model("debts", "Message").objects
    for number, at in enumerate((NOW, NOW + timedelta(milliseconds=200))):
        messages.create(owner=owner, recorded_at=NOW, received_at=at, ref=number, fingerprint=f"{number:064}", **PLAIN)
    new = migrate(AFTER).get_model("debts", "Message").objects
    rows = list(new.order_by("pk").values_list("fingerprint", "words", "copy"))
    assert rows == [(f"{number:064}", words_of("sms", "self", "请 还款"), 0) for number in (0, 1)]


def test_going_back_keeps_copies_to_the_letter(before):
    new = migrate(AFTER)
    owner = new.get_model("debts", "User").objects.create(username="zhangsan")
    messages = new.get_model("debts", "Message").objects
    for copy in (0, 1):
        messages.create(owner=owner, recorded_at=NOW, ref=copy, fingerprint="a" * 64, copy=copy, **PLAIN)
    old = migrate(before).get_model("debts", "Message").objects
    assert [row.fingerprint[:8] for row in old.order_by("pk")] == ["aaaaaaaa", "00000001"]
