"""What shows that a kept message was not changed: its clocks, its hashes, its lines in the evidence log."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.models import EvidenceEntry, Message

ACTIONS: dict[str, Promise] = {
    "recorded": pgettext_lazy("history", "存入"),
    "taken_back": pgettext_lazy("history", "撤回"),
    "restored": pgettext_lazy("history", "恢复"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the evidence log about this message."""

    sequence: int
    at: datetime
    action: str
    record_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the times that are known of a message, and who says so."""

    name: Promise
    at: datetime | None


def clocks_of(message: Message) -> tuple[Clock, ...]:
    """The four clocks: of the source, of the phone, of this ledger, and of the last judgement."""
    return (
        Clock(_("来源写的发送时间"), message.sent_at),
        Clock(_("手机收到的时间"), message.received_at),
        Clock(_("存入账本的时间"), message.recorded_at),
        Clock(_("最近一次判定的时间"), message.verdict.judged_at),
    )


def text_hash(message: Message) -> str:
    """SHA-256 of the original text in UTF-8."""
    return hashlib.sha256(message.text.encode("utf-8")).hexdigest()


def log_lines(message: Message) -> list[LogLine]:
    """What the evidence log says about the message, oldest first."""
    entries = EvidenceEntry.objects.filter(owner=message.owner_id, record_type="message", record_ref=message.ref)
    return [
        LogLine(row.sequence, row.at, str(ACTIONS.get(row.action, row.action)), row.record_hash, row.entry_hash)
        for row in entries.order_by("sequence")
    ]
