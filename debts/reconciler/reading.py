"""From a text to what it says. No ledger is asked, but its names may be given so that they are recognised."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from debts.finance.values import quickly_made
from debts.reconciler.amounts import mentions_of
from debts.reconciler.dates import read_count, read_dates
from debts.reconciler.identifiers import read_card_tails, read_contract_numbers, read_links, read_phones
from debts.reconciler.lexicon import Lexicon, Named, Owner, directory_lexicon
from debts.reconciler.normalise import NormalisedText
from debts.reconciler.signs import Signs
from debts.reconciler.sketches import Sketch, Sketches
from debts.reconciler.stages import stage_of
from debts.reconciler.types import Channel, DateMention, NameMention, Reading, Recipient, Span
from debts.rulebook import Rulebook
from debts.rulebook.phrases import Found
from debts.rulebook.templates import by_template

# No letter is longer; what follows in a longer paste is not read.
READ_LIMIT = 100_000
OVERDUE_DAYS = re.compile(
    r"逾期[^\d。,;一二三四五六七八九十百]{0,8}\s?(\d{1,5}|[一二三四五六七八九十百]{1,5})\s?(?:余|多)?\s?[天日]"
)


@quickly_made
@dataclass(frozen=True, slots=True)
class ReadText:
    """A reading with what the later steps need besides: the normalised text, whose names stand in it, the debtors.

    ``found`` are the phrases of the reading, in the same order.
    """

    reading: Reading
    normalised: NormalisedText
    named: tuple[Named, ...]
    found: tuple[Found, ...]
    debtors: tuple[NameMention, ...]
    signs: Signs


class Reader:
    """Reads texts with one rulebook and one set of further names, both compiled once."""

    def __init__(self, rulebook: Rulebook, names: Iterable[tuple[str, Owner]] = (), weak: Iterable[str] = ()) -> None:
        self.lexicon = Lexicon(rulebook.phrases.naming, names, weak, directory_lexicon(rulebook))
        self._sketches = Sketches(rulebook, self.lexicon)

    def read(
        self,
        text: str,
        *,
        received_at: datetime | None = None,
        recipient: Recipient = Recipient.SELF,
        channel: Channel = Channel.SMS,
    ) -> ReadText:
        """What the text says; days are placed by ``received_at``. No text raises."""
        sketch, normalised = self._sketches.of(text[:READ_LIMIT], channel, recipient)
        outline = sketch.outline
        hangs_on_figures = outline.gist.is_about_debts or sketch.sums
        reading = _filled_in(sketch, normalised, received_at) if hangs_on_figures else sketch.reading
        return ReadText(reading, normalised, sketch.named, outline.found, sketch.debtors, outline.signs)


def _filled_in(sketch: Sketch, normalised: NormalisedText, received_at: datetime | None) -> Reading:
    """The reading of a sketch with all that hangs on figures; by hand: ``replace`` takes ten times as long."""
    drawn, gist, signs = sketch.reading, sketch.outline.gist, sketch.outline.signs
    details = _details(normalised, received_at) if gist.is_about_debts else NO_DETAILS
    return Reading(
        kind=drawn.kind,
        is_claim=drawn.is_claim,
        signature=drawn.signature,
        stage=stage_of(drawn.kind, signs, drawn.parties, details.overdue_days) if drawn.is_claim else None,
        lenders=drawn.lenders,
        parties=drawn.parties,
        addressees=drawn.addressees,
        amounts=mentions_of(sketch.sums, normalised),
        dates=details.dates,
        contract_numbers=details.contract_numbers,
        card_tails=details.card_tails,
        phones=details.phones,
        links=details.links,
        overdue_days=details.overdue_days,
        says_overdue=drawn.says_overdue,
        demands=drawn.demands,
        threats=drawn.threats,
        phrases=drawn.phrases,
        wording=drawn.wording,
    )


class _Details(NamedTuple):
    """What is read only of a text that is about debts."""

    dates: tuple[DateMention, ...] = ()
    contract_numbers: tuple[NameMention, ...] = ()
    card_tails: tuple[NameMention, ...] = ()
    phones: tuple[NameMention, ...] = ()
    links: tuple[NameMention, ...] = ()
    overdue_days: int | None = None


NO_DETAILS = _Details()


def _details(normalised: NormalisedText, received_at: datetime | None) -> _Details:
    return _Details(
        read_dates(normalised, received_at),
        read_contract_numbers(normalised),
        read_card_tails(normalised),
        read_phones(normalised),
        read_links(normalised),
        _overdue_days(normalised),
    )


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
    if not read_text.signs.has(*concepts):
        return ()
    phrases = zip(read_text.found, read_text.reading.phrases, strict=True)
    return tuple([hit.span for found, hit in phrases if found.phrase.concept in concepts])


def _overdue_days(normalised: NormalisedText) -> int | None:
    place = _place_of_overdue_days(normalised.template)
    return read_count(normalised.text[slice(*place)]) if place else None


@by_template
def _place_of_overdue_days(template: str) -> tuple[int, int] | None:
    hit = OVERDUE_DAYS.search(template)
    return hit.span(1) if hit else None
