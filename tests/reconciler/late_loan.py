"""One loan of one lender and a bare demand for it, and what is judged of that."""

from datetime import datetime

from debts.reconciler import judge_messages, read
from debts.reconciler.types import IncomingMessage
from debts.rulebook import load_rulebook
from tests.moments import SHANGHAI

LENDER = "owner 张三\nlender l1 海尔消费金融有限公司 / 海尔消费金融, 够花 / 够花\n"
TERMS = "loan x1 l1 够花 12000 2025-01-05 0.18 equal_instalment 12 2025-02-05"
DEMAND = IncomingMessage("m", "【够花】您的借款已逾期，请尽快还款。", datetime(2025, 9, 1, 10, tzinfo=SHANGHAI))
RECEIVED = datetime(2025, 9, 6, 12, tzinfo=SHANGHAI)


def verdict_of(ledger, message=DEMAND):
    return judge_messages(ledger, [message], rulebook=load_rulebook())[0].verdict


def reading_of(text, **circumstances):
    """What a text says that came at noon of a day in September."""
    return read(text, load_rulebook(), received_at=RECEIVED, **circumstances)
