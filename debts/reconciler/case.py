"""One message with what was read in it, against one ledger: what every rule of judging looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from debts.finance.values import quickly_made
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.people import agrees
from debts.reconciler.reading import ReadText
from debts.reconciler.types import DecisionFacts, DecisionKind, IncomingMessage, NameMention

# Longer than any network or post keeps a message; an older mark of sending is a wrong clock.
LONGEST_TRANSIT = timedelta(days=7)


@quickly_made
@dataclass(frozen=True, slots=True)
class Case:
    """One message, its reading and the ledger."""

    message: IncomingMessage
    text: ReadText
    index: LedgerIndex

    @property
    def at(self) -> datetime | None:
        """The time that the verdict is about."""
        return moment_of(self.message)

    @property
    def grace(self) -> timedelta:
        """The owner's grace period, elapsed time and not calendar days."""
        return timedelta(days=self.index.ledger.profile.grace_days)

    @property
    def decision(self) -> DecisionFacts | None:
        """What the owner decided about the message."""
        return self.index.decisions.get(self.message.id)

    @property
    def chosen_loan_id(self) -> str | None:
        """The loan that the message is about by the owner's word."""
        decision = self.decision
        return decision.loan_id if decision and decision.kind is DecisionKind.ABOUT_LOAN else None

    @property
    def names_owner(self) -> bool:
        """Whether the text calls the owner by name, masked or not."""
        named = (*self.text.reading.addressees, *self.text.debtors)
        return any(self.are_owners(named))

    def are_owners(self, names: Iterable[NameMention]) -> Iterable[bool]:
        """For each name whether it may be the owner's."""
        own = self.index.ledger.profile.names
        return (any(agrees(one.name, name) for name in own) for one in names)


def moment_of(message: IncomingMessage) -> datetime | None:
    """When the message was sent, where that is known and can be true, else when it arrived.

    A demand that was on its way while the debt was paid was right when it was made.
    """
    received, sent = message.received_at, message.sent_at
    if received is None or sent is None:
        return received or sent
    return sent if received - LONGEST_TRANSIT <= sent <= received else received
