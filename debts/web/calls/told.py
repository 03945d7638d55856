"""What the owner tells of a call, a visit or a letter, put down as a message.

    a call of 3 minutes, 招联金融, 说我逾期了   ->   来电接通，通话3分钟 / 对方自称：招联金融 / 对方说：说我逾期了

The words are evidence, so they are Chinese whatever the language of the pages, and what the owner wrote stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from debts.intake.call_words import MISSED, answered
from debts.reconciler.types import Channel, IncomingMessage, Recipient

_REACHED = {
    Recipient.RELATIVE: "亲属",
    Recipient.COLLEAGUE: "同事",
    Recipient.OTHER: "其他人",
}


class Kind(StrEnum):
    """What happened."""

    CALL = "call"
    VISIT = "visit"
    LETTER = "letter"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Encounter:
    """What happened, as far as the owner remembers; ``minutes`` is None where nobody counted."""

    kind: Kind
    at: datetime
    channel: Channel
    recipient: Recipient = Recipient.SELF
    was_answered: bool = True
    minutes: int | None = None
    sender: str = ""
    claimed: str = ""
    words: str = ""

    def as_incoming(self) -> IncomingMessage:
        """The message that this makes."""
        return IncomingMessage("", self.text, self.at, self.sender, self.channel, self.recipient)

    @property
    def text(self) -> str:
        """What is put down: how they came, who they said they were, what they said."""
        name, said = _LABELS[self.kind]
        lines = [self._opening, f"{name}：{self.claimed}" if self.claimed else ""]
        lines.append(f"{said}：{self.words}" if self.words else "")
        return "\n".join(filter(None, lines))

    @property
    def _opening(self) -> str:
        if self.kind is Kind.CALL:
            return answered(f"{self.minutes}分钟" if self.minutes else "") if self.was_answered else MISSED
        if self.kind is Kind.OTHERS:
            return f"找了{_REACHED.get(self.recipient, '其他人')}，没有直接找本人"
        return "上门" if self.kind is Kind.VISIT else "收到信函"


_LABELS: Mapping[Kind, tuple[str, str]] = {
    Kind.CALL: ("对方自称", "对方说"),
    Kind.VISIT: ("对方自称", "经过"),
    Kind.LETTER: ("署名", "内容"),
    Kind.OTHERS: ("对方自称", "对方说"),
}


def encounter_of(kind: Kind, asked: Mapping[str, Any]) -> Encounter:
    """The fields of the form as what happened; of a call that was missed nothing was said."""
    channels = {Kind.CALL: Channel.CALL, Kind.VISIT: Channel.VISIT, Kind.LETTER: Channel.LETTER}
    lender = asked["lender"]
    return Encounter(
        kind=kind,
        at=asked["at"],
        channel=channels.get(kind) or Channel(asked["channel"]),
        recipient=Recipient(asked.get("recipient") or Recipient.SELF),
        was_answered=asked.get("answered", "yes") == "yes",
        minutes=asked.get("minutes"),
        sender=asked["sender"],
        claimed=lender.name if lender else "",
        words=asked["words"],
    )
