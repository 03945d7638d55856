"""From a text to what it says. No ledger is asked, but its names may be given so that they are recognised."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from debts.reconciler.amounts import names_masked_sum, read_amounts
from debts.reconciler.dates import read_count, read_dates
from debts.reconciler.gist import gist_of
from debts.reconciler.identifiers import read_card_tails, read_contract_numbers, read_links, read_phones
from debts.reconciler.lexicon import Lexicon, Named, Owner, directory_lexicon, signature_of
from debts.reconciler.normalise import NormalisedText, normalise
from debts.reconciler.parties import read_parties
from debts.reconciler.people import NamingKey, people_matchers, read_people
from debts.reconciler.signs import Signs, outside_names, signs_of, without_own_words
from debts.reconciler.stages import stage_of
from debts.reconciler.types import Channel, NameMention, PhraseHit, Reading, Recipient, Span
from debts.rulebook import Rulebook
from debts.rulebook.phrases import Found

# No letter is longer; what follows in a longer paste is not read.
READ_LIMIT = 100_000
OVERDUE_DAYS = re.compile(
    r"逾期[^\d。,;一二三四五六七八九十百]{0,8}\s?(\d{1,5}|[一二三四五六七八九十百]{1,5})\s?(?:余|多)?\s?[天日]"
)
NOTHING = NormalisedText("", 0)


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
        self.lexicon = Lexicon(self._book.naming, names, weak, directory_lexicon(rulebook))
        self._parties = rulebook.parties
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
        found = without_own_words(outside_names(self._book.scan(normalised.text), named), normalised.text, channel)
        amounts = read_amounts(normalised)
        signs = signs_of(
            found,
            normalised.text,
            normalised.text[slice(*signature)] if signature else "",
            has_lender=bool(named),
            has_amount=bool(amounts) or names_masked_sum(normalised.text),
            channel=channel,
            recipient=recipient,
        )
        gist = gist_of(signs)
        searched = normalised if gist.is_about_debts else NOTHING
        addressees, debtors = read_people(searched, self._people)
        parties = read_parties(searched, self._parties)
        overdue_days = _overdue_days(searched.text)
        reading = Reading(
            kind=gist.kind,
            is_claim=gist.is_claim,
            stage=stage_of(gist.kind, signs, parties, overdue_days) if gist.is_claim else None,
            signature=_signature(normalised, signature),
            lenders=tuple([one.mention(normalised) for one in named]),
            parties=parties,
            addressees=addressees,
            amounts=amounts,
            dates=read_dates(searched, received_at),
            contract_numbers=read_contract_numbers(searched),
            card_tails=read_card_tails(searched),
            phones=read_phones(searched),
            links=read_links(searched),
            overdue_days=overdue_days,
            says_overdue=gist.says_overdue,
            demands=gist.demands,
            threats=gist.threats,
            phrases=tuple([_hit(one, normalised) for one in found]),
        )
        return ReadText(reading, normalised, named, debtors, signs)


@lru_cache(maxsize=1)
def reader_for(rulebook: Rulebook) -> Reader:
    """The reader of a rulebook without further names; the last one is kept, since there is one in a process."""
    return Reader(rulebook)


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


def _hit(found: Found, normalised: NormalisedText) -> PhraseHit:
    return PhraseHit(found.phrase.id, normalised.span(found.start, found.end))


def _signature(normalised: NormalisedText, place: tuple[int, int] | None) -> NameMention | None:
    return NameMention(normalised.text[slice(*place)], normalised.span(*place)) if place else None


def _overdue_days(text: str) -> int | None:
    hit = OVERDUE_DAYS.search(text)
    return read_count(hit[1]) if hit else None
