"""The vote of the wording: where it speaks, where the rules stand above it, and what it points at."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import judge_messages, read
from debts.reconciler.signs import Signs
from debts.reconciler.types import Channel, IncomingMessage, Kind
from debts.reconciler.voting import is_certain, lead_for
from debts.rulebook import load_rulebook
from tests.scenarios.ledgers import ledger_from

NOON = datetime(2026, 3, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))

SHORT_OF_PHRASES = "再给你最后一次机会，下午四点前2000元打到平台，别让大家难看"


def test_a_demand_in_words_that_no_list_holds_is_found():
    reading = read(SHORT_OF_PHRASES, load_rulebook())
    assert reading.kind is Kind.COLLECTION
    assert reading.is_claim


def test_the_words_that_weighed_are_told():
    message = IncomingMessage("a", SHORT_OF_PHRASES, NOON)
    (judged,) = judge_messages(ledger_from("lender l1 招联金融"), [message], rulebook=load_rulebook())
    reason = next(one for one in judged.verdict.reasons if one.code == "read_by_wording")
    assert reason.params == {"kind": "collection"}
    assert reason.spans == judged.reading.wording
    assert all(SHORT_OF_PHRASES[span.start : span.end] for span in reason.spans)


def test_where_rules_and_wording_agree_nothing_is_told():
    assert not read("【招联金融】您的借款已逾期12天，请立即还款1200元", load_rulebook()).wording


def test_a_long_letter_about_other_things_is_left_alone():
    text = "今天他又没有回我的信息，我不知道该怎么办，" * 12
    assert read(text, load_rulebook(), channel=Channel.CHAT).kind is Kind.OTHER


NO_SIGNS = Signs(frozenset(), frozenset())


def test_the_end_of_a_loan_and_a_grave_threat_that_phrases_name_stay():
    assert is_certain(Kind.SETTLEMENT_NOTICE, Kind.COLLECTION, NO_SIGNS)
    assert is_certain(Kind.LEGAL_THREAT, Kind.COLLECTION, NO_SIGNS)
    assert not is_certain(Kind.LEGAL_THREAT, Kind.OTHER, NO_SIGNS)


def test_nothing_paid_out_and_no_office_is_taken_for_a_demand():
    paid_out = Signs(frozenset(), frozenset({"disbursed"}))
    assert is_certain(Kind.OTHER, Kind.REMINDER, paid_out)
    assert not is_certain(Kind.OTHER, Kind.MARKETING, paid_out)
    assert is_certain(Kind.OTHER, Kind.COLLECTION, Signs(frozenset(), frozenset({"authority"})))


def test_a_demand_or_a_fraud_is_given_up_for_a_longer_lead_only():
    near = Signs(frozenset(), frozenset({"unpaid"}))
    assert lead_for(Kind.COLLECTION, Kind.OTHER, near) > lead_for(Kind.OTHER, Kind.COLLECTION, near)
    assert lead_for(Kind.FRAUD, Kind.COLLECTION, near) > lead_for(Kind.COLLECTION, Kind.OTHER, near)


def test_a_suit_needs_a_phrase_and_a_bill_with_its_sum_stays_a_bill():
    bill = Signs(frozenset({"pending.owed"}), frozenset({"pending"}), has_amount=True)
    assert is_certain(Kind.REMINDER, Kind.OTHER, bill)
    assert is_certain(Kind.REMINDER, Kind.LEGAL_THREAT, bill)
    assert not is_certain(Kind.REMINDER, Kind.LEGAL_THREAT, Signs(frozenset(), frozenset({"legal"})))


def test_a_call_or_a_visit_alone_needs_a_longer_lead_than_a_debt():
    vague, plain = Signs(frozenset(), frozenset({"call"})), Signs(frozenset(), frozenset({"call", "unpaid"}))
    assert lead_for(Kind.OTHER, Kind.COLLECTION, vague) > lead_for(Kind.OTHER, Kind.COLLECTION, plain)


@pytest.mark.parametrize(
    "text",
    [
        "打了你三个电话都没接，你人到底在哪儿，看见了回我一声",
        "日语辅导班，签约保过，考不过学费全退，报名找周老师",
        "电脑回收，一个电话马上到家，联系人小赵",
    ],
)
def test_talk_and_advertising_in_words_of_collectors_claim_nothing(text):
    assert not read(text, load_rulebook()).is_claim


def test_money_that_moved_is_no_demand_whatever_else_is_worded_so():
    arrived = Signs(frozenset(), frozenset({"moved"}), has_amount=True)
    assert is_certain(Kind.BANK_TRANSACTION, Kind.COLLECTION, arrived)
    assert is_certain(Kind.REPAYMENT_RECEIPT, Kind.REMINDER, Signs(frozenset(), frozenset({"moved", "loan_word"})))
    assert not is_certain(Kind.BANK_TRANSACTION, Kind.REMINDER, Signs(frozenset(), frozenset({"moved", "pay"})))
    assert not is_certain(Kind.BANK_TRANSACTION, Kind.REMINDER, Signs(frozenset(), frozenset({"moved", "loan_word"})))


def test_a_loan_that_a_lender_calls_overdue_is_a_loan():
    said = Signs(frozenset(), frozenset({"overdue", "loan_word"}), has_lender=True)
    assert is_certain(Kind.COLLECTION, Kind.OTHER, said)
    assert not is_certain(Kind.COLLECTION, Kind.OTHER, Signs(frozenset(), frozenset({"overdue", "loan_word"})))
