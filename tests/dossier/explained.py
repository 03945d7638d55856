"""A ledger as text, a message, and what is said about it: for the tests of explanations. No database."""

from dataclasses import replace

from debts.dossier.explanation import explain
from debts.dossier.facts import Fact
from debts.dossier.known import Known, LoanKnown
from debts.dossier.marks import marks_of
from debts.reconciler import judge_messages
from debts.reconciler.types import IncomingMessage
from debts.rulebook import load_rulebook
from tests.moments import SHANGHAI, at
from tests.scenarios.ledgers import ledger_from

LENDER = "owner 张三\nlender l1 招联消费金融股份有限公司 / 招联金融 / 招联金融"
SETTLED = "loan x1 l1 好期贷 10000 2025-01-05 0.18 equal_instalment 12 2025-02-05 paid=6 settled=2025-08-01T10:00"
OPEN = "loan x2 l1 信用付 12000 2025-06-10 0.18 equal_instalment 12 2025-07-10 paid=5"
ONE_LOAN = f"{LENDER}\n{SETTLED} contract=ZL20250105001"
SKETCH = f"{ONE_LOAN}\n{OPEN} contract=ZL20250610002"


def message(text, received_at="2026-03-10 10:30"):
    return IncomingMessage("m1", text, at(received_at) if received_at else None, "1069000000")


def judged(ledger, incoming):
    return judge_messages(ledger, [incoming], rulebook=load_rulebook())[0]


def marks(text, sketch=SKETCH):
    return marks_of(text, judged(ledger_from(sketch), message(text)))


def known_of(ledger):
    lenders = {lender.id: lender.name for lender in ledger.lenders}
    loans = {loan.id: LoanKnown(loan, loan.product, lenders[loan.lender_id]) for loan in ledger.loans}
    facts = {("loan", loan.id): Fact("loan", loan.id, loan.product, 1) for loan in ledger.loans}
    return Known(loans=loans, facts=facts, zone=SHANGHAI)


def explained(text, sketch=SKETCH, received_at="2026-03-10 10:30", decisions=()):
    ledger = replace(ledger_from(sketch), decisions=tuple(decisions))
    incoming = message(text, received_at)
    return explain(incoming, judged(ledger, incoming), known_of(ledger))
