"""All messages of one check, judged together: the way in to the reconciler."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from debts.finance.values import quickly_made
from debts.reconciler.case import Case
from debts.reconciler.collecting import collector_paused
from debts.reconciler.conduct import findings, may_concern
from debts.reconciler.contacts import Contact, Tally, day_of, tally, way_of
from debts.reconciler.grounds import Grounds, plain_text
from debts.reconciler.judging import judge, match_of
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.observed import Observed
from debts.reconciler.types import Channel, IncomingMessage, Judgement, Ledger, Match, Verdict
from debts.rulebook import Rulebook

NOT_COUNTED = Tally()
COUNTED_CHANNELS = frozenset({Channel.CALL, Channel.SMS})


@collector_paused()
def judge_messages(
    ledger: Ledger, messages: Sequence[IncomingMessage], *, rulebook: Rulebook, earlier: Sequence[IncomingMessage] = ()
) -> list[Judgement]:
    """Judge every message against the ledger as it stood when the message came; no input raises.

    ``earlier`` are messages that count for rules over time and are not judged. The order of messages, and of the facts
    in the ledger, changes nothing.
    """
    return [judgement for _, judgement in _judgements(LedgerIndex(ledger, rulebook), messages, earlier)]


@quickly_made
@dataclass(frozen=True, slots=True)
class Examined:
    """A judgement with all that tells later which changes can touch it."""

    judgement: Judgement
    plain_text: str
    grounds: frozenset[str]


@collector_paused()
def examine_messages(index: LedgerIndex, grounds: Grounds, messages: Sequence[IncomingMessage]) -> list[Examined]:
    """Judge messages as ``judge_messages`` does, and say for each what its judgement rests on."""
    return [
        Examined(judgement, plain_text(case.text), grounds.of(case, judgement.match))
        for case, judgement in _judgements(index, messages)
    ]


def _judgements(
    index: LedgerIndex, messages: Sequence[IncomingMessage], earlier: Sequence[IncomingMessage] = ()
) -> list[tuple[Case, Judgement]]:
    judged = [(case, *judge(case)) for case in (_case(message, index) for message in messages)]
    tallies = tally(_contacts(judged, earlier, index), index.rulebook.limits.message_burst)
    return [
        (case, _judgement(case, match, verdict, tallies.get(case.message.id, NOT_COUNTED)))
        for case, match, verdict in judged
    ]


def _case(message: IncomingMessage, index: LedgerIndex) -> Case:
    text = index.reader.read(
        message.text, received_at=message.received_at, recipient=message.recipient, channel=message.channel
    )
    return Case(message, text, index)


def _judgement(case: Case, match: Match, verdict: Verdict, place: Tally) -> Judgement:
    if not may_concern(case.text.reading, place):
        return Judgement(case.message.id, case.text.reading, match, verdict, ())
    observed = Observed(case.message, case.text, match, verdict, case.index, place)
    return Judgement(case.message.id, case.text.reading, match, verdict, findings(observed))


def _contacts(
    judged: Iterable[tuple[Case, Match, Verdict]], earlier: Sequence[IncomingMessage], index: LedgerIndex
) -> Iterable[Contact]:
    """The contacts of both lists, each message once; of the earlier ones those of the same days."""
    contacts: dict[str, Contact] = {}
    for case, match, _ in judged:
        may_count = case.text.reading.is_claim or case.message.channel is Channel.CALL
        if may_count and (contact := _contact(case, match)):
            contacts[case.message.id] = contact
    days = {day_of(contact.message) for contact in contacts.values()}
    for message in earlier:
        if message.channel in COUNTED_CHANNELS and message.id not in contacts and day_of(message) in days:
            case = _case(message, index)
            if contact := _contact(case, match_of(case)):
                contacts[message.id] = contact
    return contacts.values()


def _contact(case: Case, match: Match) -> Contact | None:
    way = way_of(case.message, is_claim=case.text.reading.is_claim)
    lender = match.lender_ids[0] if len(match.lender_ids) == 1 else None
    return Contact(case.message, way, lender) if way else None
