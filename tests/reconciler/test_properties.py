from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debts.finance import LoanTerms
from debts.reconciler import judge_messages, read
from debts.reconciler.types import Channel, IncomingMessage, Ledger, LenderFacts, LoanFacts, Recipient, VerdictCode
from debts.rulebook import load_rulebook
from tests.scenarios.ledgers import ScenarioCase, all_cases

CASES = all_cases()
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
    *("截至2025年9月1日", "[", "】"),
]
BROKEN = ["\n", "\x00", "\ud800", " "]
times = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
messages = st.builds(
    IncomingMessage,
    id=st.uuids().map(str),
    text=st.text() | st.lists(st.sampled_from(FRAGMENTS + BROKEN)).map("".join),
    received_at=times,
    sender=st.text(max_size=12),
    channel=st.sampled_from(Channel),
    recipient=st.sampled_from(Recipient),
)


def judge(ledger, arrived):
    return judge_messages(ledger, arrived, rulebook=load_rulebook())


def reversed_ledger(ledger: Ledger) -> Ledger:
    loans = tuple(
        replace(loan, repayments=loan.repayments[::-1], proofs=loan.proofs[::-1], assignments=loan.assignments[::-1])
        for loan in reversed(ledger.loans)
    )
    return replace(ledger, lenders=ledger.lenders[::-1], loans=loans, decisions=ledger.decisions[::-1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_entry_changes_nothing(case: ScenarioCase):
    assert judge(case.ledger, [case.message]) == judge(reversed_ledger(case.ledger), [case.message])


def test_the_order_of_messages_changes_nothing():
    arrived = [replace(case.message, id=case.name) for case in CASES if case.ledger == CASES[0].ledger]
    forwards, backwards = judge(CASES[0].ledger, arrived), judge(CASES[0].ledger, arrived[::-1])
    assert forwards == backwards[::-1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_unrelated_loan_changes_no_answer(case: ScenarioCase):
    lender = LenderFacts("zz", "北海远洋渔业互助社", signatures=("远洋互助",))
    loan = LoanFacts("zz1", "zz", LoanTerms(Decimal(777)))
    more = replace(case.ledger, lenders=(*case.ledger.lenders, lender), loans=(*case.ledger.loans, loan))
    (before,), (after,) = judge(case.ledger, [case.message]), judge(more, [case.message])
    assert (before.verdict, before.match, before.findings) == (after.verdict, after.match, after.findings)


@given(messages)
@settings(deadline=None)
def test_an_unrelated_message_changes_nothing(stranger):
    case = CASES[0]
    (alone,) = judge(case.ledger, [case.message])
    assert judge(case.ledger, [case.message, replace(stranger, sender="", channel=Channel.SMS)])[0] == alone


@given(messages)
@settings(deadline=None)
def test_nothing_raises_and_every_span_lies_in_the_text(message):
    (judged,) = judge(CASES[0].ledger, [message])
    reading = judged.reading
    spans = [hit.span for hit in reading.phrases] + [
        one.span for one in (*reading.amounts, *reading.dates, *reading.lenders)
    ]
    spans += [span for reason in judged.verdict.reasons for span in reason.spans]
    assert all(0 <= span.start <= span.end <= len(message.text) for span in spans)


@pytest.mark.parametrize(
    "text", ["", "逾期" * 500_000, "1" * 1_000_000, "您好 " * 300_000, "【" * 1000, "\ud800" * 1000, "张*" * 10_000]
)
def test_a_huge_or_broken_text_is_read(text):
    assert read(text, load_rulebook()) is not None


@given(st.integers(min_value=1, max_value=900))
@settings(deadline=None, max_examples=30)
def test_a_later_settlement_never_adds_a_claim_after_settlement(days):
    case = next(case for case in CASES if case.verdicts == ("consistent",) and case.kinds == ("collection",))
    loans = tuple(loan for loan in case.ledger.loans if loan.settlement)
    later = tuple(
        replace(loan, settlement=replace(loan.settlement, settled_at=loan.settlement.settled_at + timedelta(days=days)))
        for loan in loans
    )
    for loan, moved in zip(loans, later, strict=True):
        arrived = [replace(case.message, text=f"您的{loan.product}借款已逾期，请立即还款")]
        before, after = (judge(replace(case.ledger, loans=(one,)), arrived)[0].verdict.code for one in (loan, moved))
        assert before is VerdictCode.AFTER_SETTLEMENT or after is not VerdictCode.AFTER_SETTLEMENT
