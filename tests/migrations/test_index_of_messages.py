from debts.models import Message
from debts.models.message_index import candidates
from debts.reconciler.searching import words_in
from tests.migrations.conftest import PLAIN, migrate
from tests.web.ledgers import NOW

AFTER = ("debts", "0014_index_of_messages")


def test_messages_that_were_kept_before_are_found(step_by_step):
    old = migrate(("debts", "0013_disputes_to_the_end"))
    owner = old.get_model("debts", "User").objects.create(username="zhangsan")
    old.get_model("debts", "Message").objects.create(owner=owner, recorded_at=NOW, ref="m1", fingerprint="a", **PLAIN)
    migrate(AFTER)
    assert Message.objects.filter(pk__in=candidates(words_in("还款"))).count() == 1
