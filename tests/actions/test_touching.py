"""Refreshing only what a change can touch gives the verdicts that judging everything anew would give."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debts.actions import (
    StillNeeded,
    attach_proof,
    correct,
    decide,
    learn,
    receive_messages,
    record_assignment,
    record_lender,
    record_loan,
    record_repayment,
    set_profile,
    settle,
    storing,
    take_back,
    withdraw_decision,
)
from debts.actions.touching import touched_messages
from debts.models import (
    Assignment,
    Decision,
    Lender,
    Lesson,
    LessonKind,
    Loan,
    Message,
    Repayment,
    Settlement,
    SettlementProof,
    Verdict,
)
from debts.models.messages import DecisionKind
from debts.queries import as_incoming, ledger_of
from debts.reconciler import examine_messages, judge_messages
from debts.reconciler.grounds import Grounds, Touch
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.types import Channel, IncomingMessage
from debts.rulebook import load_rulebook

START = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)
NAMES = [
    "招联金融",
    "招联消费金融有限公司",
    "好期贷",
    "飞鸟",
    "飞鸟小贷",
    "安逸花",
    "够花",
    "UA亚联财",
    "马上",
    "中银消费",
]
SIGNERS = ["飞鸟", "招联", "海纳清远", "山海法务", "平安", "UA"]
NUMBERS = ["1069000101", "95786", "13912345678", "021-88886666", "山海"]
PRODUCTS = ["", "好期贷", "飞鸟贷", "够花", "信用卡", "安逸花"]
CONTRACTS = ["", "HT2024001", "HT-2024-002", "88776655"]
TEXTS = [
    "【招联金融】您的好期贷已逾期12天，欠款916.80元，请立即还款。",
    "【飞鸟】您有款项未付，请今日支付500元。",
    "飞鸟小贷提醒：您的借款今日到期，应还500.00元。",
    "【海纳清远】您的债权已转让给我司，请尽快还款。",
    "【山海法务】受委托通知您，借款已逾期，将提起诉讼，电话021-88886666。",
    "合同号HT2024001已逾期，请还款。",
    "借据编号****2002逾期，欠500元，请尽快处理。",
    "您的HT2024001尚欠500元，请还款",
    "合同号HT2024002、ZZ9988已逾期，请还款。",
    "UA：您的贷款已逾期，请还款",
    "您的安逸花本期应还500元，请于3月10日前还款。",
    "马上还款，您的够花已逾期。",
    "【平安】祝您平安，晚上吃什么",
    "李四您好，您的欠款500元已逾期，请还款。",
    "截至2025年3月1日，您的飞鸟贷和好期贷均已逾期，请还款。",
    "您的好期贷已还清，感谢使用。",
    "详情请看 https://www.example.com/pay ，您的欠款已逾期，请还款。",
    "双十一专享额度已提升，点击领取，拒收请回复R",
]
CALLS = ["未接来电", "接通，对方自称招联，催我还款", "接通，对方说飞鸟的借款逾期了，要我今天还", "拨出，我打过去"]

days = st.integers(0, 3)
moments = st.none() | st.builds(
    lambda day, hour: START + timedelta(days=day, hours=hour), st.integers(-2, 40), st.integers(0, 15)
)
times = st.builds(lambda day, hour: START + timedelta(days=day, hours=hour), st.integers(-30, 40), st.integers(0, 23))
some_names = st.lists(st.sampled_from([*NAMES, *SIGNERS]), max_size=2, unique=True)
some_numbers = st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True)
written = st.builds(
    IncomingMessage,
    id=st.just(""),
    text=st.sampled_from(TEXTS),
    received_at=moments,
    sender=st.sampled_from(["", *NUMBERS, "+86 139-1234-5678"]),
)
called = st.builds(
    IncomingMessage,
    id=st.just(""),
    text=st.sampled_from(CALLS),
    received_at=st.builds(lambda hour: START + timedelta(hours=hour), st.integers(0, 30)),
    sender=st.sampled_from(NUMBERS[:3]),
    channel=st.just(Channel.CALL),
)
arrivals = st.lists(written | called, min_size=1, max_size=12)
lender_fields = {
    "aliases": some_names,
    "signatures": some_names,
    "senders": some_numbers,
    "collectors": st.lists(st.sampled_from([*SIGNERS, *NUMBERS]), max_size=2, unique=True),
    "is_kept": st.booleans(),
}
loan_fields = {
    "product": st.sampled_from(PRODUCTS),
    "contract_number": st.sampled_from(CONTRACTS),
    "region": st.sampled_from(["", "CN", "HK"]),
    "drawn_on": st.sampled_from([None, date(2024, 1, 5), date(2025, 3, 5)]),
    "card_tail": st.sampled_from(["", "2002"]),
}


def one_of(owner, model):
    """A choice among the owner's facts of a kind."""
    rows = list(model.objects.of(owner).order_by("pk"))
    return st.sampled_from(rows) if rows else st.none()


class Writes:
    """Each public method is one kind of write, with its details drawn by hypothesis."""

    def __init__(self, ctx, draw):
        self.ctx, self.draw = ctx, draw

    def any_of(self, model):
        return self.draw(one_of(self.ctx.owner, model))

    def a_lender(self):
        name = self.draw(st.sampled_from(NAMES))
        record_lender(self.ctx, name=name, **self.draw(st.fixed_dictionaries({}, optional=lender_fields)))

    def names(self):
        if lender := self.any_of(Lender):
            changes = {"name": st.sampled_from(NAMES), **lender_fields}
            correct(self.ctx, lender, **self.draw(st.fixed_dictionaries({}, optional=changes)))

    def a_loan(self):
        if lender := self.any_of(Lender):
            fields = self.draw(st.fixed_dictionaries({}, optional=loan_fields))
            record_loan(self.ctx, lender=lender, principal=Decimal(500), **fields)

    def terms(self):
        if loan := self.any_of(Loan):
            changes = {**loan_fields, "lender": one_of(self.ctx.owner, Lender)}
            correct(self.ctx, loan, **self.draw(st.fixed_dictionaries({}, optional=changes)))

    def a_repayment(self):
        if loan := self.any_of(Loan):
            amount = self.draw(st.sampled_from([Decimal(100), Decimal(500)]))
            record_repayment(self.ctx, loan=loan, paid_at=self.draw(times), amount=amount)

    def an_end(self):
        if loan := self.any_of(Loan):
            settle(self.ctx, loan, settled_at=self.draw(times), basis="paid_in_full")

    def another_end(self):
        if settlement := self.any_of(Settlement):
            correct(self.ctx, settlement, settled_at=self.draw(times))

    def a_proof(self):
        if loan := self.any_of(Loan):
            attach_proof(self.ctx, loan, kind="settlement_certificate", number="JQ-1")

    def an_assignment(self):
        if loan := self.any_of(Loan):
            notified = self.draw(st.sampled_from([None, date(2025, 3, 3)]))
            record_assignment(self.ctx, loan=loan, assignee="海纳清远资产管理有限公司", notified_on=notified)

    def taking_back(self):
        models = [Lender, Loan, Repayment, Settlement, SettlementProof, Assignment, Message, Lesson]
        if record := self.any_of(self.draw(st.sampled_from(models))):
            with suppress(StillNeeded):
                take_back(self.ctx, record)

    def a_decision(self):
        if message := self.any_of(Message):
            loan = self.any_of(Loan)
            kinds = [DecisionKind.NOT_MINE, DecisionKind.LENDER_NOT_KEPT, *([DecisionKind.ABOUT_LOAN] if loan else [])]
            kind = self.draw(st.sampled_from(kinds))
            decide(self.ctx, message, kind, loan=loan if kind == DecisionKind.ABOUT_LOAN else None)

    def a_lesson(self):
        decisions = Decision.objects.of(self.ctx.owner).exclude(loan=None)
        if decision := decisions.first():
            kind = self.draw(st.sampled_from(LessonKind))
            learn(self.ctx, decision, kind, self.draw(st.sampled_from([*SIGNERS, *NUMBERS])))

    def no_decision(self):
        if message := self.any_of(Message):
            withdraw_decision(self.ctx, message)

    def the_profile(self):
        fields = {
            "names": st.sampled_from([[], ["张三"], ["李四"]]),
            "grace_days": st.sampled_from([0, 3, 30]),
            "time_zone": st.sampled_from(["Asia/Shanghai", "America/New_York"]),
        }
        set_profile(self.ctx, **self.draw(st.fixed_dictionaries({}, optional=fields)))

    def a_burst(self):
        """More demands within two hours than a rule lets pass, some of them under a name that may be learnt later."""
        texts = self.draw(st.lists(st.sampled_from(TEXTS[:5]), min_size=6, max_size=8))
        first = START + timedelta(days=self.draw(st.integers(0, 1)))
        numbers = [self.draw(st.sampled_from(NUMBERS[:2])) for _ in texts]
        pairs = zip(texts, numbers, strict=True)
        burst = [
            IncomingMessage("", text, first + timedelta(minutes=10 * place), number)
            for place, (text, number) in enumerate(pairs)
        ]
        receive_messages(self.ctx, burst, source="粘贴")

    def arrivals(self):
        receive_messages(self.ctx, self.draw(arrivals), source="粘贴")


KINDS_OF_WRITES = sorted(name for name in vars(Writes) if not name.startswith("_") and name != "any_of")


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
