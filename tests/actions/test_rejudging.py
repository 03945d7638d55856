"""A new rulebook judges kept messages again, in pieces, whoever else does so and wherever it stopped."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from debts.actions import Route, WriteContext, receive_messages, rejudge, settle, take_back
from debts.models import Change, ChangedVerdict, Message, User, Verdict
from debts.queries import aged_messages
from debts.reconciler.types import IncomingMessage, VerdictCode
from debts.rulebook import load_rulebook

SETTLED = datetime(2025, 8, 10, 2, 12, tzinfo=UTC)
OCTOBER = datetime(2025, 10, 15, 6, 30, tzinfo=UTC)
OLD = "2020-01-01"


@pytest.fixture
def aged(ctx, loan):
    """Five demands on five days after the settlement that an old rulebook took for nothing."""
    settle(ctx, loan, settled_at=SETTLED, basis="paid_in_full")
    days = [timedelta(days=number) for number in range(5)]
    texts = [IncomingMessage("", "【够花】您的借款已逾期，请还款", OCTOBER + day) for day in days]
    receive_messages(ctx, texts, source="粘贴")
    Verdict.objects.update(rulebook_version=OLD, code=VerdictCode.NO_CLAIM)


def codes():
    return list(Verdict.objects.order_by("message_id").values_list("code", flat=True))


@pytest.mark.usefixtures("aged")
def test_a_piece_is_judged_and_the_rest_waits(ctx):
    assert rejudge(ctx, 2) == 2
    assert codes() == [VerdictCode.AFTER_SETTLEMENT] * 2 + [VerdictCode.NO_CLAIM] * 3
    assert aged_messages(ctx.owner).count() == 3


@pytest.mark.usefixtures("aged")
def test_pieces_make_one_record_of_the_step_between_the_versions(ctx):
    while rejudge(ctx, 2):
        pass
    change = Change.objects.get()
    assert change.upgrade == f"{OLD}>{load_rulebook().version}"
    assert change.causes[0]["before"] == {"version": OLD}
    assert change.verdicts.count() == 5


@pytest.mark.usefixtures("aged")
def test_a_second_run_finds_nothing_to_do(ctx):
    rejudge(ctx, 100)
    assert rejudge(ctx, 100) == 0
    assert ChangedVerdict.objects.count() == 5


@pytest.mark.usefixtures("aged")
def test_a_message_that_was_taken_back_is_left_alone(ctx):
    take_back(ctx, Message.objects.last())
    assert rejudge(ctx, 100) == 4


@pytest.mark.usefixtures("aged")
def test_versions_of_different_age_make_a_record_each(ctx):
    Verdict.objects.filter(pk=Verdict.objects.first().pk).update(rulebook_version="2021-05-05")
    rejudge(ctx, 100)
    assert sorted(change.verdicts.count() for change in Change.objects.all()) == [1, 4]


@pytest.mark.usefixtures("aged")
def test_a_version_that_was_left_and_came_back_begins_a_new_record(ctx):
    rejudge(ctx, 100)
    Change.objects.create(owner=ctx.owner, at=ctx.now, route="command", upgrade=f"{load_rulebook().version}>{OLD}")
    Verdict.objects.update(rulebook_version=OLD, code=VerdictCode.NO_CLAIM)
    rejudge(ctx, 100)
    assert Change.objects.filter(upgrade__startswith=OLD).count() == 2


def run_beside(name):
    try:
        rows = []
        while count := rejudge(WriteContext(User.objects.get(username=name), Route.COMMAND, OCTOBER), 1):
            rows.append(count)
        return len(rows)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("aged")
def test_two_at_once_share_the_work(ctx):
    with ThreadPoolExecutor(2) as pool:
        shares = list(pool.map(run_beside, [ctx.owner.username] * 2))
    assert sum(shares) == 5
    assert codes() == [VerdictCode.AFTER_SETTLEMENT] * 5
    assert Change.objects.get().verdicts.count() == 5


@pytest.mark.usefixtures("aged")
def test_a_fact_written_meanwhile_says_that_the_rulebook_has_changed_too(ctx, loan):
    settle(ctx, loan, settled_at=SETTLED.replace(month=7), basis="paid_in_full")
    actions = [(cause["action"], cause["type"]) for cause in Change.objects.get().causes]
    assert actions == [("taken_back", "settlement"), ("recorded", "settlement"), ("upgraded", "rulebook")]
