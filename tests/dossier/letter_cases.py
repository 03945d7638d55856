"""Three matters about which letters are written, and the letters of one of them by kind."""

from datetime import date

from debts.actions import correct, record_assignment, record_lender
from debts.dossier.letters.gathering import case_of
from debts.dossier.letters.writing import letters_for, write_letter
from debts.models import Lender
from tests.web.ledgers import AFTER, NOW, at, certificate, introduce, receive, settled_loan, write

SUED = (
    "【苏宁消金】许大江，您的任性贷逾期未还，我司将向人民法院起诉，并联系您的单位和家人，请于今日18点前还款1,234.56元。"
)
INSULT = "【苏宁消金】许大江，您的任性贷已逾期，请还款1,234.56元，你个老赖不要脸，后果自负。"


def consumer_finance(owner):
    """A consumer-finance company after settlement, with a certificate and everything known."""
    introduce(owner)
    loan = settled_loan(owner, contract_number="HT-2024-0001")
    correct(write(owner), loan.lender, kind="consumer_finance")
    certificate(owner, loan)
    receive(owner, AFTER, SUED)
    receive(owner, INSULT, received_at="2025-10-05 23:22")
    return case_of(owner, lender=Lender.objects.get(), now=NOW)


def platform(owner):
    """A platform whose lender nobody knows, and hardly a fact beside it."""
    lender = record_lender(write(owner), name="信用飞", aliases=["信飞科技"], signatures=["信用飞"])
    settled_loan(owner, lender=lender, product="信用飞", drawn_on=None, card_tail="")
    demand = "【信用飞】您的借款已逾期30天，欠款1,234.56元，将上报征信，请立即还款。"
    receive(owner, demand, received_at="2026-02-05 10:22")
    return case_of(owner, lender=lender, now=at("2026-03-01 10:00"))


def assignee(owner):
    """A claim that was assigned after the loan had ended."""
    introduce(owner)
    loan = settled_loan(owner, contract_number="HT-2024-0001")
    record_assignment(write(owner), loan=loan, assignee="远山资产管理有限公司", notified_on=date(2024, 5, 1))
    demand = "【远山资产】您在苏宁消金的任性贷债权已转让至我司，欠款1,234.56元已逾期，请尽快还款。"
    receive(owner, demand, received_at="2025-10-05 10:22")
    return case_of(owner, lender=Lender.objects.get(), now=NOW)


def letters(case):
    """Every letter that fits a case, by the id of its kind."""
    return {kind.id: write_letter(kind, case) for kind in letters_for(case)}
