import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command

from debts.models import Loan, Message, Repayment, Settlement, User, Verdict

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def filled(name, seed=1):
    owner = User.objects.create_user(name)
    with time_machine.travel(NOW, tick=False):
        call_command("generate_demo", user=name, messages=60, loans=4, seed=seed, stdout=io.StringIO())
    return owner


def contents(owner):
    texts = list(Message.objects.of(owner).order_by("pk").values_list("text", "received_at"))
    paid = list(Repayment.objects.of(owner).order_by("pk").values_list("amount", "paid_at"))
    return texts, paid


def test_the_ledger_has_the_sizes_that_were_asked_for():
    owner = filled("jia")
    assert Message.objects.of(owner).count() == 60
    assert Loan.objects.of(owner).count() == 4
    assert Settlement.objects.of(owner).count() == 2


def test_the_same_seed_gives_the_same_ledger_and_another_seed_another():
    first, again, other = (contents(filled(*given)) for given in (("jia", 1), ("yi", 1), ("bing", 2)))
    assert first == again
    assert first != other


def test_what_demands_a_settled_loan_contradicts_the_ledger():
    owner = filled("jia")
    assert "after_settlement" in Verdict.objects.filter(message__owner=owner).values_list("code", flat=True)


def test_a_ledger_with_something_in_it_is_left_alone():
    owner = filled("jia")
    with pytest.raises(CommandError, match="not empty"):
        call_command("generate_demo", user="jia")
    assert Message.objects.of(owner).count() == 60


def test_a_size_that_is_no_number_is_refused():
    with pytest.raises(CommandError, match="no number"):
        call_command("generate_demo", "--user", "jia", "--messages", "many")
