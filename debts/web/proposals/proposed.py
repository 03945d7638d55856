"""What the kept messages prove and the ledger does not have, with the messages that prove it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from debts.models import Loan, Message, Source, User
from debts.models.loans import Currency
from debts.queries import as_incoming, recorded_of
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.proposal_types import Proposals
from debts.reconciler.proposals import propose
from debts.reconciler.told import Told, told_by
from debts.reconciler.types import Kind, Recipient
from debts.rulebook import load_rulebook

# What no reading of the stored answers shows: money lent, and payments of which only the bank tells.
OF_LENDING = (
    "放款",
    "发放",
    "打款",
    "下款",
    "到账",
    "成功借",
    "借款成功",
    "打入",
    "汇入",
    "转入",
    "存入",
    "划入",
    "提现",
)
OF_LENDERS = ("贷", "借", "金融", "消金", "花")
TELLING = (Kind.REPAYMENT_RECEIPT.value, Kind.SETTLEMENT_NOTICE.value, Kind.TRANSFER_NOTICE.value)
ALSO_TELLING = (Kind.OTHER.value, Kind.REMINDER.value)
# The newest ones; whoever has more confirms some and is shown the rest.
MOST_MESSAGES = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What is proposed, with the messages that tell something, by their refs."""

    proposals: Proposals
    messages: Mapping[str, Message]


def proposals_of(owner: User, loans: Iterable[Loan] | None = None) -> Shown:
    """All that the kept messages prove and the ledger does not have; ``loans`` if they were read already."""
    index = LedgerIndex(recorded_of(owner, loans), load_rulebook())
    answers = Source.objects.of(owner).values_list("message__ref", "kind", "fact_ref")
    told: list[Told] = []
    telling: dict[str, Message] = {}
    for row in _telling_messages(owner)[:MOST_MESSAGES]:
        if found := _told_by(row, index):
            told += found
            telling[row.ref] = row
    proposals = propose(told, index, {(message, kind): fact for message, kind, fact in answers})
    return Shown(proposals, telling)


def _told_by(row: Message, index: LedgerIndex) -> list[Told]:
    message = as_incoming(row)
    text = index.reader.read(
        message.text, received_at=message.received_at, recipient=message.recipient, channel=message.channel
    )
    return [one for one in told_by(message, text, index) if one.currency in Currency.values]


def _telling_messages(owner: User) -> QuerySet[Message]:
    """The kept messages that can prove anything about a loan, newest first."""
    lending = _contains(OF_LENDING)
    told = Q(verdict__kind__in=TELLING) | Q(verdict__kind__in=ALSO_TELLING) & lending
    told |= Q(verdict__kind=Kind.BANK_TRANSACTION.value) & _contains(OF_LENDERS)
    messages = Message.objects.of(owner).filter(told, recipient=Recipient.SELF.value)
    found: QuerySet[Message] = messages.order_by("-received_at", "-pk")
    return found


def _contains(words: Iterable[str]) -> Q:
    found = Q()
    for word in words:
        found |= Q(verdict__plain_text__contains=word)
    return found
