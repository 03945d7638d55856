"""From a text to what it says. No ledger is asked, but its names may be given so that they are recognised."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from debts.reconciler.amounts import names_masked_sum, read_amounts
from debts.reconciler.dates import read_count, read_dates
from debts.reconciler.identifiers import read_card_tails, read_contract_numbers, read_links, read_phones
from debts.reconciler.kinds import CLAIM_KINDS, asks_for_money, is_court_notice, kind_of
from debts.reconciler.lexicon import Lexicon, Named, Owner, directory_names, signature_of
from debts.reconciler.normalise import NormalisedText, normalise
from debts.reconciler.people import NamingKey, people_matchers, read_people
from debts.reconciler.signs import ADDRESS, Signs, collect, without_own_words
from debts.reconciler.types import Channel, Kind, NameMention, PhraseHit, Reading, Recipient, Span
from debts.rulebook import Rulebook
from debts.rulebook.phrases import Found

# No letter is longer; what follows in a longer paste is not read.
READ_LIMIT = 100_000
CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d|元)|[xX*]{4,8}")
OVERDUE_DAYS = re.compile(
    r"逾期[^\d。,;一二三四五六七八九十百]{0,8}\s?(\d{1,5}|[一二三四五六七八九十百]{1,5})\s?(?:余|多)?\s?[天日]"
)
DEMANDS = {
    "pay": "pay",
    "call": "call",
    "click": "click",
    "agreement": "sign",
    "private_channel": "add_on_chat",
    "private_payee": "pay_privately",
}
THREATS = ("legal", "credit", "visit", "contacts", "publish", "insult", "safety", "bombing")


@dataclass(frozen=True, slots=True)
class ReadText:
    """A reading with what the later steps need besides: the normalised text, whose names stand in it, the debtors."""

    reading: Reading
    normalised: NormalisedText
    named: tuple[Named, ...]
    debtors: tuple[NameMention, ...]
    signs: Signs


class Reader:
    """Reads texts with one rulebook and one set of further names, both compiled once."""

    def __init__(self, rulebook: Rulebook, names: Iterable[tuple[str, Owner]] = (), weak: Iterable[str] = ()) -> None:
        self._book = rulebook.phrases
        self.lexicon = Lexicon(self._book.naming, (*directory_names(rulebook), *names), weak)
        self._people = people_matchers(NamingKey(self._book.naming))

    def read(
        self,
        text: str,
        *,
        received_at: datetime | None = None,
        recipient: Recipient = Recipient.SELF,
        channel: Channel = Channel.SMS,
    ) -> ReadText:
        """What the text says; days are placed by ``received_at``. No text raises."""
        normalised = normalise(text[:READ_LIMIT])
        signature = signature_of(normalised.text)
        named = tuple(self.lexicon.find(normalised.text, signature))
        found = without_own_words(self._book.scan(normalised.text), normalised.text, channel)
        amounts = read_amounts(normalised)
        signs = Signs(
            by_concept=collect(found),
            signature=normalised.text[slice(*signature)] if signature else "",
            has_lender=bool(named),
            has_amount=bool(amounts) or names_masked_sum(normalised.text),
            has_code=CODE.search(normalised.text) is not None,
            names_reader=ADDRESS.search(normalised.text) is not None,
            channel=channel,
            recipient=recipient,
        )
        kind = kind_of(signs)
        addressees, debtors = read_people(normalised, self._people)
        reading = Reading(
            kind=kind,
            is_claim=_is_claim(kind, signs),
            signature=_signature(normalised, signature),
            lenders=tuple(one.mention(normalised) for one in named),
            addressees=addressees,
            amounts=amounts,
            dates=read_dates(normalised, received_at),
            contract_numbers=read_contract_numbers(normalised),
            card_tails=read_card_tails(normalised),
            phones=read_phones(normalised),
            links=read_links(normalised),
            overdue_days=_overdue_days(normalised.text),
            says_overdue=_says_overdue(signs),
            demands=_demands(signs),
            threats=frozenset(threat for threat in THREATS if signs.has(threat)),
            phrases=tuple(_hit(one, normalised) for one in found),
        )
        return ReadText(reading, normalised, named, debtors, signs)


_readers: dict[int, tuple[Rulebook, Reader]] = {}


def reader_for(rulebook: Rulebook) -> Reader:
    """The reader of a rulebook without further names; the last one is kept, since there is one in a process."""
    kept = _readers.get(id(rulebook))
    if kept is None or kept[0] is not rulebook:
        _readers.clear()
        _readers[id(rulebook)] = kept = (rulebook, Reader(rulebook))
    return kept[1]


def read(
    text: str,
    rulebook: Rulebook,
    *,
    received_at: datetime | None = None,
    recipient: Recipient = Recipient.SELF,
    channel: Channel = Channel.SMS,
) -> Reading:
    """What a message says: kind, claim, amounts, days, names, identifiers, demands and threats, each with its place."""
    return reader_for(rulebook).read(text, received_at=received_at, recipient=recipient, channel=channel).reading


def spans_of(read_text: ReadText, *concepts: str) -> tuple[Span, ...]:
    """Where the original text says one of these."""
    return tuple(hit.span for hit in read_text.reading.phrases if hit.id.split(".")[0] in concepts)


def _is_claim(kind: Kind, signs: Signs) -> bool:
    if kind is Kind.FRAUD:
        return asks_for_money(signs)
    return kind in CLAIM_KINDS and not is_court_notice(signs)


def _hit(found: Found, normalised: NormalisedText) -> PhraseHit:
    return PhraseHit(found.phrase.id, normalised.span(found.start, found.end))


def _signature(normalised: NormalisedText, place: tuple[int, int] | None) -> NameMention | None:
    return NameMention(normalised.text[slice(*place)], normalised.span(*place)) if place else None


def _overdue_days(text: str) -> int | None:
    hit = OVERDUE_DAYS.search(text)
    return read_count(hit[1]) if hit else None


def _says_overdue(signs: Signs) -> bool:
    return signs.has("overdue") or "unpaid.dragging" in signs.ids("unpaid")


def _demands(signs: Signs) -> frozenset[str]:
    demands = {demand for concept, demand in DEMANDS.items() if signs.has(concept)}
    if "agreement.reply" in signs.ids("agreement"):
        demands.add("reply")
    if "fraud.data" in signs.ids("fraud"):
        demands.add("give_data")
    return frozenset(demands)
