"""What must hold whatever is kept and whatever comes: held against generated ledgers and messages."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from debts.finance import LoanTerms
from debts.reconciler import judge_messages, normalise, read
from debts.reconciler.types import (
    Channel,
    IncomingMessage,
    Judgement,
    Ledger,
    LenderFacts,
    LoanFacts,
    NameMention,
    Recipient,
    Span,
    VerdictCode,
)
from debts.rulebook import load_rulebook
from tests.reconciler.generated import demands, histories, ledger_of, moments
from tests.scenarios.ledgers import all_cases

CASES = all_cases()
ENDED = (VerdictCode.AFTER_SETTLEMENT, VerdictCode.WITHIN_GRACE)
FRAGMENTS = [
    *(
        "【招联金融】",
        "您的借款",
        "已逾期",
        "12天",
        "欠款",
        "1,833.60元",
        "请立即还款",
        "张三先生",
        "，",
        "。",
        "万",
        "*",
    ),
    *("合同号ZL20250105", "尾号1234", "法院", "微信", "转到我个人账户", "验证码482913", "额度", "http://a.cn/"),
    *(
        "截至2025年9月1日",
        "[",
        "】",
        "逾 期",
        "还*款",
        "催収",
        "１２３４",
        "合同号HT****01",
        "您作为担保人",
        "138****1111",
    ),
]
BROKEN = ["\n", "\x00", "\ud800", " ", "\u200b", "\u202e", "𝟙", "①", "ﬁ"]
times = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
texts = st.text() | st.lists(st.sampled_from(FRAGMENTS + BROKEN), max_size=12).map("".join)
messages = st.builds(
    IncomingMessage,
    id=st.uuids().map(str),
    text=texts,
    received_at=times,
    sender=st.text(max_size=12) | st.sampled_from(["1069", "13800001111", "a@b.cn", "+85260001111"]),
    channel=st.sampled_from(Channel),
    recipient=st.sampled_from(Recipient),
    sent_at=times,
)
few = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def judge(ledger, arrived):
    return judge_messages(ledger, arrived, rulebook=load_rulebook())


def reversed_ledger(ledger: Ledger) -> Ledger:
    loans = tuple(
        replace(loan, repayments=loan.repayments[::-1], proofs=loan.proofs[::-1], assignments=loan.assignments[::-1])
        for loan in reversed(ledger.loans)
    )
    lenders = tuple(
        replace(one, aliases=one.aliases[::-1], signatures=one.signatures[::-1]) for one in ledger.lenders[::-1]
    )
    return replace(ledger, lenders=lenders, loans=loans, decisions=ledger.decisions[::-1])


def with_a_stranger(ledger: Ledger) -> Ledger:
    lender = LenderFacts(
        "zz", "北海远洋渔业互助社", signatures=("远洋互助",), senders=("zz-harbour.cn",), collectors=("海龙催收社",)
    )
    loan = LoanFacts(
        "zz1", "zz", LoanTerms(Decimal(777)), product="渔船贷", contract_number="BH-77001", card_tail="0007"
    )
    return replace(ledger, lenders=(*ledger.lenders, lender), loans=(*ledger.loans, loan))


# --- order, strangers ------------------------------------------------------------------------------------------------


def test_the_order_of_entry_changes_nothing(subtests):
    for case in CASES:
        with subtests.test(case.name):
            assert judge(case.ledger, [case.message]) == judge(reversed_ledger(case.ledger), [case.message])


@given(st.data())
@few
def test_the_order_of_entry_changes_nothing_in_a_generated_ledger(data):
    loans = data.draw(histories())
    arrived = [data.draw(demands(data.draw(st.sampled_from(loans)).truth, data.draw(moments))) for _ in range(3)]
    arrived = [replace(one, id=f"m{place}") for place, one in enumerate(arrived)]
    ledger = ledger_of(loans)
    forwards, backwards = judge(ledger, arrived), judge(reversed_ledger(ledger), arrived[::-1])
    assert forwards == backwards[::-1]


def test_the_order_of_messages_changes_nothing():
    arrived = [replace(case.message, id=case.name) for case in CASES if case.ledger == CASES[0].ledger]
    forwards, backwards = judge(CASES[0].ledger, arrived), judge(CASES[0].ledger, arrived[::-1])
    assert forwards == backwards[::-1]


def judged_apart(before: Judgement, after: Judgement) -> bool:
    return (before.verdict, before.match, before.findings) == (after.verdict, after.match, after.findings)


def test_an_unrelated_loan_changes_no_answer(subtests):
    for case in CASES:
        (before,), (after,) = judge(case.ledger, [case.message]), judge(with_a_stranger(case.ledger), [case.message])
        with subtests.test(case.name):
            assert judged_apart(before, after)


@given(st.data())
@few
def test_an_unrelated_loan_changes_no_answer_of_a_generated_ledger(data):
    loans = data.draw(histories())
    message = data.draw(demands(data.draw(st.sampled_from(loans)).truth, data.draw(moments)))
    message = replace(message, received_at=data.draw(st.sampled_from([message.received_at, None])))
    ledger = ledger_of(loans)
    (before,), (after,) = judge(ledger, [message]), judge(with_a_stranger(ledger), [message])
    assert judged_apart(before, after)


@given(messages)
@few
def test_an_unrelated_message_changes_nothing(stranger):
    case = CASES[0]
    (alone,) = judge(case.ledger, [case.message])
    assert judge(case.ledger, [case.message, replace(stranger, sender="", channel=Channel.EMAIL)])[0] == alone


# --- the costly mistake ----------------------------------------------------------------------------------------------


@given(st.data())
@settings(few, max_examples=300)
def test_what_is_owed_is_never_told_to_be_settled(data):
    """Whatever the owner left out, and however the collector writes it."""
    loans, at = data.draw(histories()), data.draw(moments)
    owed = [one for one in loans if one.is_overdue(at)]
    assume(owed)
    message = data.draw(demands(data.draw(st.sampled_from(owed)).truth, at))
    received = data.draw(st.sampled_from([at, at.astimezone(UTC), None]))
    (judged,) = judge(ledger_of(loans), [replace(message, received_at=received)])
    assert judged.verdict.code not in ENDED


@given(st.data(), st.integers(min_value=1, max_value=900))
@settings(few, max_examples=150)
def test_a_later_settlement_never_adds_a_claim_after_settlement(data, days):
    loans, at = data.draw(histories()), data.draw(moments)
    settled = [one for one in loans if one.facts.settlement]
    assume(settled)
    message = data.draw(demands(data.draw(st.sampled_from(loans)).truth, at))
    message = replace(message, received_at=data.draw(st.sampled_from([at, None])))
    chosen = data.draw(st.sampled_from(settled)).facts
    moved = replace(chosen.settlement, settled_at=chosen.settlement.settled_at + timedelta(days=days))
    ledger = ledger_of(loans)
    later = replace(
        ledger, loans=tuple(replace(one, settlement=moved) if one.id == chosen.id else one for one in ledger.loans)
    )
    before, after = (judge(one, [message])[0].verdict.code for one in (ledger, later))
    assert before is VerdictCode.AFTER_SETTLEMENT or after is not VerdictCode.AFTER_SETTLEMENT


def all_later(ledger: Ledger, days: int) -> Ledger:
    """The ledger with every settlement so many days later."""
    loans = tuple(
        replace(loan, settlement=replace(loan.settlement, settled_at=loan.settlement.settled_at + timedelta(days=days)))
        if loan.settlement
        else loan
        for loan in ledger.loans
    )
    return replace(ledger, loans=loans)


@pytest.mark.parametrize("days", [1, 4, 30, 900])
def test_later_settlements_never_add_a_claim_after_settlement_to_a_scenario(subtests, days):
    for case in CASES:
        if not any(loan.settlement for loan in case.ledger.loans):
            continue
        ledgers = (case.ledger, all_later(case.ledger, days))
        before, after = (judge(ledger, [case.message])[0].verdict.code for ledger in ledgers)
        with subtests.test(case.name):
            assert before is VerdictCode.AFTER_SETTLEMENT or after is not VerdictCode.AFTER_SETTLEMENT


# --- spans, and no input raises --------------------------------------------------------------------------------------


def found_in(value, kind: type) -> list:
    """Everything of a kind inside a judgement, wherever it stands."""
    if isinstance(value, kind):
        return [value]
    if isinstance(value, tuple | frozenset):
        return [found for one in value for found in found_in(one, kind)]
    if is_dataclass(value):
        return [found for one in fields(value) for found in found_in(getattr(value, one.name), kind)]
    return []


def plain(text: str) -> str:
    return "".join(sign for sign in normalise(text).text if not sign.isspace()).lower()


def check_places(judged: Judgement, text: str) -> None:
    """Every span lies in the text, and one that claims to be a name covers that name."""
    assert all(0 <= span.start <= span.end <= len(text) for span in found_in(judged, Span))
    for one in found_in(judged, NameMention):
        assert plain(one.name) in plain(text[one.span.start : one.span.end])
    for reason in (*judged.verdict.reasons, *(reason for one in judged.match.candidates for reason in one.reasons)):
        shown = "".join(plain(text[span.start : span.end]) for span in reason.spans)
        wanted = [value for key, value in reason.params.items() if key in ("number", "tail") and reason.spans]
        assert all(plain(value) in shown for value in wanted)


@given(messages)
@settings(few, max_examples=200)
def test_nothing_raises_and_every_span_lies_in_the_text(message):
    (judged,) = judge(CASES[0].ledger, [message])
    check_places(judged, message.text)


def test_every_span_of_a_scenario_covers_what_it_claims(subtests):
    for case in CASES:
        with subtests.test(case.name):
            check_places(judge(case.ledger, [case.message])[0], case.message.text)


@given(st.data())
@few
def test_every_span_of_a_generated_demand_covers_what_it_claims(data):
    loans = data.draw(histories())
    message = data.draw(demands(data.draw(st.sampled_from(loans)).truth, data.draw(moments)))
    disguise = data.draw(
        st.sampled_from([str, lambda text: text.replace("逾期", "逾 *期"), lambda text: text.replace("0", "０")])
    )
    message = replace(message, text=disguise(message.text))
    check_places(judge(ledger_of(loans), [message])[0], message.text)


@given(st.lists(messages, max_size=4), st.lists(messages, max_size=4))
@few
def test_nothing_raises_with_earlier_messages_either(arrived, earlier):
    ledger = CASES[0].ledger
    judged = judge_messages(ledger, arrived, rulebook=load_rulebook(), earlier=earlier)
    assert [one.message_id for one in judged] == [one.id for one in arrived]


@pytest.mark.parametrize(
    "text", ["", "逾期" * 500_000, "1" * 1_000_000, "您好 " * 300_000, "【" * 1000, "\ud800" * 1000, "张*" * 10_000]
)
def test_a_huge_or_broken_text_is_read(text):
    assert read(text, load_rulebook()) is not None


def test_an_empty_ledger_judges_everything():
    for case in CASES:
        assert judge(Ledger(), [case.message])[0].verdict.code not in ENDED
