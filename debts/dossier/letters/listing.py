"""The messages of a case as a letter lists them: numbered, in order of time, each original whole or not at all.

What is cut can mislead, so an original is never shortened: where it is long, the letter points at the summary.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from debts.dossier.letters.case import Case, CaseMessage
from debts.dossier.letters.letter import original
from debts.dossier.letters.phrasing import say_day, say_moment, say_month, say_numbers, say_sum
from debts.models.messages import Channel as ChannelChoices
from debts.models.messages import Recipient as RecipientChoices
from debts.reconciler.types import Channel, Recipient

# Choices of ours, so that a letter can be read and fits every field; the summary lists all messages whole.
LONGEST_QUOTE = 600
MOST_LISTED = 20
SPOKEN = frozenset({Channel.CALL, Channel.VISIT})


@dataclass(frozen=True)
class Listing:
    """The latest messages of a case; the numbers are those of the case, and so of its summary."""

    case: Case

    @property
    def count(self) -> int:
        """How many messages the case has."""
        return len(self.case.messages)

    @cached_property
    def listed(self) -> tuple[CaseMessage, ...]:
        """Those that the letter lists."""
        return self.case.messages[-MOST_LISTED:]

    @cached_property
    def originals(self) -> tuple[str, ...]:
        """The texts of the listed ones, in the same order."""
        return tuple(message.text for message in self.listed)

    @property
    def others(self) -> int:
        """How many stand only in the summary."""
        return self.count - len(self.listed)

    @property
    def span(self) -> str:
        """From when to when they came, as far as that is known."""
        days = self._days
        if not days:
            return ""
        first, last = say_day(days[0]), say_day(days[-1])
        return first if first == last else f"{first}至{last}"

    @property
    def months(self) -> str:
        """The same by the month."""
        if not self._days:
            return ""
        first, last = say_month(self._days[0]), say_month(self._days[-1])
        return first if first == last else f"{first}至{last}"

    @property
    def to_others(self) -> str:
        """Which messages reached somebody else than the person who writes."""
        return say_numbers(one.number for one in self.case.messages if one.recipient is not Recipient.SELF)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each listed message as its lines need it."""
        for place, message in enumerate(self.listed):
            yield {
                "number": message.number,
                "at": say_moment(message.received_at, self.case.zone),
                "channel": ChannelChoices(message.channel.value).label,
                "sender": message.sender,
                "recipient": ""
                if message.recipient is Recipient.SELF
                else RecipientChoices(message.recipient.value).label,
                "claimed": say_sum(message.claimed, message.currency) if message.claimed is not None else "",
                "label": "内容记录" if message.channel in SPOKEN else "原文",
                "text": original(place) if message.text.strip() and len(message.text) <= LONGEST_QUOTE else "",
                "is_long": len(message.text) > LONGEST_QUOTE,
                "length": len(message.text),
                "sha256": message.sha256,
            }

    @cached_property
    def _days(self) -> list[Any]:
        return sorted(
            one.received_at.astimezone(self.case.zone).date() for one in self.case.messages if one.received_at
        )
