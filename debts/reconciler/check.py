"""All messages of one check, judged together: the way in to the reconciler."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from debts.reconciler.conduct import Observed, findings
from debts.reconciler.contacts import Contact, Tally, is_connected, is_unanswered, side_of, tally
from debts.reconciler.grounds import Grounds, plain_text
from debts.reconciler.judging import Case, judge
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.matching import match_message
from debts.reconciler.reading import ReadText
from debts.reconciler.types import Channel, IncomingMessage, Judgement, Ledger, Match, Verdict
from debts.rulebook import Rulebook

NO_CALLS = Tally()


def judge_messages(
    ledger: Ledger, messages: Sequence[IncomingMessage], *, rulebook: Rulebook, earlier: Sequence[IncomingMessage] = ()
) -> list[Judgement]:
    """Judge every message against the ledger as it stood when the message came; no input raises.

    ``earlier`` are messages that count for rules over time and are not judged. The order of messages, and of the facts
    in the ledger, changes nothing.
    """
    return [judgement for judgement, _ in _judgements(LedgerIndex(ledger, rulebook), messages, earlier)]


@dataclass(frozen=True, slots=True)
class Examined:
    """A judgement with all that tells later which changes can touch it."""

    judgement: Judgement
    plain_text: str
    grounds: frozenset[str]


def examine_messages(index: LedgerIndex, grounds: Grounds, messages: Sequence[IncomingMessage]) -> list[Examined]:
    """Judge messages as ``judge_messages`` does, and say for each what its judgement rests on."""
    judgements = _judgements(index, messages)
    return [
        Examined(judgement, plain_text(text), grounds.of(message, text, judgement.match))
        for message, (judgement, text) in zip(messages, judgements, strict=True)
    ]


def _judgements(
    index: LedgerIndex, messages: Sequence[IncomingMessage], earlier: Sequence[IncomingMessage] = ()
) -> list[tuple[Judgement, ReadText]]:
    judged = [_judge(message, index) for message in messages]
    tallies = _tallies(judged, earlier, index)
    return [
        (Judgement(
            message.id, text.reading, match, verdict,
            findings(Observed(message, text, match, verdict, index, tallies.get(message.id, NO_CALLS))),
        ), text)
        for message, text, match, verdict in judged
    ]  # fmt: skip


Judged = tuple[IncomingMessage, ReadText, Match, Verdict]


def _judge(message: IncomingMessage, index: LedgerIndex) -> Judged:
    text = _read(message, index)
    return (message, text, *judge(Case(message, text, index)))


def _read(message: IncomingMessage, index: LedgerIndex) -> ReadText:
    return index.reader.read(
        message.text, received_at=message.received_at, recipient=message.recipient, channel=message.channel
    )


def _tallies(judged: Sequence[Judged], earlier: Sequence[IncomingMessage], index: LedgerIndex) -> Mapping[str, Tally]:
    """Calls of both lists, each message once; a connected call counts only where it presses for a debt."""
    contacts: dict[str, Contact] = {}
    for message in earlier:
        if message.channel is Channel.CALL:
            text = _read(message, index)
            match = match_message(message, text, index, message.received_at)
            _count(contacts, message, text, match)
    for message, text, match, _ in judged:
        if message.channel is Channel.CALL:
            _count(contacts, message, text, match)
    return tally(contacts.values())


def _count(contacts: dict[str, Contact], message: IncomingMessage, text: ReadText, match: Match) -> None:
    if is_unanswered(message) or (is_connected(message) and text.reading.is_claim):
        contacts[message.id] = Contact(message, side_of(message, match.lender_ids))
