"""Writes of every kind with details drawn by hypothesis, and messages that they can touch."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

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
    take_back,
    withdraw_decision,
)
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
)
from debts.models.messages import DecisionKind
from debts.reconciler.types import Channel, IncomingMessage

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
