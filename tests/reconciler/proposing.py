"""Messages as they stand in a backup, and what they prove against a ledger."""

from datetime import timedelta

from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.proposals import Proposals, propose
from debts.reconciler.told import told_by
from debts.reconciler.types import IncomingMessage, Ledger
from debts.rulebook import load_rulebook
from tests.moments import at
from tests.scenarios.ledgers import ledger_from

EMPTY = Ledger()
GRANT = "【招联金融】您申请的好期贷借款10,000元已发放至您尾号1234的银行卡，分12期，每月5日还款，年利率18%。"
PAID = "【招联金融】您的好期贷已成功还款916.80元，感谢您的使用。"
ENDED = "【招联金融】您的好期贷借款已全部结清，感谢您的信任。"
SOLD = "【招联金融】债权转让通知：我司已将对您的好期贷债权转让给远山资产管理有限公司，请向其还款。"
OFFER = "【360借条】最高可借20万，3分钟到账，点击领取 拒收请回复R"
CODE = "【招联金融】您的验证码482913，您正在申请借款10000元，请勿泄露"


def backup(*lines: tuple[str, str]) -> list[IncomingMessage]:
    """Messages by the moments at which they came; each is called after its place."""
    return [IncomingMessage(f"m{number:03}", text, at(moment), "95786") for number, (moment, text) in enumerate(lines)]


def a_life(start: str = "2023-01-05T10:00", instalments: int = 3) -> list[IncomingMessage]:
    """A loan from its payout over some repayments to its end."""
    first = at(start)
    paid = [(f"{first + timedelta(days=31 * number):%Y-%m-%dT%H:%M}", PAID) for number in range(1, instalments + 1)]
    end = f"{first + timedelta(days=31 * instalments, minutes=5):%Y-%m-%dT%H:%M}"
    return backup((start, GRANT), *paid, (end, ENDED))


def told(messages, index):
    return [
        one
        for message in messages
        for one in told_by(message, index.reader.read(message.text, received_at=message.received_at), index)
    ]


def proposed(messages, kept: Ledger = EMPTY, answered=None) -> Proposals:
    index = LedgerIndex(kept, load_rulebook())
    return propose(told(messages, index), index, answered)


def kept(*lines: str) -> Ledger:
    """A ledger with 招联, and these loans."""
    return ledger_from("lender l1 招联消费金融股份有限公司 / 招联金融, 好期贷 /\n" + "\n".join(lines))
