"""Short ways to put a case: a ledger as a sketch, a text, and what is judged of it."""

from dataclasses import replace
from datetime import datetime

from debts.reconciler import judge_messages
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.types import IncomingMessage, Judgement, Ledger, Verdict
from debts.rulebook import load_rulebook
from tests.moments import SHANGHAI as CHINA
from tests.scenarios.ledgers import ledger_from

NOON = datetime(2026, 3, 20, 12, tzinfo=CHINA)
OWNER = "owner 张三\n"
HAIER = "lender l1 海尔消费金融有限公司 / 海尔消费金融, 够花 / 够花\n"
# Settled after six instalments; open with three instalments late, 3300.48 together; both with one lender.
SETTLED = "loan x1 l1 够花 10000 2024-01-05 0.18 equal_instalment 12 2024-02-05 paid=6 settled=2024-08-01T10:00"
OPEN = "loan x2 l1 够花 12000 2025-09-10 0.18 equal_instalment 12 2025-10-10 paid=3"


def ledger(*lines: str, lender: str = HAIER) -> Ledger:
    """The owner 张三 with one lender and these loans."""
    return ledger_from(OWNER + lender + "\n".join(lines))


def message(text: str, **circumstances) -> IncomingMessage:
    return replace(IncomingMessage("m", text, NOON, "1069000000"), **circumstances)


def judgement_of(kept: Ledger, text: str, **circumstances) -> Judgement:
    return judge_messages(kept, [message(text, **circumstances)], rulebook=load_rulebook())[0]


def verdict_of(kept: Ledger, text: str, **circumstances) -> Verdict:
    return judgement_of(kept, text, **circumstances).verdict


def told(verdict: Verdict, *, speaks_for: bool | None = None) -> list[str]:
    """The codes of the reasons, all or only those of one side."""
    return [reason.code for reason in verdict.reasons if speaks_for in (None, reason.speaks_for)]


def reason_of(verdict: Verdict, code: str):
    """The one reason with this code."""
    (found,) = (reason for reason in verdict.reasons if reason.code == code)
    return found


def index_of(kept: Ledger) -> LedgerIndex:
    return LedgerIndex(kept, load_rulebook())
