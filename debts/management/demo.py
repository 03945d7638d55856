"""A ledger of made-up loans and messages, of any size: the same seed and the same moment give the same ledger.

Lenders, people and numbers are invented. Every second loan is settled, and what still demands it is wrong; the others
run. One message in five speaks of a loan, the rest is what phones receive all day.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from debts.actions import (
    WriteContext,
    receive_messages,
    record_lender,
    record_loan,
    record_repayment,
    set_profile,
    settle,
)
from debts.actions.refresh import refreshing_once
from debts.finance import LoanTerms, RepaymentMethod, schedule
from debts.models import Lender, Loan
from debts.reconciler.types import IncomingMessage

AT_ONCE = 1000  # messages in one transaction
YEARS_BACK = timedelta(days=720)  # how far the messages reach back
HOLDER, PHONE = "许大江", "13900000000"
FIRST, SECOND = "云岚青禾晴安远恒明致", "桥溪舟帆岭汀川野穗谷"
KINDS = (("消费金融有限公司", "消金"), ("小额贷款有限公司", "小贷"), ("融资担保有限公司", "担保"))
PRODUCTS = ("随心借", "月月花", "安心贷", "及时用")
DEMANDS = (
    "【{name}】{holder}，您的{product}已逾期{days}天，应还{sum}元，请立即还款。",
    "【{name}】您的{product}欠款{sum}元至今未还，我司将委托律师处理。",
    "【{name}】您本期账单{sum}元，请确保扣款卡余额充足，如已还款请忽略。",
    "【{name}】您尾号{tail}的借款已逾期，请还款{sum}元，逾期将上报征信。",
)
DAILY = (
    "【驿站】您的包裹已到{tail}号柜，取件码{days}-{tail}，请及时领取。",
    "验证码{tail}{days}，5分钟内有效，请勿泄露给他人。",
    "您尾号{tail}的储蓄卡支出人民币{sum}元。【某银行】",
    "明天下午{days}点开会，带上第{tail}号文件。",
    "妈，我到家了，车票{sum}元，路上{days}分钟。",
)


class Demo:
    """Fills an empty ledger as of the moment of ``ctx``."""

    def __init__(self, ctx: WriteContext, seed: int) -> None:
        self._ctx = ctx
        self._chance = random.Random(seed)  # noqa: S311  the same seed has to give the same ledger
        self._houses: list[Lender] = []

    def fill(self, *, messages: int, loans: int) -> None:
        """Record the person, the loans with what was paid, and then what came about them."""
        set_profile(self._ctx, names=[HOLDER], phones=[PHONE])
        drawn = [self._loan(number) for number in range(loans)]
        waiting = self._messages(messages, drawn)
        while some := list(islice(waiting, AT_ONCE)):
            receive_messages(self._ctx, some, source="demo")

    def _lender(self, number: int) -> Lender:
        """The house of a loan; there are 300 of them, after which they lend again."""
        pair, kind = divmod(number, len(KINDS))
        first, second = divmod(pair % (len(FIRST) * len(SECOND)), len(SECOND))
        if number < len(FIRST) * len(SECOND) * len(KINDS):
            name, (long, short) = FIRST[first] + SECOND[second], KINDS[kind]
            aliases = [name + short]
            self._houses.append(record_lender(self._ctx, name=name + long, aliases=aliases, signatures=aliases))
        return self._houses[number % len(self._houses)]

    def _loan(self, number: int) -> Loan:
        """Draw a loan of a year; an even number is paid in full, the others as far as is due but for the last."""
        is_settled = number % 2 == 0
        days_ago = self._chance.randrange(800, 1100) if is_settled else self._chance.randrange(60, 330)
        terms = LoanTerms(
            principal=Decimal(self._chance.randrange(10, 400) * 100),
            drawn_on=(self._ctx.now - timedelta(days=days_ago)).date(),
            annual_rate=Decimal(self._chance.randrange(8, 25)) / 100,
            method=RepaymentMethod.EQUAL_INSTALMENT,
            term_months=12,
        )
        with refreshing_once(self._ctx):
            loan = self._recorded(number, terms)
            self._pay(loan, terms, is_settled=is_settled)
        return loan

    def _recorded(self, number: int, terms: LoanTerms) -> Loan:
        return record_loan(
            self._ctx,
            lender=self._lender(number),
            product=self._chance.choice(PRODUCTS),
            principal=terms.principal,
            drawn_on=terms.drawn_on,
            annual_rate=terms.annual_rate,
            repayment_method=terms.method,
            term_months=terms.term_months,
            card_tail=f"{self._chance.randrange(10_000):04}",
        )

    def _pay(self, loan: Loan, terms: LoanTerms, *, is_settled: bool) -> None:
        due = [line for line in schedule(terms) if line.due_on < self._ctx.now.date()]
        for line in due if is_settled else due[:-1]:
            record_repayment(self._ctx, loan=loan, paid_at=self._on(line.due_on), amount=line.total)
        if is_settled:
            settled_at = self._on(due[-1].due_on) + timedelta(hours=1)
            settle(self._ctx, loan, settled_at=settled_at, basis="paid_in_full")

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, time(9, 30), self._ctx.now.tzinfo)

    def _messages(self, count: int, loans: Sequence[Loan]) -> Iterator[IncomingMessage]:
        """Messages in the order in which they came, the last one at the moment of the context."""
        for number in range(count):
            at = self._ctx.now - YEARS_BACK * (count - 1 - number) / max(count, 1)
            yield IncomingMessage("", self._text(number, loans), at, f"1069{self._chance.randrange(10**6):06}")

    def _text(self, number: int, loans: Sequence[Loan]) -> str:
        loan = self._chance.choice(loans) if loans and number % 5 == 0 else None
        words = {
            "name": loan.lender.aliases[0] if loan else "",
            "product": loan.product if loan else "",
            "tail": loan.card_tail if loan else f"{self._chance.randrange(10_000):04}",
            "holder": HOLDER,
            "days": self._chance.randrange(1, 60),
            "sum": f"{self._chance.randrange(10_000, 900_000) / 100:,.2f}",
        }
        return self._chance.choice(DEMANDS if loan else DAILY).format(**words)
