"""Refreshing only what a change can touch gives the verdicts that judging everything anew would give."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debts.actions import (
    correct,
    receive_messages,
    record_lender,
    record_loan,
    record_repayment,
    storing,
)
from debts.actions.touching import touched_messages
from debts.models import (
    Message,
    Verdict,
)
from debts.queries import as_incoming, ledger_of
from debts.reconciler import examine_messages, judge_messages
from debts.reconciler.grounds import Grounds, Touch
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.types import IncomingMessage
from debts.rulebook import load_rulebook
from tests.actions.random_writes import KINDS_OF_WRITES, START, Writes


def stored(owner):
    rows = Verdict.objects.filter(owner=owner, message__removed_at=None).select_related("message", "loan")
    return {
        row.message.ref: (
            *(row.code, row.kind, row.is_claim, row.loan and row.loan.ref, row.detail, row.plain_text),
            sorted(finding.rule for finding in row.findings.all()),
            sorted(ground.key for ground in row.grounds.all()),
        )
        for row in rows.prefetch_related("findings", "grounds")
    }


def anew(owner):
    messages = list(map(as_incoming, Message.objects.of(owner)))
    index = LedgerIndex(ledger_of(owner), load_rulebook())
    examined = examine_messages(index, Grounds(index), messages)
    assert [one.judgement for one in examined] == judge_messages(index.ledger, messages, rulebook=index.rulebook)
    return {one.judgement.message_id: answer(one) for one in examined}


def answer(examined):
    judgement = examined.judgement
    verdict, reading = judgement.verdict, judgement.reading
    return (
        *(verdict.code, reading.kind, reading.is_claim, verdict.loan_id),
        *(Verdict.detail_of(judgement), examined.plain_text),
        sorted(finding.id for finding in judgement.findings),
        sorted(examined.grounds),
    )


@given(data=st.data())
@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
def test_refreshing_what_a_write_can_touch_is_as_good_as_judging_everything_anew(ctx, data):
    with transaction.atomic():
        writes = Writes(ctx, data.draw)
        writes.a_lender()
        writes.a_loan()
        writes.arrivals()
        for kind in data.draw(st.lists(st.sampled_from(KINDS_OF_WRITES), min_size=3, max_size=12)):
            getattr(writes, kind)()
            assert stored(ctx.owner) == anew(ctx.owner)
        transaction.set_rollback(True)


def demand(ctx, text, **fields):
    message = IncomingMessage("", text, START, **fields)
    return receive_messages(ctx, [message], source="粘贴").new[0]


def is_right(ctx):
    return stored(ctx.owner) == anew(ctx.owner)


def verdict_of(message):
    return Verdict.objects.get(message=message)


def test_a_contract_number_written_with_other_signs_finds_its_message(ctx, loan):
    message = demand(ctx, "合同号HT2024002已逾期，请还款。")
    correct(ctx, loan, contract_number="HT-2024-002")
    assert verdict_of(message).loan == loan
    assert is_right(ctx)


def test_a_masked_number_that_becomes_somebodys_is_no_claim_of_its_own(ctx, loan):
    other = record_loan(ctx, lender=record_lender(ctx, name="飞鸟"), principal=Decimal(500))
    correct(ctx, loan, contract_number="HT2024001")
    message = demand(ctx, "【够花】合同号HT2024001、****2002已逾期，请还款。")
    before = verdict_of(message).detail
    correct(ctx, other, contract_number="ZZ99882002")
    assert verdict_of(message).detail != before
    assert is_right(ctx)


def test_a_loan_that_did_not_exist_yet_is_found_when_its_day_is_corrected(ctx, loan):
    correct(ctx, loan, contract_number="HT2024001", drawn_on=date(2025, 4, 1))
    message = demand(ctx, "您的HT2024001尚欠500元，请还款")
    correct(ctx, loan, drawn_on=date(2025, 2, 10))
    assert verdict_of(message).loan == loan
    assert is_right(ctx)


def test_a_name_that_counts_anywhere_again_finds_its_message(ctx):
    lender = record_lender(ctx, name="QX亚联财", aliases=["QX"])
    loan = record_loan(ctx, lender=lender, principal=Decimal(500), region="HK")
    message = demand(ctx, "您在本公司即QX处的贷款已逾期，请还款")
    assert verdict_of(message).loan is None
    correct(ctx, loan, region="CN")
    assert verdict_of(message).loan == loan
    assert is_right(ctx)


def test_a_second_record_of_one_company_touches_the_messages_of_the_first(ctx):
    lender = record_lender(ctx, name="招联金融", aliases=["中银消费"])
    record_loan(ctx, lender=lender, principal=Decimal(500))
    demand(ctx, "【招联金融】您的借款已逾期12天，请立即还款。")
    twin = record_lender(ctx, name="中银消费")
    assert is_right(ctx)
    record_loan(ctx, lender=twin, principal=Decimal(700))
    assert is_right(ctx)


def test_a_sender_that_becomes_a_name_finds_the_texts_with_it(ctx, loan):
    correct(ctx, loan.lender, senders=["飞鸟"])
    message = demand(ctx, "【飞鸟】您有款项未付，请今日支付500元。")
    correct(ctx, loan.lender, aliases=["飞鸟"])
    assert verdict_of(message).loan == loan
    assert is_right(ctx)


def test_a_number_set_apart_in_the_text_is_found(ctx, lender):
    demand(ctx, "您的借款已逾期，请致电 021-8888 6666 还款")
    correct(ctx, lender, collectors=["02188886666"])
    assert is_right(ctx)
    assert touched_messages(ctx.owner, Touch(frozenset(), frozenset({"02188886666"}))) == {Message.objects.get().pk}


def copies(message, number):
    """As many more kept messages with their verdicts, put there at once: judging them one by one would take long."""
    rows = [
        Message(owner=message.owner, recorded_at=START, text=message.text, received_at=START, fingerprint=str(place))
        for place in range(number)
    ]
    kept = Message.objects.bulk_create(rows)
    verdict = message.verdict
    fields = {name: getattr(verdict, name) for name in ("owner", "code", "kind", "is_claim", "is_flagged")}
    fields |= {name: getattr(verdict, name) for name in ("rulebook_version", "judged_at", "detail", "plain_text")}
    Verdict.objects.bulk_create(Verdict(message=one, **fields) for one in kept)


@pytest.fixture
def judged(monkeypatch):
    """The texts that are judged."""
    texts, examine = [], storing.examine_messages

    def counting(index, grounds, messages):
        texts.extend(message.text for message in messages)
        return examine(index, grounds, messages)

    monkeypatch.setattr(storing, "examine_messages", counting)
    return texts


def test_a_repayment_judges_the_messages_about_its_lender_and_no_other_of_twenty_thousand(ctx, loan, judged):
    copies(demand(ctx, "【菜鸟】您的包裹已到驿站，请凭取件码取件"), 19_949)
    about = [IncomingMessage("", f"【够花】您的借款已逾期{late}天，请还款", START) for late in range(1, 51)]
    receive_messages(ctx, about, source="粘贴")
    judged.clear()
    record_repayment(ctx, loan=loan, paid_at=START, amount=Decimal(500))
    assert sorted(judged) == sorted(message.text for message in about)


def test_a_lender_that_no_message_names_judges_none(ctx, loan, judged):
    demand(ctx, "【够花】您的借款已逾期，请还款")
    judged.clear()
    record_lender(ctx, name="北海远洋渔业互助社")
    assert judged == []
