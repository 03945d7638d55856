"""A ledger of one loan and the lines of bills that pay it, for the tests of matching and proposals."""

from datetime import datetime
from decimal import Decimal

from debts.intake.bills.proposals import KnownRepayment, propose
from debts.intake.bills.reading import CHINA
from debts.intake.bills.relation import LoanWords
from debts.rulebook import load_rulebook
from tests.intake.bills.files import read
from tests.scenarios.ledgers import ledger_from

# Twelve instalments of 916.80, due on the 5th of each month from February 2025.
LOAN = "loan x1 l1 好期贷 10000 2025-01-05 0.18 equal_instalment 12 2025-02-05"
LEDGER = f"lender l1 招联消费金融股份有限公司 / 招联金融\n{LOAN}"
BANK = "交易日期,交易时间,摘要,支出金额,收入金额,余额,对方户名,流水号"


def paid(day, amount="916.80", name="招联消费金融股份有限公司", *, number="", text="订单"):
    """A line of Alipay in which a lender is paid."""
    return f"{day} 09:30:00,商业服务,{name},/,{text},支出,{amount},工商银行储蓄卡(1230),交易成功,{number or day}\t,\t,,"


def plan_of(sketch, text, known=()):
    return propose(read(text), LoanWords(ledger_from(sketch), load_rulebook()), known)


def known(day, amount="916.80", loan="x1", reference="", number=1):
    at = datetime.fromisoformat(day).replace(tzinfo=CHINA)
    return KnownRepayment(f"r{number}", loan, at, Decimal(amount), reference)


def codes(proposal):
    return [reason.code for reason in proposal.match.candidates[0].reasons]
