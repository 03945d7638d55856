from datetime import timedelta

from debts.reconciler.identity import words_of
from tests.migrations.conftest import PLAIN, migrate
from tests.web.ledgers import NOW

BEFORE = ("debts", "0005_plans_and_reminders")
AFTER = ("debts", "0006_never_twice")


def test_old_messages_get_their_words_and_those_that_are_alike_now_both_stay(step_by_step):
    old = migrate(BEFORE)
    owner = old.get_model("debts", "User").objects.create(username="zhangsan")
    messages = old.get_model("debts", "Message").objects
    for number, at in enumerate((NOW, NOW + timedelta(milliseconds=200))):
        messages.create(owner=owner, recorded_at=NOW, received_at=at, ref=number, fingerprint=f"{number:064}", **PLAIN)
    new = migrate(AFTER).get_model("debts", "Message").objects
    rows = list(new.order_by("pk").values_list("fingerprint", "words", "copy"))
    assert rows == [(f"{number:064}", words_of("sms", "self", "请 还款"), 0) for number in (0, 1)]


def test_going_back_keeps_copies_to_the_letter(step_by_step):
    new = migrate(AFTER)
    owner = new.get_model("debts", "User").objects.create(username="zhangsan")
    messages = new.get_model("debts", "Message").objects
    for copy in (0, 1):
        messages.create(owner=owner, recorded_at=NOW, ref=copy, fingerprint="a" * 64, copy=copy, **PLAIN)
    old = migrate(BEFORE).get_model("debts", "Message").objects
    assert [row.fingerprint[:8] for row in old.order_by("pk")] == ["aaaaaaaa", "00000001"]
