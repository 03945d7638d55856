"""Ledgers and messages as they come about: a person with loans of a few lenders, of which the ledger knows a part.

A ``TrueLoan`` is what really happened; ``facts`` is what its owner wrote down, identifiers left out here and there.
A message is written from a true loan, with its true identifiers in one of the notations that collectors use.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from debts.finance import LoanTerms, Payment, RepaymentMethod, position, schedule
from debts.reconciler.types import (
    IncomingMessage,
    Ledger,
    LenderFacts,
    LoanFacts,
    ProfileFacts,
    SettlementBasis,
    SettlementFacts,
)

CHINA = ZoneInfo("Asia/Shanghai")
LENDERS = (
    LenderFacts("l1", "招联消费金融股份有限公司", ("招联金融",), ("招联金融",)),
    LenderFacts("l2", "马上消费金融股份有限公司", ("马上消费",), ("安逸花",)),
    LenderFacts("l3", "海尔消费金融有限公司", ("海尔消费金融",), ("够花",)),
)
PRODUCTS = {"l1": ("好期贷", "信用付"), "l2": ("安逸花", "马上分期"), "l3": ("够花", "嗨客贷")}
NICKNAMES = {"l1": "小招贷", "l2": "小花贷", "l3": "小海贷"}
CARDS = ("1234", "5678")
PHONES = ("13800001111", "13900002222")
OPENINGS = ("{loan}已逾期，请尽快还款。", "{loan}逾期欠款{sum}元，请于今日还清。", "{loan}至今未还，我司将依法起诉。")


@dataclass(frozen=True)
class TrueLoan:
    """A loan as it is, and as it was written down."""

    truth: LoanFacts
    facts: LoanFacts

    def is_overdue(self, at: datetime) -> bool:
        """Whether something is really owed and late."""
        settlement = self.truth.settlement
        if at.date() < self.truth.terms.drawn_on or (settlement and settlement.settled_at <= at):
            return False
        return bool(self.position(at).overdue)

    def position(self, at: datetime):
        return position(self.truth.terms, self.truth.repayments, at, CHINA)


@st.composite
def true_loans(draw, number: int) -> TrueLoan:
    """One loan of one of the lenders, paid for some months and perhaps settled then."""
    lender = draw(st.sampled_from(LENDERS)).id
    drawn_on = draw(st.dates(date(2023, 1, 1), date(2025, 9, 1)))
    months = draw(st.sampled_from((6, 12)))
    first = drawn_on + timedelta(days=31)
    terms = LoanTerms(
        Decimal(draw(st.integers(3, 40)) * 1000), drawn_on, Decimal("0.18"),
        RepaymentMethod.EQUAL_INSTALMENT, months, first,
    )  # fmt: skip
    paid = schedule(terms)[: draw(st.integers(0, months))]
    payments = tuple(
        Payment(datetime.combine(one.due_on, time(9, 30), CHINA), one.total, f"x{number}r{one.number}") for one in paid
    )
    truth = LoanFacts(
        id=f"x{number}",
        lender_id=lender,
        terms=terms,
        product=draw(st.sampled_from(PRODUCTS[lender])),
        contract_number=f"HT-{drawn_on:%Y%m}-{1000 + number * 37}",
        card_tail=draw(st.sampled_from(CARDS)),
        phone=draw(st.sampled_from(PHONES)),
        repayments=payments,
        settlement=draw(_settlements(payments, first, number)),
    )
    return TrueLoan(truth, draw(_written_down(truth)))


@st.composite
def _settlements(draw, payments, first, number):
    if not draw(st.booleans()):
        return None
    last = payments[-1].paid_at if payments else datetime.combine(first, time(10), CHINA)
    basis = draw(st.sampled_from((SettlementBasis.EARLY_PAYOFF, SettlementBasis.DISCOUNTED)))
    return SettlementFacts(last + timedelta(days=draw(st.integers(0, 40)), hours=2), basis, id=f"s{number}")


@st.composite
def _written_down(draw, truth: LoanFacts) -> LoanFacts:
    """What the owner keeps of a loan: any identifier may be missing."""
    left_out = draw(st.sets(st.sampled_from(("product", "contract_number", "card_tail", "phone"))))
    facts = replace(truth, **dict.fromkeys(left_out, ""))
    is_dated = draw(st.booleans())
    return facts if is_dated else replace(facts, terms=replace(facts.terms, drawn_on=None))


@st.composite
def histories(draw) -> list[TrueLoan]:
    """All loans of a person, most of them with the same lender as another one."""
    return [draw(true_loans(number)) for number in range(1, draw(st.integers(2, 5)) + 1)]


def ledger_of(loans: list[TrueLoan]) -> Ledger:
    """The ledger that the owner keeps of them."""
    return Ledger(ProfileFacts(("张三",)), LENDERS, tuple(one.facts for one in loans))


def notations(number: str) -> list[str]:
    """A contract number as collectors write it."""
    plain = number.replace("-", "")
    return [
        f"合同号{number}",
        f"合同编号{plain}",
        f"合同号{plain.lower()}",
        f"合同号{plain[:4]}****{plain[-4:]}",
        f"合同号{plain[:6]}xxxx{plain[-4:]}",
        f"合同尾号{plain[-4:]}",
    ]


@st.composite
def demands(draw, loan: LoanFacts, at: datetime) -> IncomingMessage:
    """A demand about a loan at a time, that says of it what such texts say."""
    lender = next(one for one in LENDERS if one.id == loan.lender_id)
    drawn_on = loan.terms.drawn_on
    said = draw(
        st.sampled_from(
            [
                "您的借款",
                f"您的{loan.product}",
                f"您的{NICKNAMES[loan.lender_id]}",
                f"您尾号{loan.card_tail}的还款卡扣款失败，借款",
                f"您{loan.phone[:3]}****{loan.phone[-4:]}账户的借款",
                f"您于{drawn_on.year}年{drawn_on.month}月{drawn_on.day}日申请的借款",
                f"您{drawn_on.year}年的借款",
                *(f"您{written}的借款" for written in notations(loan.contract_number)),
            ]
        )
    )
    owed = position(loan.terms, loan.repayments, at, CHINA).overdue or Decimal(100)
    text = draw(st.sampled_from(OPENINGS)).format(loan=said, sum=owed)
    return IncomingMessage("m", f"【{lender.signatures[0]}】{text}", at, "1069000000")


moments = st.datetimes(datetime(2023, 3, 1), datetime(2026, 6, 1), timezones=st.just(CHINA))
