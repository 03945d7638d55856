from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from debts.actions import TakenBack, decide, receive_messages, take_back
from debts.actions.twins import ask_again, join, keep_apart
from debts.dossier.verification import verify
from debts.models import Message, Twin, TwinAnswer
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage
from tests.actions.conftest import NOW

DEMAND = IncomingMessage("", "【够花】您的借款已逾期3天，请还款。", NOW - timedelta(days=3), "10690000")
LATER = replace(DEMAND, received_at=DEMAND.received_at + timedelta(seconds=61))


@pytest.fixture
def twin(ctx):
    receive_messages(ctx, [DEMAND], source="a")
    receive_messages(ctx, [LATER], source="b")
    return Twin.objects.get()


def counted(ctx):
    return list(Message.objects.of(ctx.owner).order_by("pk").values_list("received_at", flat=True))


def test_joined_messages_count_as_the_one_that_came_first(ctx, twin):
    join(ctx, twin)
    assert counted(ctx) == [DEMAND.received_at]
    assert not verify(ctx.owner).problems


def test_the_one_about_which_something_was_decided_stays(ctx, twin):
    decide(ctx, twin.second, DecisionKind.NOT_MINE)
    assert join(ctx, twin).received_at == LATER.received_at
    assert counted(ctx) == [LATER.received_at]


def test_joining_is_undone_and_the_question_is_open_again(ctx, twin):
    join(ctx, twin)
    ask_again(ctx, twin)
    assert counted(ctx) == [DEMAND.received_at, LATER.received_at]
    assert Twin.objects.get().answer == TwinAnswer.OPEN
    assert not verify(ctx.owner).problems


def test_messages_kept_apart_both_count_and_are_not_asked_about_again(ctx, twin):
    keep_apart(ctx, twin)
    receive_messages(ctx, [DEMAND, LATER], source="c")
    assert len(counted(ctx)) == 2
    assert Twin.objects.get().answer == TwinAnswer.APART


def test_what_was_joined_stays_so_when_it_arrives_again(ctx, twin):
    join(ctx, twin)
    receipt = receive_messages(ctx, [LATER], source="c")
    assert (receipt.new, counted(ctx)) == ((), [DEMAND.received_at])


def test_an_answered_question_and_a_deleted_message_are_not_answered_again(ctx, twin):
    take_back(ctx, twin.first)
    with pytest.raises(TakenBack):
        join(ctx, twin)


def test_nobody_answers_for_another(twin, stranger_ctx):
    for answer in (join, keep_apart, ask_again):
        with pytest.raises(PermissionDenied):
            answer(stranger_ctx, twin)
