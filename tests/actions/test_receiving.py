from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from debts.actions import (
    correct,
    decide,
    receive_messages,
    record_lender,
    record_loan,
    settle,
    take_back,
    withdraw_decision,
)
from debts.models import Message, Verdict
from debts.models.messages import DecisionKind
from debts.queries import as_incoming, ledger_of
from debts.reconciler import judge_messages
from debts.reconciler.types import IncomingMessage, VerdictCode
from debts.rulebook import load_rulebook

SETTLED = datetime(2025, 8, 10, 2, 12, tzinfo=UTC)
DEMAND = IncomingMessage(
    id="",
    text="【够花】您的借款已逾期65天，当前欠款1404.20元，请于今日18:00前还清。",
    received_at=datetime(2025, 10, 15, 6, 30, tzinfo=UTC),
    sender="1069000101",
)
ADVERT = IncomingMessage(id="", text="【够花】您有一笔额度待领取，三分钟到账。拒收请回复R", received_at=SETTLED)


@pytest.fixture
def settlement(ctx, loan):
    return settle(ctx, loan, settled_at=SETTLED, basis="paid_in_full")


def verdict(ctx):
    return Verdict.objects.get(owner=ctx.owner, message__text=DEMAND.text)


def test_a_demand_after_the_settlement_is_kept_and_flagged(ctx, loan, settlement):
    receipt = receive_messages(ctx, [DEMAND, ADVERT], source="粘贴")
    assert (len(receipt.new), receipt.duplicates, receipt.flagged) == (2, 0, 1)
    assert (verdict(ctx).code, verdict(ctx).loan) == (VerdictCode.AFTER_SETTLEMENT, loan)


def test_receiving_twice_keeps_once(ctx, settlement):
    receive_messages(ctx, [DEMAND, DEMAND], source="粘贴")
    receipt = receive_messages(ctx, [DEMAND], source="粘贴")
    assert (receipt.new, receipt.duplicates, Message.objects.count()) == ((), 1, 1)


def test_a_message_taken_back_counts_again_when_it_is_received_again(ctx, settlement):
    receive_messages(ctx, [DEMAND], source="粘贴")
    take_back(ctx, Message.objects.get())
    receipt = receive_messages(ctx, [DEMAND], source="粘贴")
    assert (len(receipt.new), Message.objects.of(ctx.owner).count()) == (1, 1)


def test_a_settlement_recorded_afterwards_changes_the_verdict_at_once(ctx, loan):
    receive_messages(ctx, [DEMAND], source="粘贴")
    assert verdict(ctx).code != VerdictCode.AFTER_SETTLEMENT
    settle(ctx, loan, settled_at=SETTLED, basis="paid_in_full")
    assert verdict(ctx).code == VerdictCode.AFTER_SETTLEMENT


def test_a_settlement_moved_behind_the_message_unflags_it(ctx, loan, settlement):
    receive_messages(ctx, [DEMAND], source="粘贴")
    correct(ctx, settlement, settled_at=DEMAND.received_at + timedelta(days=1))
    assert verdict(ctx).code != VerdictCode.AFTER_SETTLEMENT


def test_a_write_knows_which_verdicts_it_changed(ctx, loan):
    receive_messages(ctx, [DEMAND, ADVERT], source="粘贴")
    later = replace(ctx, judged={})
    settle(later, loan, settled_at=SETTLED, basis="paid_in_full")
    assert later.changed_verdicts() == {"after_settlement": 1}


def test_a_write_that_is_undone_within_itself_changed_nothing(ctx, loan, settlement):
    receive_messages(ctx, [DEMAND], source="粘贴")
    later = replace(ctx, judged={})
    settle(later, loan, settled_at=SETTLED, basis="early_payoff")
    assert later.changed_verdicts() == {}


def test_a_decision_overrules_the_match_and_can_be_undone(ctx, settlement):
    receive_messages(ctx, [DEMAND], source="粘贴")
    decide(ctx, Message.objects.get(), DecisionKind.NOT_MINE)
    assert verdict(ctx).code == VerdictCode.WRONG_PERSON
    withdraw_decision(ctx, Message.objects.get())
    assert verdict(ctx).code == VerdictCode.AFTER_SETTLEMENT


def test_facts_entered_after_the_message_give_the_same_answer_as_before(ctx, stranger_ctx, settlement):
    receive_messages(ctx, [DEMAND], source="粘贴")
    receive_messages(stranger_ctx, [DEMAND], source="粘贴")
    lender = record_lender(stranger_ctx, name="海尔消费金融有限公司", aliases=["海尔消金"], signatures=["够花"])
    loan = record_loan(stranger_ctx, lender=lender, product="够花", principal=Decimal(8000))
    settle(stranger_ctx, loan, settled_at=SETTLED, basis="paid_in_full")
    assert verdict(stranger_ctx).code == verdict(ctx).code


def test_a_lone_surrogate_is_kept_as_an_unreadable_character(ctx):
    receive_messages(ctx, [IncomingMessage(id="", text="还\ud83d款\x00")], source="粘贴")
    assert Message.objects.get().text == "还\ufffd款\ufffd"


def test_every_stored_verdict_is_what_a_fresh_judgement_would_be(ctx):
    unnamed = IncomingMessage(id="", text="【阿福侠】您有款项未付，请今日支付500元。", received_at=DEMAND.received_at)
    receive_messages(ctx, [unnamed], source="粘贴")
    lender = record_lender(ctx, name="阿福侠", signatures=["阿福侠"])
    loan = record_loan(ctx, lender=lender, principal=Decimal(500))
    settle(ctx, loan, settled_at=SETTLED, basis="paid_in_full")
    message = Message.objects.get()
    (fresh,) = judge_messages(ledger_of(ctx.owner), [as_incoming(message)], rulebook=load_rulebook())
    assert message.verdict.judgement == fresh
    assert message.verdict.code == VerdictCode.AFTER_SETTLEMENT


def test_a_quiet_message_is_kept_without_all_that_is_as_ever_and_read_with_it(ctx):
    receive_messages(ctx, [IncomingMessage(id="", text="妈，我到家了。")], source="粘贴")
    message = Message.objects.get()
    (fresh,) = judge_messages(ledger_of(ctx.owner), [as_incoming(message)], rulebook=load_rulebook())
    assert message.verdict.detail["reading"] == {"kind": "other", "is_claim": False}
    assert message.verdict.detail["match"] == {"outcome": "nobody"}
    assert message.verdict.judgement == fresh


def test_an_answer_that_stays_the_same_is_not_written_again(ctx, loan, settlement):
    receive_messages(ctx, [DEMAND], source="粘贴")
    before = verdict(ctx).pk
    record_lender(ctx, name="与此无关的机构")
    assert verdict(ctx).pk == before
